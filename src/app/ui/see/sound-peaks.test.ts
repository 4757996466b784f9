/** @file Peaks of a sound column by column, against a plain sort; how much larger quiet sounds are drawn. */
import { expect, test } from 'vitest';
import { drawnLarger, largestOf, soundPeaks } from './sound-peaks.ts';

const sound = Float32Array.from({ length: 1003 }, (_, at) => Math.sin(at * at * 0.37) * (at / 1003));

test('each column has the lowest and the highest of its samples, and no sample is lost', () => {
  const peaks = soundPeaks(sound, 17);
  let from = 0;
  for (let column = 0; column < 17; column++) {
    const to = Math.floor(((column + 1) * 1003) / 17);
    const sorted = [...sound.subarray(from, to)].sort((a, b) => a - b);
    expect([peaks[2 * column], peaks[2 * column + 1]]).toEqual([sorted[0], sorted.at(-1)]);
    from = to;
  }
  expect(from).toBe(1003);
  expect(Math.max(...peaks.map(Math.abs))).toBe(largestOf(sound));
});

test('fewer samples than columns, and none', () => {
  expect([...soundPeaks(Float32Array.of(-0.5, 0.5), 4)]).toEqual([-0.5, -0.5, -0.5, -0.5, 0.5, 0.5, 0.5, 0.5]);
  expect([...soundPeaks(new Float32Array(0), 2)]).toEqual([0, 0, 0, 0]);
});

test('quiet sounds are drawn larger, never beyond the picture', () => {
  for (const peak of [1, 0.51, 0.5, 0.3, 0.02, 1e-3, 1e-9]) expect(drawnLarger(peak) * peak).toBeLessThanOrEqual(1);
  expect([0, 1, 0.51, 0.5, 0.09, 0.004].map(drawnLarger)).toEqual([1, 1, 1, 2, 10, 200]);
});
