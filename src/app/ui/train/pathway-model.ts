/**
 * @file What the pathway diagram draws, as plain values: which layers of which blocks are joined, their λ,
 * and where every row lies. Made from a plan and its last λ, or from the settings before the first step.
 */
import type { RunConfig } from '../../../config/run-config.ts';
import { type LayerRow, layerRows, parseLambdaName } from '../../charts/lambda-names.ts';
import { DEFAULT_LAMBDA_MAX, lambdaMaxOf } from '../../charts/lambda-scale.ts';

export interface PathwayModel {
  depth: number;
  rows: readonly LayerRow[];
  /** Target block i is joined to auxiliary block depth − 1 − i. */
  reversed: boolean;
  /** λ keeps its value. */
  fixed: boolean;
  /** λ by `linkKey`; a layer without an entry has no cable. */
  lambdas: ReadonlyMap<string, number>;
  /** ‖W_aux‖ / ‖W‖ by `linkKey`; empty before it was measured. */
  ratios: ReadonlyMap<string, number>;
  /** End of the λ scale. */
  max: number;
}

export interface Place {
  block: number;
  layer: LayerRow;
}

export function linkKey({ block, layer }: Place): string {
  return `${block} ${layer}`;
}

/** Block of the auxiliary that joins target block `block`. */
export function partnerOf(model: Pick<PathwayModel, 'depth' | 'reversed'>, block: number): number {
  return model.reversed ? model.depth - 1 - block : block;
}

/** The picture before the first step: every joined layer at its starting λ. */
export function plannedPathway(config: RunConfig, depth: number, joined: boolean): PathwayModel {
  const rows = layerRows(config.splitQkv);
  const lambdas = new Map<string, number>();
  const layers = new Set<string>(config.layers);
  for (let block = 0; joined && block < depth; block++)
    for (const layer of rows)
      if (layers.has(layer) || (layers.has('qkv') && 'qkv'.includes(layer))) lambdas.set(linkKey({ block, layer }), config.lambdaInit);
  const max = lambdaMaxOf([config.lambdaInit], DEFAULT_LAMBDA_MAX);
  return { depth, rows, reversed: config.depthOrder === 'reversed', fixed: !config.lambdaLearnable, lambdas, ratios: new Map(), max };
}

/**
 * The picture of a run.
 * @param values last λ, in the order of `names`
 * @param ratios ‖W_aux‖ / ‖W‖, in the order of `names`
 */
export function runPathway(
  config: RunConfig,
  depth: number,
  names: readonly string[],
  values: readonly number[],
  ratios: readonly number[],
): PathwayModel {
  const lambdas = new Map<string, number>();
  const sizes = new Map<string, number>();
  let blocks = depth;
  names.forEach((name, i) => {
    const place = parseLambdaName(name);
    if (!place) return;
    blocks = Math.max(blocks, place.block + 1);
    lambdas.set(linkKey(place), values[i] ?? 0);
    const ratio = ratios[i];
    if (ratio !== undefined) sizes.set(linkKey(place), ratio);
  });
  return {
    depth: blocks,
    rows: layerRows(names.some((name) => /\.qkv\.[qkv]$/.test(name))),
    reversed: config.depthOrder === 'reversed',
    fixed: !config.lambdaLearnable,
    lambdas,
    ratios: sizes,
    max: lambdaMaxOf(values, DEFAULT_LAMBDA_MAX),
  };
}

/** The place of the largest |λ|, or null while all are 0. */
export function strongest(model: PathwayModel): Place | null {
  let best: Place | null = null;
  let most = 0;
  for (let block = 0; block < model.depth; block++)
    for (const layer of model.rows) {
      const size = Math.abs(model.lambdas.get(linkKey({ block, layer })) ?? 0);
      if (size > most) {
        most = size;
        best = { block, layer };
      }
    }
  return best;
}

/** Heights in px of the drawing. */
export interface PathwayLayout {
  row: number;
  /** Padding above and below the rows of a block, border included. */
  pad: number;
  gap: number;
  block: number;
  total: number;
}

/** Rows shrink as blocks grow in number, so that the picture stays about as tall as six blocks are. */
export function pathwayLayout(depth: number, rows: number, narrow: boolean): PathwayLayout {
  const row = depth <= 6 ? (rows > 4 ? 11 : narrow ? 15 : 12.5) : depth <= 12 ? (rows > 4 ? 6.5 : narrow ? 9 : 8) : rows > 4 ? 3.5 : 4.5;
  const pad = depth <= 6 ? 4 : depth <= 12 ? 2 : 1;
  const gap = depth <= 6 ? 4 : depth <= 12 ? 3 : 2;
  const block = rows * row + 2 * pad;
  return { row, pad, gap, block, total: Math.max(0, depth * (block + gap) - gap) };
}

/** Middle of a row in px from the top of the first block. */
export function rowMiddle(layout: PathwayLayout, block: number, index: number): number {
  return block * (layout.block + layout.gap) + layout.pad + (index + 0.5) * layout.row;
}
