/**
 * @file Pieces of WGSL text that several programs share. Programs are text made by functions: sizes that change the text (tile, vector
 * width) are arguments; sizes that do not come in uniforms.
 */
import type { Program } from '../../tensor/webgpu-run.ts';

const programs = new Map<string, Program>();

/** The program of `key`, whose text is made once: it takes longer to make than a dispatch. */
export function once(key: string, make: () => Program): Program {
  let program = programs.get(key);
  if (!program) {
    program = make();
    programs.set(key, program);
  }
  return program;
}

/** 0 … count−1, to unroll loops in text. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Lines for each index, joined. */
export function each(count: number, line: (index: number) => string): string {
  return range(count).map(line).join('\n');
}

/** Builtins of `main`, and `group`: the number of this workgroup when the count was folded into two dimensions. */
export const MAIN = (threads: number) => `@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) counts: vec3u, @builtin(local_invocation_index) local: u32) {
  let group = id.x + id.y * counts.x;`;

/** Declares buffers in the order of their bindings: `['x: vec4f', …]`. */
export function buffers(inputs: readonly string[], outputs: readonly string[], uniforms: string | null): string {
  const one = (access: string, from: number) => (text: string, i: number) => {
    const [name, type] = text.split(': ') as [string, string];
    return `@group(0) @binding(${from + i}) var<storage, ${access}> ${name}: array<${type}>;`;
  };
  return [
    ...inputs.map(one('read', 0)),
    ...outputs.map(one('read_write', inputs.length)),
    ...(uniforms
      ? [`struct Uniforms { ${uniforms} }`, `@group(0) @binding(${inputs.length + outputs.length}) var<uniform> u: Uniforms;`]
      : []),
  ].join('\n');
}

/** Whole numbers for a uniform struct of u32 and f32 fields, padded to 16 bytes. Floats are given as `{ f32 }`. */
export function uniforms(...values: (number | { f32: number })[]): Uint32Array {
  const words = new Uint32Array(Math.ceil(values.length / 4) * 4);
  const floats = new Float32Array(words.buffer);
  values.forEach((value, i) => {
    if (typeof value === 'number') words[i] = value;
    else floats[i] = value.f32;
  });
  return words;
}

/** 0, and the sum of the counts up to each: where each begins, and where the last ends. */
export function startsOf(counts: readonly number[]): number[] {
  const starts = [0];
  for (const count of counts) starts.push(starts.at(-1)! + count);
  return starts;
}

/** A test for NaN on the bits: compilers may take x ≠ x for false. */
export const IS_NAN = 'fn isNan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }';

/** Sum of `value` over the threads of a workgroup into `total`, the same in each; `name` is a workgroup array of `threads` numbers. */
export function sumOverThreads(name: string, threads: number, value: string, total: string): string {
  return `${name}[local] = ${value};
  workgroupBarrier();
  for (var step = ${threads / 2}u; step > 0u; step /= 2u) {
    if (local < step) { ${name}[local] += ${name}[local + step]; }
    workgroupBarrier();
  }
  let ${total} = ${name}[0];
  workgroupBarrier();`;
}
