/** @file Ratios and intervals of the benchmark, against values from outside: textbook tables, and intervals that must hold the truth. */
import { expect, test } from 'vitest';
import { createRng } from '../src/core/tensor/rng.ts';
import { disagreement, median, medianInterval, orderOf, ratio } from './statistics.mjs';

test('every second round runs backwards', () => {
  expect([0, 1, 2].map((round) => orderOf(['a', 'b', 'c'], round).join(''))).toEqual(['abc', 'cba', 'abc']);
});

test('a ratio is taken round by round, not of medians', () => {
  // Rounds grow slower; each is exactly twice the other. The medians’ quotient would be 2 as well, that of unpaired values not.
  expect(ratio([2, 8, 40], [1, 4, 20])).toEqual([2, 2, 2]);
  // Ratios 4, 1, 0.25: the median is 1, where the quotient of medians (8 by 4) is 2.
  expect(ratio([8, 4, 10], [2, 4, 40])[0]).toBe(1);
  expect(median([3, 1, 2, 10])).toBe(2.5);
  expect(() => ratio([1], [1, 2])).toThrow(/as many/);
  expect(() => ratio([], [])).toThrow(RangeError);
});

test('the interval is that of the sign test', () => {
  // Conover, Practical Nonparametric Statistics, table of the binomial: n = 6 needs all, n = 9 drops one, n = 30 drops nine.
  expect(medianInterval(5).coverage).toBeCloseTo(1 - 2 / 32, 12); // below 95 %: five are too few
  expect(medianInterval(6)).toEqual({ cut: 0, coverage: 1 - 2 / 64 });
  expect(medianInterval(9).cut).toBe(1);
  expect(medianInterval(30).cut).toBe(9);
  expect(medianInterval(30).coverage).toBeCloseTo(0.9572, 4);
  expect(medianInterval(1)).toEqual({ cut: 0, coverage: 0 });
  expect(ratio([9, 1, 2, 3, 4, 5, 6, 7, 8], Array(9).fill(1))).toEqual([5, 2, 8]);
});

test('the interval holds the true median as often as it says, however skewed times are', () => {
  const rng = createRng(1, 'coverage');
  let held = 0;
  for (let trial = 0; trial < 2000; trial++) {
    const times = Array.from({ length: 15 }, () => Math.exp(rng.normal())); // median 1
    const [, low, high] = ratio(times, Array(15).fill(1));
    if (low <= 1 && 1 <= high) held += 1;
  }
  expect(held / 2000).toBeGreaterThan(0.95);
  expect(held / 2000).toBeLessThan(0.98);
});

test('a loss that differs, is missing or is not a number is seen', () => {
  const stock = [[2], [1.5], [1]];
  const worst = disagreement(
    { stock, near: [[2], [1.5], [1.0005]], far: [[2], [1.6], [1]], short: [[2]], broken: [[2], [Number.NaN], [1]] },
    'stock',
  );
  expect(worst.stock).toBe(0);
  expect(worst.near).toBeCloseTo(5e-4, 9);
  expect(worst.far).toBeCloseTo(0.1 / 1.5, 9);
  expect(worst.short).toBe(Number.POSITIVE_INFINITY);
  expect(worst.broken).toBe(Number.POSITIVE_INFINITY);
});
