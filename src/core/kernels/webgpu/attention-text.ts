/**
 * @file What attention forward and backward share: reading and writing packed rows, and walking over the other tokens of a sample, either
 * straight from storage or by tiles in shared memory. D = H·Dh; head h of part p (q 0, k 1, v 2) of row r begins at r·3D + p·D + h·Dh. Widths that
 * are not divisible by four are filled with zeros.
 */
import { each, range } from './wgsl.ts';

export interface AttentionShape {
  /** Dh. */
  width: number;
  /** Tokens an invocation keeps in registers. */
  tokens: number;
  threads: number;
  shared: boolean;
}

/** Vectors of one head. */
export const vectorsOf = (width: number) => Math.ceil(width / 4);

/** Tokens of a tile: two tiles and two numbers a token within the 16 KiB that every WebGPU device has. */
export function tileTokens(width: number): number {
  return Math.min(64, Math.floor(16384 / (2 * 16 * vectorsOf(width) + 8)));
}

/** `name(row, part, head, v)`: vector v of a head in a buffer of `parts` parts a row. */
export function headReader(name: string, buffer: string, parts: number, width: number): string {
  const head = `fn ${name}(row: u32, part: u32, head: u32, v: u32) -> vec4f {`;
  if (width % 4 === 0) {
    return `${head} return ${buffer}[((row * ${parts}u + part) * u.heads + head) * ${width / 4}u + v]; }`;
  }
  return `${head}
  let at = ((row * ${parts}u + part) * u.heads + head) * ${width}u;
  return vec4f(${range(4)
    .map((i) => `select(0.0, ${buffer}[at + min(4u * v + ${i}u, ${width - 1}u)], 4u * v + ${i}u < ${width}u)`)
    .join(', ')}); }`;
}

/** `name(row, part, head, v, value)`. */
export function headWriter(name: string, buffer: string, parts: number, width: number): string {
  const head = `fn ${name}(row: u32, part: u32, head: u32, v: u32, value: vec4f) {`;
  if (width % 4 === 0) {
    return `${head} ${buffer}[((row * ${parts}u + part) * u.heads + head) * ${width / 4}u + v] = value; }`;
  }
  return `${head}
  let at = ((row * ${parts}u + part) * u.heads + head) * ${width}u + 4u * v;
  ${each(4, (i) => `if (4u * v + ${i}u < ${width}u) { ${buffer}[at + ${i}u] = value[${i}]; }`)} }`;
}

export const bufferType = (width: number) => (width % 4 === 0 ? 'vec4f' : 'f32');

/** Tiles in shared memory, if there are any. */
export function tileMemory({ width, shared }: AttentionShape): string {
  if (!shared) return '';
  const size = tileTokens(width) * vectorsOf(width);
  return `var<workgroup> tileA: array<vec4f, ${size}>;
var<workgroup> tileB: array<vec4f, ${size}>;
var<workgroup> tileLse: array<f32, ${tileTokens(width)}>;
var<workgroup> tileDelta: array<f32, ${tileTokens(width)}>;`;
}

export interface Walk {
  /** Expressions of vector `v` of token `row` for both tiles. */
  a: (row: string, v: string) => string;
  b: (row: string, v: string) => string;
  /** Further statements that fill `tileLse[j]` and `tileDelta[j]` for token `row`, in the shared form. */
  fill?: string;
  /** Statements that declare `lse` and `delta` for token `row`, with \`b0…\` read already, in the direct form. */
  direct?: string;
  /** What is done for each token; sees `a0…`, `b0…`, and `lse` and `delta` where they are filled. */
  body: string;
}

/** Runs `body` for every token of the sample whose rows begin at `base`. */
export function walk({ width, threads, shared }: AttentionShape, { a, b, fill, direct, body }: Walk): string {
  const vectors = vectorsOf(width);
  if (!shared) {
    return `for (var j = 0u; j < u.tokens; j++) {
    let row = base + j;
    ${each(vectors, (d) => `let a${d} = ${a('row', `${d}u`)}; let b${d} = ${b('row', `${d}u`)};`)}
    ${direct ?? ''}
    ${body}
  }`;
  }
  const tokens = tileTokens(width);
  return `for (var j0 = 0u; j0 < u.tokens; j0 += ${tokens}u) {
    let here = min(${tokens}u, u.tokens - j0);
    for (var i = local; i < here * ${vectors}u; i += ${threads}u) {
      let row = base + j0 + i / ${vectors}u;
      let v = i % ${vectors}u;
      tileA[i] = ${a('row', 'v')};
      tileB[i] = ${b('row', 'v')};
    }
    ${fill ? `for (var j = local; j < here; j += ${threads}u) { let row = base + j0 + j; ${fill} }` : ''}
    workgroupBarrier();
    for (var j = 0u; j < here; j++) {
      ${each(vectors, (d) => `let a${d} = tileA[j * ${vectors}u + ${d}u]; let b${d} = tileB[j * ${vectors}u + ${d}u];`)}
      ${fill ? 'let lse = tileLse[j]; let delta = tileDelta[j];' : ''}
      ${body}
    }
    workgroupBarrier();
  }`;
}

/** Declares `sample`, `head`, `base` and `t0` of this invocation from the number of its block; false blocks leave. */
export function place({ tokens, threads, shared }: AttentionShape, number: string): string {
  return `let block = ${number} % u.blocks;
  let pair = ${number} / u.blocks;
  let head = pair % u.heads;
  let base = pair / u.heads * u.tokens;
  let t0 = ${shared ? `block * ${threads * tokens}u + local * ${tokens}u` : `block * ${tokens}u`};`;
}

/** Σ over vectors of the product of two names, `dot(x0, y0) + …`. */
export function dots(x: (d: number) => string, y: (d: number) => string, vectors: number): string {
  return range(vectors)
    .map((d) => `dot(${x(d)}, ${y(d)})`)
    .join(' + ');
}
