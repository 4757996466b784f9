/**
 * @file Records that are almost the same: copies that were saved again, neighbouring frames of one film, the same sound a little louder.
 * Thumbs are compared by what sets them apart from the mean of all; hashes find the candidates. Part of the data report.
 */
import type { Modality } from '../../../config/run-config.ts';
import { RecordGroups } from './record-groups.ts';
import { BANDS, bandKey, differentBits, MOST_BITS, signHasher } from './sign-hash.ts';

/** Least correlation of two thumbs. Sounds and clips of one kind are more alike than pictures are. */
const LEAST_CORRELATION: Record<Modality, number> = { image: 0.97, audio: 0.985, point: 0.97, video: 0.985 };
/** In a band with more hashes than this, only the latest are compared. */
const MOST_IN_BAND = 1000;
/** From this many records on, their mean says what all have in common: a white ground, a face in the middle. */
const ENOUGH_FOR_MEAN = 20;

/**
 * @param thumbs of the records, `standardised`; changed in place. Undefined ones are not looked at, such as constant records
 * @returns groups of two or more, each ascending, ordered by their first; exact copies are among them
 */
export function nearDuplicates(thumbs: readonly (Float32Array | undefined)[], modality: Modality): number[][] {
  const least = LEAST_CORRELATION[modality];
  const seen = thumbs.filter((thumb) => thumb !== undefined);
  if (seen.length < 2) return [];
  if (seen.length >= ENOUGH_FOR_MEAN) withoutMean(seen);
  const hashOf = signHasher(seen[0]!.length);
  const hashes = new Int32Array(2 * thumbs.length); // [n, 2]
  const groups = new RecordGroups(thumbs.length);
  const bands: number[][] = Array.from({ length: BANDS * 256 }, () => []);
  for (const [at, thumb] of thumbs.entries()) {
    if (!thumb) continue;
    hashes.set(hashOf(thumb), 2 * at);
    for (let number = 0; number < BANDS; number++) {
      const band = bands[bandKey(hashes, at, number)]!;
      for (let i = band.length - 1; i >= Math.max(0, band.length - MOST_IN_BAND); i--) {
        const other = band[i]!;
        if (differentBits(hashes, at, other) > MOST_BITS || groups.areOne(at, other)) continue;
        if (correlation(thumb, thumbs[other]!) >= least) groups.join(at, other);
      }
      band.push(at);
    }
  }
  return groups.all();
}

/** Mean 0 and length 1, in place; undefined where there is nothing to see. */
export function standardised(thumb: Float32Array): Float32Array | undefined {
  const mean = thumb.reduce((sum, value) => sum + value, 0) / thumb.length;
  for (let at = 0; at < thumb.length; at++) thumb[at]! -= mean;
  return unitLength(thumb, 1e-6);
}

/** In place; undefined when it is shorter than `least` or holds what is no number. */
function unitLength(vector: Float32Array, least: number): Float32Array | undefined {
  const length = Math.sqrt(correlation(vector, vector));
  if (!(length > least) || !Number.isFinite(length)) return undefined;
  for (let at = 0; at < vector.length; at++) vector[at]! /= length;
  return vector;
}

/** Takes away what all have in common, in place; one that is the mean itself stays as it is. */
function withoutMean(thumbs: readonly Float32Array[]): void {
  const mean = new Float64Array(thumbs[0]!.length);
  for (const thumb of thumbs) for (let at = 0; at < mean.length; at++) mean[at]! += thumb[at]! / thumbs.length;
  for (const thumb of thumbs) {
    const rest = unitLength(
      thumb.map((value, at) => value - mean[at]!),
      1e-3,
    );
    if (rest) thumb.set(rest);
  }
}

/** Of two vectors of length 1, −1..1. */
function correlation(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
