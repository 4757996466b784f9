/**
 * @file How much there is to be seen or heard in a record; next to nothing in one colour, silence, all points in one place. Part of the
 * data report.
 */
import type { RecordForm } from '../record-form.ts';

/** A record's values wherever they lie, only looked at. */
export type SeenValues = Uint8Array | Float32Array;

/** Standard deviation below which a record counts as constant: of 255 levels, of natural logarithms of energy, of the unit sphere. */
const LEAST_SPREAD: Record<RecordForm['modality'], number> = { image: 2, video: 2, audio: 0.1, point: 1e-3 };

export function leastSpread({ modality }: RecordForm): number {
  return LEAST_SPREAD[modality];
}

/**
 * Standard deviation of all values of a record; sums are taken around the first value, so that large offsets do no harm.
 * @returns NaN or infinity where a value is
 */
export function recordSpread(values: SeenValues): number {
  const first = values[0] ?? 0;
  let [sum, square] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    const value = values[at]! - first;
    sum += value;
    square += value * value;
  }
  const mean = sum / values.length;
  return Math.sqrt(Math.max(0, square / values.length - mean * mean));
}
