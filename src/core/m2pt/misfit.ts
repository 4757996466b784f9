/**
 * @file Does an auxiliary fit a target? One answer in one sentence, for the engine, the model list and the lab.
 * Plain numbers and no tensors, so the page may use it too.
 */
import type { EncoderConfig } from './encoder-config.ts';

/**
 * A sentence naming every number in which the auxiliary differs from the target, or null when it fits: width, depth and
 * MLP ratio must be equal. Heads may differ: they change no shape (the paper itself mixes 6 with 12).
 */
export function misfit(target: EncoderConfig, auxiliary: EncoderConfig): string | null {
  const differences = (
    [
      ['width', target.embedDim, auxiliary.embedDim],
      ['depth', target.depth, auxiliary.depth],
      ['MLP ratio', target.mlpRatio, auxiliary.mlpRatio],
    ] as const
  ).filter(([, a, b]) => a !== b);
  if (differences.length === 0) return null;
  const list = differences.map(([what, a, b]) => `${what} ${b} where the target has ${a}`).join(', ');
  return `${auxiliary.name} does not fit ${target.name}: it has ${list}.`;
}
