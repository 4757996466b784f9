/** @file Augmentation of clips: time never runs backwards, a seed repeats it. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../tensor/rng.ts';
import { jitterInTime } from './augment-clip.ts';
import type { VideoForm } from './clip-record.ts';

const form: VideoForm = { modality: 'video', frames: 8, size: [3, 5] };
const frameBytes = 3 * 5 * 3;
/** Every byte says which frame, row, column and channel it is. */
const clip = Uint8Array.from(
  { length: 8 * frameBytes },
  (_, at) => 30 * Math.floor(at / frameBytes) + (at % 15) + 5 * Math.floor((at % frameBytes) / 15),
);
const framesOf = (record: Uint8Array) =>
  Array.from({ length: 8 }, (_, at) => {
    const bytes = record.subarray(at * frameBytes, (at + 1) * frameBytes);
    const frame = Math.floor(bytes[0]! / 30);
    expect(bytes).toEqual(clip.subarray(frame * frameBytes, (frame + 1) * frameBytes));
    return frame;
  });
const isAscending = (frames: number[]) => frames.every((frame, at) => at === 0 || frame >= frames[at - 1]!);

describe('jitterInTime', () => {
  it('moves frames by one at most, in order, evenly about their places', () => {
    const moves = new Map<number, number>();
    for (let seed = 0; seed < 600; seed++) {
      const frames = framesOf(jitterInTime(clip, form, 1, createRng(seed, 'jitter')));
      expect(isAscending(frames)).toBe(true);
      for (const [at, frame] of frames.entries()) {
        expect(Math.abs(frame - at)).toBeLessThanOrEqual(1);
        if (at === 4) moves.set(frame - at, (moves.get(frame - at) ?? 0) + 1);
      }
    }
    // −1, 0 and 1 each a third of the time, but that a step back is not taken past the frame before.
    expect([...moves.keys()].sort()).toEqual([-1, 0, 1]);
    for (const count of moves.values()) expect(count).toBeGreaterThan(120);
  });

  it('leaves the record as it is without a jitter, and refuses what is none', () => {
    const before = clip.slice();
    expect(jitterInTime(clip, form, 0, createRng(1, 'x'))).toEqual(clip);
    jitterInTime(clip, form, 3, createRng(1, 'x'));
    expect(clip).toEqual(before);
    expect(() => jitterInTime(clip, form, 0.5, createRng(1, 'x'))).toThrow(RangeError);
    expect(() => jitterInTime(clip.subarray(1), form, 1, createRng(1, 'x'))).toThrow(/is not \[8, 3, 5, 3\]/);
  });
});

it('a seed repeats it', () => {
  const make = () => jitterInTime(clip, form, 2, createRng(5, 'a'));
  expect(make()).toEqual(make());
});
