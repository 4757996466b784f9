/**
 * @file Which samples train, which choose the epoch (validation), and which are kept for the end (test).
 * Stratified 70/15/15: every class is divided by itself, with its own random stream, so that a class that
 * joins or leaves does not move the samples of another. Follows import, precedes `batches.ts`.
 */
import { createRng } from '../tensor/rng.ts';

/** Sample indices of each part, ascending. */
export interface Split {
  train: Uint32Array;
  validation: Uint32Array;
  test: Uint32Array;
}

/** Samples that a class needs so that each part gets one. */
export const MIN_PER_CLASS = 3;

const HELD_OUT_SHARE = 0.15;

/**
 * @param labels class index of each sample, [n], each in [0, classCount)
 * @param seed the split seed; same labels and seed, same split
 * @param limitPerClass use a random subset of at most this many samples a class; 0 uses all, 1 and 2 count as 3
 * @returns parts without overlap. A class with 3 or more samples is in each of them; one with 1 or 2 only trains.
 * @throws RangeError for a label outside the classes
 */
export function splitDataset(labels: ArrayLike<number>, classCount: number, seed: number, limitPerClass = 0): Split {
  const members: number[][] = Array.from({ length: classCount }, () => []);
  for (let sample = 0; sample < labels.length; sample++) {
    const ofClass = members[labels[sample]!];
    if (!ofClass) throw new RangeError(`Sample ${sample} has label ${labels[sample]}, but there are ${classCount} classes`);
    ofClass.push(sample);
  }
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  const limit = limitPerClass > 0 ? Math.max(limitPerClass, MIN_PER_CLASS) : Number.POSITIVE_INFINITY;
  for (const [label, ofClass] of members.entries()) {
    const chosen = createRng(seed, `split:${label}`).shuffle(ofClass).slice(0, limit);
    const heldOut = heldOutCount(chosen.length);
    append(parts.test, chosen, 0, heldOut);
    append(parts.validation, chosen, heldOut, 2 * heldOut);
    append(parts.train, chosen, 2 * heldOut, chosen.length);
  }
  return { train: ascending(parts.train), validation: ascending(parts.validation), test: ascending(parts.test) };
}

/** Samples of one class that go to validation, and as many again to test. */
function heldOutCount(count: number): number {
  return count < MIN_PER_CLASS ? 0 : Math.max(1, Math.round(count * HELD_OUT_SHARE));
}

function ascending(indices: number[]): Uint32Array {
  return Uint32Array.from(indices).sort();
}

/** A loop, because spreading a hundred thousand arguments overflows the stack. */
function append(part: number[], chosen: readonly number[], from: number, to: number): void {
  for (let at = from; at < to; at++) part.push(chosen[at]!);
}
