/** @file Thinning keeps peaks, keeps order, leaves gaps, and never exceeds the number of points. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate, stepGrid } from './decimate.ts';
import { smooth } from './smooth.ts';

describe('stepGrid', () => {
  it('keeps every step of a short run', () => {
    expect(stepGrid(4).x).toEqual([1, 2, 3, 4]);
    expect(stepGrid(0).x).toEqual([]);
  });

  it('never has more than the allowed points, and x ascends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 2, max: 1000 }), (steps, points) => {
        const { x } = stepGrid(steps, points);
        expect(x.length).toBeLessThanOrEqual(points);
        for (let i = 1; i < x.length; i++) expect(x[i]!).toBeGreaterThan(x[i - 1]!);
      }),
      { numRuns: 60 },
    );
  });
});

describe('decimate', () => {
  it('keeps a single spike among ten thousand steps', () => {
    const values = new Float32Array(10_000).fill(1);
    values[7777] = 9;
    const thin = decimate(values, 10_000, stepGrid(10_000));
    expect(Math.max(...thin.map((v) => v ?? 0))).toBe(9);
    expect(thin.filter((v) => v === 9)).toHaveLength(1);
  });

  it('keeps the order of minimum and maximum inside a bucket', () => {
    const values = Float32Array.from([1, 2, 3, 4, 4, 3, 2, 1]);
    expect(decimate(values, 8, stepGrid(8, 4))).toEqual([1, 4, 4, 1]);
  });

  it('reads interleaved series by offset and stride', () => {
    const values = Float32Array.from([1, 10, 2, 20, 3, 30]);
    expect(decimate(values, 3, stepGrid(3), 1, 2)).toEqual([10, 20, 30]);
  });

  it('leaves gaps for steps to come and for values that are not finite', () => {
    expect(decimate([1, Number.NaN, 3], 3, stepGrid(5))).toEqual([1, null, 3, null, null]);
  });
});

describe('smooth', () => {
  it('starts at the first value and keeps a constant', () => {
    expect(Array.from(smooth([2, 2, 2], 3, 0.9))).toEqual([2, 2, 2]);
    expect(smooth([5, 1], 2, 0.9)[0]).toBe(5);
  });

  it('survives a NaN', () => {
    const line = smooth([1, Number.NaN, 1], 3, 0.5);
    expect(line[1]).toBeNaN();
    expect(line[2]).toBe(1);
  });
});
