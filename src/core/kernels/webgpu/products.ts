/**
 * @file Sums of products ⟨x, y⟩ over segments of many tensors: the squared norm of all gradients (y = x), and ∂λ = ⟨G, W_aux⟩ of all linears.
 * First stage: as many tensors a dispatch as the device binds buffers; a workgroup sums 4,096 products in a fixed tree into one partial
 * sum. Second stage: partial sums in order. Two runs agree bit by bit. Tolerance: rounding of trees of sums.
 */

import type * as tf from '../../tensor/tf.ts';
import { emptyTensor, type Program, runProgram, storageBufferLimit } from '../../tensor/webgpu-run.ts';
import type { CrossModalLinear } from '../kernel-set.ts';
import type { Tiles } from './tile-tables.ts';
import { buffers, each, MAIN, once, range, startsOf, sumOverThreads, uniforms } from './wgsl.ts';

const CHUNK = 4096;

interface Pair {
  x: tf.Tensor;
  /** Null: x itself. */
  y: tf.Tensor | null;
  /** Equal parts that are summed apart. */
  segments: number;
}

/** √Σ‖g‖², a scalar. */
export function globalNorm(tiles: Tiles, gradients: readonly tf.Tensor[]): tf.Tensor {
  const { partial } = partialSums(
    tiles,
    gradients.map((x) => ({ x, y: null, segments: 1 })),
  );
  const [norm] = runProgram({
    program: once(`root of all ${tiles.sumThreads}`, () => rootOfAll(tiles.sumThreads)),
    inputs: [partial],
    outputs: [[]],
    uniforms: uniforms(partial.size),
    workgroups: 1,
  }) as [tf.Tensor];
  partial.dispose();
  return norm;
}

/** ⟨G, W_aux⟩ of every layer, of its λ's shape. */
export function mergeScaleGradients(tiles: Tiles, layers: readonly CrossModalLinear[], gradients: readonly tf.Tensor[]): tf.Tensor[] {
  if (layers.length === 0) return [];
  const { partial, starts } = partialSums(
    tiles,
    layers.map(({ aux, scale }, i) => ({ x: aux, y: gradients[i]!, segments: scale.size })),
  );
  const atOnce = storageBufferLimit() - 1;
  const results: tf.Tensor[] = [];
  for (let from = 0; from < layers.length; from += atOnce) {
    const scales = layers.slice(from, from + atOnce).map(({ scale }) => scale);
    const places = scales.flatMap(({ size }, i) => {
      const start = starts[from + i]!;
      return [start, size, (starts[from + i + 1]! - start) / size, 0];
    });
    results.push(
      ...runProgram({
        program: once(`sum segments ${scales.length}`, () => sumSegments(scales.length)),
        inputs: [partial],
        outputs: scales.map(({ shape }) => shape),
        uniforms: uniforms(...places),
        workgroups: Math.ceil(Math.max(...scales.map(({ size }) => size)) / 64),
      }),
    );
  }
  partial.dispose();
  return results;
}

/** Partial sums of all pairs one after another, segment by segment; `starts` has one entry more than there are pairs. */
function partialSums({ sumThreads }: Tiles, pairs: readonly Pair[]): { partial: tf.Tensor; starts: number[] } {
  const sizes = pairs.map(({ x, segments }) => x.size / segments);
  const counts = pairs.map(({ segments }, i) => segments * Math.ceil(sizes[i]! / CHUNK));
  const starts = startsOf(counts);
  const partial = emptyTensor([starts.at(-1)!]);
  const squares = pairs[0]!.y === null;
  const atOnce = Math.floor((storageBufferLimit() - 1) / (squares ? 1 : 2));
  for (let from = 0; from < pairs.length; from += atOnce) {
    const some = pairs.slice(from, from + atOnce);
    const end = from + some.length;
    runProgram({
      program: once(`chunk sums ${some.length} ${squares} ${sumThreads}`, () => chunkSums(some.length, squares, sumThreads)),
      inputs: some.flatMap(({ x, y }) => (y ? [x, y] : [x])),
      outputs: [partial],
      uniforms: uniforms(
        starts[from]!,
        starts[end]!,
        0,
        0,
        ...some.flatMap(({ segments }, i) => [starts[from + i + 1]!, sizes[from + i]!, counts[from + i]! / segments, 0]),
      ),
      workgroups: starts[end]! - starts[from]!,
    });
  }
  return { partial, starts };
}

function chunkSums(count: number, squares: boolean, threads: number): Program {
  const names = range(count).flatMap((i) => (squares ? [`x${i}: f32`] : [`x${i}: f32`, `y${i}: f32`]));
  const pair = (i: number) => `${i > 0 ? 'else ' : ''}if (number < u.slots[${i}].x) {
    let size = u.slots[${i}].y;
    let chunk = number - ${i > 0 ? `u.slots[${i - 1}].x` : 'u.start'};
    let segment = chunk / u.slots[${i}].z;
    let begin = segment * size + (chunk % u.slots[${i}].z) * ${CHUNK}u;
    let to = min(begin + ${CHUNK}u, (segment + 1u) * size);
    for (var at = begin + local; at < to; at += ${threads}u) { own += x${i}[at] * ${squares ? 'x' : 'y'}${i}[at]; }
  }`;
  return {
    name: squares ? 'global norm' : 'gradients of λ',
    code: `${buffers(names, ['partial: f32'], `start: u32, end: u32, pad0: u32, pad1: u32, slots: array<vec4u, ${count}>`)}
var<workgroup> sums: array<f32, ${threads}>;
${MAIN(threads)}
  let number = group + u.start;
  if (number >= u.end) { return; }
  var own = 0.0;
  ${each(count, pair)}
  ${sumOverThreads('sums', threads, 'own', 'total')}
  if (local == 0u) { partial[number] = total; }
}`,
  };
}

const rootOfAll = (threads: number): Program => ({
  name: 'global norm, sum',
  code: `${buffers(['partial: f32'], ['norm: f32'], 'count: u32, pad0: u32, pad1: u32, pad2: u32')}
var<workgroup> sums: array<f32, ${threads}>;
${MAIN(threads)}
  var own = 0.0;
  for (var at = group * ${threads}u + local; at < u.count; at += ${threads}u) { own += partial[at]; }
  ${sumOverThreads('sums', threads, 'own', 'total')}
  if (local == 0u) { norm[0] = sqrt(total); }
}`,
});

const sumSegments = (count: number): Program => ({
  name: 'gradients of λ, sum',
  code: `${buffers(
    ['partial: f32'],
    range(count).map((i) => `scale${i}: f32`),
    `slots: array<vec4u, ${count}>`,
  )}
${MAIN(64)}
  let segment = group * 64u + local;
  ${each(
    count,
    (i) => `if (segment < u.slots[${i}].y) {
    var total = 0.0;
    for (var chunk = 0u; chunk < u.slots[${i}].z; chunk++) { total += partial[u.slots[${i}].x + segment * u.slots[${i}].z + chunk]; }
    scale${i}[segment] = total;
  }`,
  )}
}`,
});
