/**
 * @file Learning rate over a run: a straight rise, then half a cosine down to 1 % of the peak (MAE's recipe).
 */

/** Last learning rate over the peak. */
export const FINAL_FRACTION = 0.01;

/**
 * @param step from 0
 * @param totalSteps of the run
 * @param warmupSteps spent rising
 */
export function learningRateAt(step: number, totalSteps: number, warmupSteps: number, peak: number): number {
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
  return FINAL_FRACTION * peak + 0.5 * (1 - FINAL_FRACTION) * peak * (1 + Math.cos(Math.PI * progress));
}
