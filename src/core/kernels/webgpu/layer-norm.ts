/**
 * @file Layer normalisation over rows of x [M, D]: y = γ·x̂ + β, x̂ = (x − mean)·rstd; keeps x and the two numbers of each row, [M, 2].
 * Forward: a row is the work of `rowThreads` invocations (one on a software adapter); variance from centred values, as the reference has it.
 * Backward, two dispatches. The first does two things side by side: some workgroups compute rows of dx = rstd·(g − mean(g) − x̂·mean(g·x̂)),
 * g = dy·γ; others sum dy·x̂ and dy down a block of rows for a vector of columns each, into [blocks, 2, D]. The second sums the blocks in
 * order into dγ and dβ: the same bits on every run. Tolerance: rounding.
 */

import type * as tf from '../../tensor/tf.ts';
import { type Program, runProgram } from '../../tensor/webgpu-run.ts';
import type { Forward } from '../kernel-set.ts';
import { eachTask, taskGroups } from './elementwise.ts';
import type { Tiles } from './tile-tables.ts';
import { buffers, MAIN, once, sumOverThreads, uniforms } from './wgsl.ts';

/** Where a row is one invocation's work, so many rows make a workgroup. */
const ROWS_ALONE = 16;

export function layerNorm(tiles: Tiles, x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, eps: number): Forward {
  const [rows, width] = x.shape as [number, number];
  const vector = width % 4 === 0;
  const vectors = vector ? width / 4 : width;
  const threads = rowThreadsOf(tiles, vectors);
  const [y, stats] = runProgram({
    program: once(`layer norm ${threads} ${vector}`, () => forward(threads, vector)),
    inputs: [x, gamma, beta],
    outputs: [
      [rows, width],
      [rows, 2],
    ],
    uniforms: uniforms(rows, vectors, { f32: width }, { f32: eps }),
    workgroups: rowGroups(threads, rows),
  }) as [tf.Tensor, tf.Tensor];
  return { y, saved: [x, stats, gamma] };
}

export function layerNormGradient(
  tiles: Tiles,
  dy: tf.Tensor,
  saved: readonly tf.Tensor[],
): { x: tf.Tensor; gamma: tf.Tensor; beta: tf.Tensor } {
  const [x, stats, gamma] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [rows, width] = x.shape as [number, number];
  const vector = width % 4 === 0;
  const vectors = vector ? width / 4 : width;
  const threads = rowThreadsOf(tiles, vectors);
  const blocks = Math.ceil(rows / tiles.rowBlock);
  const forRows = rowGroups(threads, rows);
  const [dx, parts] = runProgram({
    program: once(`layer norm backward ${threads} ${tiles.rowBlock} ${vector}`, () => backward(threads, tiles.rowBlock, vector)),
    inputs: [dy, x, stats, gamma],
    outputs: [
      [rows, width],
      [blocks, 2, width],
    ],
    uniforms: uniforms(rows, vectors, { f32: width }, forRows),
    workgroups: forRows + Math.ceil((blocks * vectors) / threadsOf(threads)),
  }) as [tf.Tensor, tf.Tensor];
  const [dGamma, dBeta] = runProgram({
    program: vector ? SUM_BLOCKS_OF_VECTORS : SUM_BLOCKS,
    inputs: [parts],
    outputs: [[width], [width]],
    uniforms: uniforms(vectors, blocks),
    workgroups: taskGroups(vectors),
  }) as [tf.Tensor, tf.Tensor];
  parts.dispose();
  return { x: dx, gamma: dGamma, beta: dBeta };
}

function threadsOf(rowThreads: number): number {
  return rowThreads === 1 ? ROWS_ALONE : rowThreads;
}

/** No more invocations a row than it has vectors, rounded up to a power of two, as the tree of sums wants it. */
function rowThreadsOf({ rowThreads }: Tiles, vectors: number): number {
  return Math.min(rowThreads, 2 ** Math.ceil(Math.log2(vectors)));
}

function rowGroups(rowThreads: number, rows: number): number {
  return rowThreads === 1 ? Math.ceil(rows / ROWS_ALONE) : rows;
}

const type = (vector: boolean) => (vector ? 'vec4f' : 'f32');
const ZERO = (vector: boolean) => (vector ? 'vec4f()' : '0.0');
const whole = (vector: boolean) =>
  vector ? 'fn whole(v: vec4f) -> f32 { return (v.x + v.y) + (v.z + v.w); }' : 'fn whole(v: f32) -> f32 { return v; }';

/** `row`, and `first`, the invocation's first vector of it; leaves when there is no such row. Uniform where the row is shared. */
const ownRow = (rowThreads: number) =>
  rowThreads === 1 ? `let row = group * ${ROWS_ALONE}u + local; let first = 0u;` : 'let row = group; let first = local;';

const total = (rowThreads: number, value: string, name: string) =>
  rowThreads === 1 ? `let ${name} = ${value};` : sumOverThreads('sums', rowThreads, value, name);

const shared = (rowThreads: number) => (rowThreads === 1 ? '' : `var<workgroup> sums: array<f32, ${rowThreads}>;`);

function forward(rowThreads: number, vector: boolean): Program {
  const overRow = `for (var v = first; v < u.vectors; v += ${rowThreads}u)`;
  return {
    name: 'layer norm',
    code: `${buffers([`x: ${type(vector)}`, `gamma: ${type(vector)}`, `beta: ${type(vector)}`], [`y: ${type(vector)}`, 'stats: f32'], 'rows: u32, vectors: u32, width: f32, eps: f32')}
${whole(vector)}
${shared(rowThreads)}
${MAIN(threadsOf(rowThreads))}
  ${ownRow(rowThreads)}
  if (row >= u.rows) { return; }
  let at = row * u.vectors;
  var sum = ${ZERO(vector)};
  ${overRow} { sum += x[at + v]; }
  ${total(rowThreads, 'whole(sum)', 'rowSum')}
  let mean = rowSum / u.width;
  var squares = ${ZERO(vector)};
  ${overRow} { let c = x[at + v] - mean; squares += c * c; }
  ${total(rowThreads, 'whole(squares)', 'squareSum')}
  let rstd = 1.0 / sqrt(squareSum / u.width + u.eps);
  ${overRow} { y[at + v] = (x[at + v] - mean) * rstd * gamma[v] + beta[v]; }
  if (first == 0u) { stats[2u * row] = mean; stats[2u * row + 1u] = rstd; }
}`,
  };
}

function backward(rowThreads: number, rowBlock: number, vector: boolean): Program {
  const overRow = `for (var v = first; v < u.vectors; v += ${rowThreads}u)`;
  const threads = threadsOf(rowThreads);
  return {
    name: 'layer norm, backward',
    code: `${buffers([`dy: ${type(vector)}`, `x: ${type(vector)}`, 'stats: f32', `gamma: ${type(vector)}`], [`dx: ${type(vector)}`, `parts: ${type(vector)}`], 'rows: u32, vectors: u32, width: f32, rowGroups: u32')}
${whole(vector)}
${shared(rowThreads)}
fn columns(task: u32) {
  let v = task % u.vectors;
  let block = task / u.vectors;
  let to = min((block + 1u) * ${rowBlock}u, u.rows);
  if (block * ${rowBlock}u >= u.rows) { return; }
  var dGamma = ${ZERO(vector)};
  var dBeta = ${ZERO(vector)};
  for (var row = block * ${rowBlock}u; row < to; row++) {
    let g = dy[row * u.vectors + v];
    dGamma += g * ((x[row * u.vectors + v] - stats[2u * row]) * stats[2u * row + 1u]);
    dBeta += g;
  }
  parts[(2u * block) * u.vectors + v] = dGamma;
  parts[(2u * block + 1u) * u.vectors + v] = dBeta;
}
${MAIN(threads)}
  if (group >= u.rowGroups) { columns((group - u.rowGroups) * ${threads}u + local); return; }
  ${ownRow(rowThreads)}
  if (row >= u.rows) { return; }
  let at = row * u.vectors;
  let mean = stats[2u * row];
  let rstd = stats[2u * row + 1u];
  var sum = ${ZERO(vector)};
  var along = ${ZERO(vector)};
  ${overRow} { let g = dy[at + v] * gamma[v]; sum += g; along += g * ((x[at + v] - mean) * rstd); }
  ${total(rowThreads, 'whole(sum)', 'rowSum')}
  ${total(rowThreads, 'whole(along)', 'rowAlong')}
  let meanG = rowSum / u.width;
  let meanAlong = rowAlong / u.width;
  ${overRow} { dx[at + v] = rstd * (dy[at + v] * gamma[v] - meanG - (x[at + v] - mean) * rstd * meanAlong); }
}`,
  };
}

const sumBlocks = (vector: boolean): Program => ({
  name: 'layer norm, backward, sum of blocks',
  code: eachTask(
    [`parts: ${type(vector)}`],
    [`dGamma: ${type(vector)}`, `dBeta: ${type(vector)}`],
    'blocks: u32, pad0: u32, pad1: u32',
    `var forGamma = ${ZERO(vector)};
  var forBeta = ${ZERO(vector)};
  for (var block = 0u; block < u.blocks; block++) {
    forGamma += parts[2u * block * u.count + at];
    forBeta += parts[(2u * block + 1u) * u.count + at];
  }
  dGamma[at] = forGamma;
  dBeta[at] = forBeta;`,
  ),
});
const SUM_BLOCKS = sumBlocks(false);
const SUM_BLOCKS_OF_VECTORS = sumBlocks(true);
