/** @file A sound as a picture of its swing: lowest and highest sample of each column. Pure; drawn by `Waveform.tsx`. */

/**
 * @param samples in [-1, 1]
 * @param columns at least 1
 * @returns [columns, 2], lowest and highest; columns between two samples have the nearest
 */
export function soundPeaks(samples: Float32Array, columns: number): Float32Array {
  const peaks = new Float32Array(columns * 2);
  if (samples.length === 0) return peaks;
  for (let column = 0; column < columns; column++) {
    const from = Math.min(samples.length - 1, Math.floor((column * samples.length) / columns));
    const to = Math.max(from + 1, Math.floor(((column + 1) * samples.length) / columns));
    let [low, high] = [samples[from]!, samples[from]!];
    for (let at = from + 1; at < to; at++) {
      low = Math.min(low, samples[at]!);
      high = Math.max(high, samples[at]!);
    }
    peaks[2 * column] = low;
    peaks[2 * column + 1] = high;
  }
  return peaks;
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** How many times larger a quiet sound is drawn, so that something is seen; it is said beside the picture. 1 for silence. */
export function drawnLarger(peak: number): number {
  return peak > 0 ? (STEPS.findLast((step) => step * peak <= 1) ?? 1) : 1;
}

/** The largest magnitude. */
export function largestOf(samples: Float32Array): number {
  let peak = 0;
  for (const value of samples) peak = Math.max(peak, Math.abs(value));
  return peak;
}
