/** @file Augmentations of clips: time never runs backwards, mirroring is its own inverse, a seed repeats everything. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../tensor/rng.ts';
import { cropInTime, flipSideways, jitterInTime } from './augment-clip.ts';
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

describe('cropInTime', () => {
  it('takes a part that is long enough, in order, from anywhere', () => {
    const [firsts, lasts] = [new Set<number>(), new Set<number>()];
    for (let seed = 0; seed < 400; seed++) {
      const frames = framesOf(cropInTime(clip, form, 0.5, createRng(seed, 'crop')));
      expect(isAscending(frames)).toBe(true);
      const span = frames[7]! - frames[0]!;
      expect(span).toBeGreaterThanOrEqual(3);
      firsts.add(frames[0]!);
      lasts.add(frames[7]!);
    }
    expect([Math.min(...firsts), Math.max(...lasts)]).toEqual([0, 7]);
    expect(firsts.size).toBeGreaterThan(3);
    expect(cropInTime(clip, form, 1, createRng(1, 'crop'))).toEqual(clip);
    expect(() => cropInTime(clip, form, 0, createRng(1, 'crop'))).toThrow(RangeError);
  });
});

describe('flipSideways', () => {
  it('mirrors each row of each frame, and twice is once nothing', () => {
    const flipped = flipSideways(clip, form, 1, createRng(1, 'flip'));
    for (let row = 0; row < 24; row++)
      for (let column = 0; column < 5; column++)
        for (let channel = 0; channel < 3; channel++)
          expect(flipped[(row * 5 + column) * 3 + channel]).toBe(clip[(row * 5 + 4 - column) * 3 + channel]);
    expect(flipSideways(flipped, form, 1, createRng(1, 'flip'))).toEqual(clip);
  });

  it('happens as often as is asked, all frames or none', () => {
    let mirrored = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const result = flipSideways(clip, form, 0.3, createRng(seed, 'flip'));
      if (result[0] !== clip[0]) mirrored++;
      else expect(result).toEqual(clip);
    }
    expect(mirrored).toBeGreaterThan(240);
    expect(mirrored).toBeLessThan(360);
  });
});

it('a seed repeats each', () => {
  const twice = (make: (seed: number) => Uint8Array) => expect(make(5)).toEqual(make(5));
  twice((seed) => jitterInTime(clip, form, 2, createRng(seed, 'a')));
  twice((seed) => cropInTime(clip, form, 0.6, createRng(seed, 'a')));
  twice((seed) => flipSideways(clip, form, 0.5, createRng(seed, 'a')));
});
