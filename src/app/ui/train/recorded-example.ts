/**
 * @file λ for the picture of the first visit, before anything was trained. Invented, and labelled so on the
 * page: they show every kind of cable once.
 */
import { layerRows } from '../../charts/lambda-names.ts';
import { DEFAULT_LAMBDA_MAX } from '../../charts/lambda-scale.ts';
import { linkKey, type PathwayModel } from './pathway-model.ts';

/** [block][qkv, proj, fc1, fc2]. */
export const RECORDED_LAMBDAS: readonly (readonly number[])[] = [
  [0.03, -0.02, 0.06, 0.04],
  [0.07, -0.05, 0.11, 0.02],
  [-0.04, -0.09, 0.18, 0.09],
  [-0.12, 0.03, 0.26, 0.14],
  [-0.19, 0.05, 0.34, 0.21],
  [-0.08, -0.14, 0.29, -0.24],
];

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
    max: DEFAULT_LAMBDA_MAX,
  };
}
