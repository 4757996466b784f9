/**
 * @file Intervals against textbook values, and the promise of 95 %: coverage over a thousand simulated experiments.
 */
import { describe, expect, test } from 'vitest';
import { createRng } from '../tensor/rng.ts';
import type { RunResult } from './events.ts';
import { comparePairs, meanInterval, medianInterval } from './statistics.ts';

const result = (arm: 'baseline' | 'pathway', seed: number, testAccuracy: number): RunResult => ({
  arm,
  seed,
  testAccuracy,
  valAccuracy: 0,
  trainLoss: [],
  lambda: {},
  stepMsMedian: 1,
  secondsTotal: 1,
  confusion: [],
});
const pairs = (differences: number[]) =>
  differences.flatMap((d, seed) => [result('baseline', seed, 0.8), result('pathway', seed, 0.8 + d)]);

describe('intervals', () => {
  test('mean of 1, 2, 3 has t-interval 2 ± 4.303·1/√3', () => {
    const { mean, ci95 } = meanInterval([1, 2, 3]);
    expect(mean).toBe(2);
    expect(ci95![0]).toBeCloseTo(2 - 2.4842, 3);
    expect(ci95![1]).toBeCloseTo(2 + 2.4842, 3);
  });
  test('one value has no interval, none has no mean', () => {
    expect(meanInterval([0.5])).toEqual({ mean: 0.5, ci95: null, n: 1 });
    expect(meanInterval([]).n).toBe(0);
  });
  test('the median interval holds the median and lies within the values', () => {
    const { median, ci95 } = medianInterval(Array.from({ length: 41 }, (_, i) => i));
    expect(median).toBe(20);
    expect(ci95).toEqual([14, 27]);
  });
  test('a null effect is called no difference in about 95 % of a thousand experiments', () => {
    const rng = createRng(5, 'coverage');
    let covered = 0;
    for (let i = 0; i < 1000; i++) {
      const { verdict } = comparePairs(pairs(Array.from({ length: 5 }, () => rng.normal() * 0.02)));
      if (verdict === 'no difference seen') covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(930);
    expect(covered).toBeLessThanOrEqual(970);
  });
});

describe('the verdict', () => {
  test.each([
    ['too early to say', [0.05, 0.05]],
    ['helps', [0.05, 0.06, 0.055]],
    ['hurts', [-0.05, -0.06, -0.055]],
    ['no difference seen', [0.05, -0.05, 0.01]],
    ['no difference seen', [0, 0, 0]],
  ])('%s', (verdict, differences) => {
    expect(comparePairs(pairs(differences)).verdict).toBe(verdict);
  });
  test('only complete pairs count', () => {
    const { pairs: complete, baseline } = comparePairs([...pairs([0.1]), result('baseline', 9, 0.1)]);
    expect(complete).toHaveLength(1);
    expect(baseline.mean).toBe(0.8);
  });
  test('more spread needs more pairs, and no spread needs the fewest', () => {
    const few = comparePairs(pairs([0.01, 0.012, 0.011])).pairsForOnePoint!;
    const many = comparePairs(pairs([0.03, -0.03, 0.01])).pairsForOnePoint!;
    expect(few).toBe(3);
    expect(many).toBeGreaterThan(20);
    expect(comparePairs(pairs([0.1, 0.2])).pairsForOnePoint).toBeNull();
  });
});
