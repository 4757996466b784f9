/**
 * @file λ for the picture of the first visit, before anything was trained: recorded at the end of a run with the default
 * settings on the Textures sample, seed 0, WASM, 2026-11-23 (`npm run lab` with `{"data": "public/samples/textures.zip", "seeds": [0]}`).
 */
import { MODALITIES } from '../../../config/modalities.ts';
import type { RunConfig } from '../../../config/run-config.ts';
import { layerRows } from '../../charts/lambda-names.ts';
import { linkKey, type PathwayModel } from './pathway-model.ts';

/** [block][qkv, proj, fc1, fc2]. */
export const RECORDED_LAMBDAS: readonly (readonly number[])[] = [
  [0.008, -0.018, 0.057, 0.001],
  [-0.017, 0.01, -0.045, 0.005],
  [-0.019, 0.003, -0.001, 0.023],
  [-0.02, -0.069, -0.028, -0.054],
  [0.052, -0.014, -0.01, 0.035],
  [-0.024, 0.058, 0.156, 0.006],
];
/** The scale's end, close to the largest value. */
const RECORDED_MAX = 0.2;

/** Said where other models are chosen than those of the recording. */
export const RECORDED_PAIR = 'images with sounds';

export function isRecordedPair({ target, auxiliary }: Pick<RunConfig, 'target' | 'auxiliary'>): boolean {
  return target === MODALITIES.image.target && auxiliary === MODALITIES.image.auxiliary;
}

export function recordedPathway(): PathwayModel {
  const rows = layerRows(false);
  const lambdas = new Map<string, number>();
  for (const [block, values] of RECORDED_LAMBDAS.entries())
    for (const [index, layer] of rows.entries()) lambdas.set(linkKey({ block, layer }), values[index] ?? 0);
  return {
    depth: RECORDED_LAMBDAS.length,
    rows,
    reversed: false,
    fixed: false,
    lambdas,
    ratios: new Map(),
    max: RECORDED_MAX,
  };
}
