/**
 * @file Which parameters are trained, and with which learning rate and decay.
 * No decay for λ, 1-D parameters, prefix tokens and positions; running statistics of batch norms are never trained. Layer-wise learning-rate decay after BEiT/MAE: block i gets
 * layerDecay^(depth+1−(i+1)). λ additionally learns `lambdaLearningRateFactor` times faster (M2PT itself: factor 1).
 */
import type { RunConfig } from '../../config/run-config.ts';
import { isAux, isRunningStatistic, isScale, isTokenOrPosition, layerIndex } from '../m2pt/names.ts';

export interface ParameterGroup {
  name: string;
  /** Times the scheduled learning rate. */
  rateFactor: number;
  weightDecay: number;
}

export type GroupSettings = Pick<
  RunConfig,
  'mode' | 'lambdaLearnable' | 'auxiliaryTrainable' | 'layerDecay' | 'weightDecay' | 'lambdaLearningRateFactor'
>;

/** One entry for every trained parameter, in the order of the record; the others are frozen. */
export function parameterGroups(
  params: Record<string, { shape: readonly number[] }>,
  depth: number,
  settings: GroupSettings,
): ParameterGroup[] {
  return Object.keys(params)
    .filter((name) => isTrained(name, settings))
    .map((name) => {
      const layerFactor = settings.layerDecay ** (depth + 1 - layerIndex(name, depth));
      const undecayed = params[name]!.shape.length <= 1 || isTokenOrPosition(name);
      return {
        name,
        rateFactor: layerFactor * (isScale(name) ? settings.lambdaLearningRateFactor : 1),
        weightDecay: undecayed ? 0 : settings.weightDecay,
      };
    });
}

function isTrained(name: string, { mode, lambdaLearnable, auxiliaryTrainable }: GroupSettings): boolean {
  if (isRunningStatistic(name)) return false;
  if (isScale(name)) return lambdaLearnable;
  if (mode === 'fix') return name.startsWith('head.');
  return isAux(name) ? auxiliaryTrainable : true;
}
