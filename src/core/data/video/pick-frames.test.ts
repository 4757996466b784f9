/** @file Which frames are taken: the whole clip, evenly, in order, and by time where frames are shown for different times. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../tensor/rng.ts';
import { pickByLength, pickFrames, pickTimes } from './pick-frames.ts';

describe('picking frames', () => {
  it.each([
    [17, 8, [1, 3, 5, 7, 9, 11, 13, 15]],
    [16, 8, [1, 3, 5, 7, 9, 11, 13, 15]],
    [8, 8, [0, 1, 2, 3, 4, 5, 6, 7]],
    [3, 8, [0, 0, 0, 1, 1, 2, 2, 2]],
    [1, 3, [0, 0, 0]],
    [1000, 1, [500]],
  ])('%i frames, %i taken', (frames, count, indices) => {
    expect(pickFrames(frames, count)).toEqual(indices);
    expect(pickByLength(Array(frames).fill(40), count)).toEqual(indices);
  });

  it('times are the middles of equal parts', () => {
    expect(pickTimes(10, 18, 4)).toEqual([11, 13, 15, 17]);
  });

  it('a frame that is shown longer is taken more often', () => {
    expect(pickByLength([700, 100, 100, 100], 10)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 2, 3]);
  });

  it('is the frame shown at that time, by looking through all of them', () => {
    const rng = createRng(3, 'lengths');
    for (let trial = 0; trial < 300; trial++) {
      const lengths = Array.from({ length: 1 + rng.integer(20) }, () => 10 * (1 + rng.integer(50)));
      const total = lengths.reduce((sum, length) => sum + length, 0);
      const starts = lengths.map((_, at) => lengths.slice(0, at).reduce((sum, length) => sum + length, 0));
      const expected = pickTimes(0, total, 8).map((time) => starts.filter((start) => start <= time).length - 1);
      expect(pickByLength(lengths, 8)).toEqual(expected);
    }
  });
});
