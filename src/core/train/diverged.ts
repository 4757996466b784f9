/**
 * @file What is said when a run ends in values that are not finite.
 */
import { PlaygroundError } from '../errors.ts';

/** @param step from 1, the first whose value is not a number */
export function diverged(step: number, learningRate: number): PlaygroundError {
  return new PlaygroundError({
    code: 'diverged',
    message: `The loss is no longer a number at step ${step}; the weights have run away.`,
    hint: `Try a lower learning rate (it was ${learningRate}) or a lower λ speed. Finished runs are kept.`,
  });
}
