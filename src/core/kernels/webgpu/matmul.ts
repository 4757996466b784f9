/**
 * @file Matrix products in the three layouts of a linear layer and its gradients, with epilogues: y = a·b (+ bias) (+ residual), or an
 * activation of it. Text by adapter class: `matmul-registers.ts`, `matmul-shared.ts`. A weight gradient is tall and thin (few outputs,
 * thousands of rows to sum): it is split along k into parts, and a second pass sums the parts in order, so that two runs agree bit by bit.
 */

import type * as tf from '../../tensor/tf.ts';
import { type Program, runProgram } from '../../tensor/webgpu-run.ts';
import { registerMatmul } from './matmul-registers.ts';
import { sharedMatmul } from './matmul-shared.ts';
import type { Layout, Product } from './matmul-text.ts';
import type { MatmulTile, Tiles } from './tile-tables.ts';
import { buffers, MAIN, once, uniforms } from './wgsl.ts';

export interface Epilogue {
  bias?: tf.Tensor | null;
  residual?: tf.Tensor | null;
  activation?: 'gelu' | 'relu';
  rowSums?: boolean;
}

/**
 * @param a [M, K], or [K, M] in layout tn
 * @param b [K, N], or [N, K] in layout nt
 * @returns y [M, N]; with GELU also what stood before it, [M, N]; with `rowSums` also Σ over k of a, [M]; owned by the caller
 */
export function matmul(tiles: Tiles, layout: Layout, a: tf.Tensor, b: tf.Tensor, epilogue: Epilogue = {}): tf.Tensor[] {
  const { bias = null, residual = null, activation = null, rowSums = false } = epilogue;
  const [outer, inner] = a.shape as [number, number];
  const [m, k] = layout === 'tn' ? [inner, outer] : [outer, inner];
  const n = b.shape[layout === 'nt' ? 0 : 1] as number;
  const [innerA, innerB] = [inner, b.shape[1] as number];
  const product: Product = {
    layout,
    vectors: { a: innerA % 4 === 0, b: innerB % 4 === 0, y: n % 4 === 0 },
    evenDepth: k % 4 === 0,
    bias: bias !== null,
    residual: residual !== null,
    activation,
    rowSums,
  };
  const cut = plan(tiles, layout, m, n, k);
  const program = once(`matrix product ${JSON.stringify([product, cut.tile])}`, () => ({
    name: `matrix product ${layout}`,
    code: cut.tile.depth > 0 ? sharedMatmul(product, cut.tile) : registerMatmul(product, cut.tile),
  }));
  const whole = cut.splits === 1;
  const parts = (shape: number[]) => (whole ? shape : [cut.splits, ...shape]);
  const results = runProgram({
    program,
    inputs: [a, b, ...(bias ? [bias] : []), ...(residual ? [residual] : [])],
    outputs: [parts([m, n]), ...(activation === 'gelu' ? [[m, n]] : []), ...(rowSums ? [parts([m])] : [])],
    uniforms: uniforms(m, n, k, cut.rowTiles, cut.columnTiles, cut.depth),
    workgroups: cut.workgroups,
  });
  if (whole) return results;
  const [y, sums] = results as [tf.Tensor, tf.Tensor | undefined];
  const joined = runProgram({
    program: sums ? JOIN_BOTH : JOIN,
    inputs: results,
    outputs: sums ? [[m, n], [m]] : [[m, n]],
    uniforms: uniforms(m * n, sums ? m : 0, cut.splits),
    workgroups: Math.ceil((m * n + (sums ? m : 0)) / 64),
  });
  y.dispose();
  sums?.dispose();
  return joined;
}

interface Cut {
  tile: MatmulTile;
  rowTiles: number;
  columnTiles: number;
  splits: number;
  /** Of one split. */
  depth: number;
  workgroups: number;
}

/** Chooses the tile, and how often k is split: only weight gradients (tn), which are summed over thousands of rows. */
function plan(tiles: Tiles, layout: Layout, m: number, n: number, k: number): Cut {
  const size = (tile: MatmulTile): [number, number] => {
    const side = tile.depth > 0 ? Math.sqrt(tile.threads) : 1;
    return [Math.ceil(m / (tile.rows * side)), Math.ceil(n / (tile.columns * side))];
  };
  const tile = tiles.matmul.find((row) => size(row)[0] * size(row)[1] >= row.fromTiles)!;
  const [rowTiles, columnTiles] = size(tile);
  const perGroup = tile.depth > 0 ? 1 : tile.threads;
  const groups = Math.ceil((rowTiles * columnTiles) / perGroup);
  const wanted = layout === 'tn' ? Math.min(Math.ceil(tiles.splitUpTo / groups), Math.floor(k / tiles.splitDepth)) : 1;
  const depth = wanted > 1 ? Math.ceil(k / wanted / 16) * 16 : k;
  const splits = Math.max(1, Math.ceil(k / depth));
  return { tile, rowTiles, columnTiles, splits, depth, workgroups: Math.ceil((rowTiles * columnTiles * splits) / perGroup) };
}

const join = (withSums: boolean): Program => ({
  name: 'matrix product, sum of splits',
  code: `${buffers(withSums ? ['parts: f32', 'sumParts: f32'] : ['parts: f32'], withSums ? ['y: f32', 'sums: f32'] : ['y: f32'], 'size: u32, sumSize: u32, splits: u32, pad: u32')}
${MAIN(64)}
  let at = group * 64u + local;
  var total = 0.0;
  if (at < u.size) {
    for (var s = 0u; s < u.splits; s++) { total += parts[s * u.size + at]; }
    y[at] = total;
  }
  ${
    withSums
      ? `else if (at < u.size + u.sumSize) {
    for (var s = 0u; s < u.splits; s++) { total += sumParts[s * u.sumSize + at - u.size]; }
    sums[at - u.size] = total;
  }`
      : ''
  }
}`,
});
const JOIN = join(false);
const JOIN_BOTH = join(true);
