/**
 * @file The smoothed loss line: an exponential moving average without the bias of its start
 * (as TensorBoard draws it), so that the first point is the first loss and not a share of it.
 */

/** Weight of the past for a run of this many steps, in [0, 0.985]: short runs are smoothed less. */
export function smoothingFor(totalSteps: number): number {
  return Math.max(0, Math.min(0.985, 1 - 36 / Math.max(36, totalSteps)));
}

/**
 * Debiased moving average of the first `length` values. Values that are not finite are carried over
 * (the line shows a gap there) and do not poison what follows.
 * @param weight weight of the past, in [0, 1)
 */
export function smooth(values: ArrayLike<number>, length: number, weight: number): Float32Array {
  const out = new Float32Array(length);
  let sum = 0;
  let norm = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) {
      out[i] = Number.NaN;
      continue;
    }
    sum = weight * sum + (1 - weight) * value;
    norm = weight * norm + (1 - weight);
    out[i] = sum / norm;
  }
  return out;
}
