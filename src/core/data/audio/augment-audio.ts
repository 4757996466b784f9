/**
 * @file Augmentations of audio records [mel bins, frames], before the model's normalisation: time shift, SpecAugment,
 * mix. Each gives a new array and leaves the record as it is; all chance comes from the caller's `Rng`, so that a seed
 * repeats it. Between the data set and the batch. Sources: Park et al. 2019 (SpecAugment), Zhang et al. 2018 (mixup).
 */
import type { Rng } from '../../tensor/rng.ts';
import { drawBeta } from '../augment/draw-beta.ts';
import { KALDI_SILENCE, NANO_SILENCE } from './silence.ts';

/** What silence is in a record of each front end. */
const SILENCE = { nano: NANO_SILENCE, kaldi: KALDI_SILENCE } as const;

/**
 * Moves the sound by up to `mostFrames` earlier or later; silence follows.
 * @param size [mel bins, frames]
 * @throws RangeError when `mostFrames` is not 0 to frames
 */
export function shiftInTime(
  values: Float32Array,
  size: readonly [number, number],
  frontEnd: 'nano' | 'kaldi',
  mostFrames: number,
  rng: Rng,
): Float32Array<ArrayBuffer> {
  const [bands, frames] = checkedSize(values, size);
  if (!Number.isInteger(mostFrames) || mostFrames < 0 || mostFrames > frames)
    throw new RangeError(`A shift is 0 to ${frames} frames, not ${mostFrames}`);
  const shift = rng.integer(2 * mostFrames + 1) - mostFrames;
  const shifted = new Float32Array(values.length).fill(SILENCE[frontEnd]);
  for (let band = 0; band < bands; band++) {
    const row = values.subarray(band * frames, (band + 1) * frames);
    const kept = row.subarray(Math.max(0, -shift), frames - Math.max(0, shift));
    shifted.set(kept, band * frames + Math.max(0, shift));
  }
  return shifted;
}

export interface Masks {
  bandMasks: number;
  /** Widest mask, in mel bins; each is 0 to this wide. */
  mostBands: number;
  timeMasks: number;
  /** Longest mask, in frames. */
  mostFrames: number;
}

/**
 * Covers some bands and some stretches of time with the record's mean.
 * @throws RangeError when a mask may be larger than the record
 */
export function maskBandsAndTimes(
  values: Float32Array,
  size: readonly [number, number],
  masks: Masks,
  rng: Rng,
): Float32Array<ArrayBuffer> {
  const [bands, frames] = checkedSize(values, size);
  if (masks.mostBands > bands || masks.mostFrames > frames)
    throw new RangeError(`Masks of ${masks.mostBands} bands and ${masks.mostFrames} frames do not fit [${bands}, ${frames}]`);
  const masked = Float32Array.from(values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  for (let mask = 0; mask < masks.bandMasks; mask++) {
    const width = rng.integer(masks.mostBands + 1);
    const first = rng.integer(bands - width + 1);
    masked.fill(mean, first * frames, (first + width) * frames);
  }
  for (let mask = 0; mask < masks.timeMasks; mask++) {
    const width = rng.integer(masks.mostFrames + 1);
    const first = rng.integer(frames - width + 1);
    for (let band = 0; band < bands; band++) masked.fill(mean, band * frames + first, band * frames + first + width);
  }
  return masked;
}

/**
 * Two records as if both sounded at once: energies are mixed, not their logarithms.
 * @param alpha of Beta(α, α), above 0 and at most 1; 0.4 mixes little most of the time
 * @returns the mix, and the share of `one` in it: the caller mixes the labels `weight · one + (1 − weight) · other`
 * @throws RangeError when the records differ in length or α is out of range
 */
export function mixRecords(
  one: Float32Array,
  other: Float32Array,
  alpha: number,
  rng: Rng,
): { values: Float32Array<ArrayBuffer>; weight: number } {
  if (one.length !== other.length) throw new RangeError(`Records of ${one.length} and ${other.length} values cannot be mixed`);
  if (!(alpha > 0 && alpha <= 1)) throw new RangeError(`α is above 0 and at most 1, not ${alpha}`);
  const weight = drawBeta(alpha, rng);
  const values = new Float32Array(one.length);
  for (let at = 0; at < values.length; at++) {
    const [a, b] = [one[at]!, other[at]!];
    // Relative to the louder, so that nothing overflows.
    const top = Math.max(a, b);
    values[at] = top + Math.log(weight * Math.exp(a - top) + (1 - weight) * Math.exp(b - top));
  }
  return { values, weight };
}

function checkedSize(values: Float32Array, [bands, frames]: readonly [number, number]): readonly [number, number] {
  if (values.length !== bands * frames) throw new RangeError(`A record of ${values.length} values is not [${bands}, ${frames}]`);
  return [bands, frames];
}
