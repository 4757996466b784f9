/**
 * @file Means, medians and their 95 % intervals, and the verdict on paired runs.
 * Pairs share seed, split, head and batch order, so differences are taken within pairs; few pairs need the t distribution.
 */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { mean, median, sampleStandardDeviation } from 'simple-statistics';
import type { Comparison, Latency, MeanInterval, RunResult, VerdictWord } from './events.ts';

/** Fewest pairs for which a verdict is given. */
const PAIRS_FOR_VERDICT = 3;
/** Largest number of pairs that is worth naming as what would settle it. */
const MOST_PAIRS = 400;

/** Mean with its two-sided 95 % t-interval; no interval for fewer than two values. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const n = values.length;
  if (n === 0) return { mean: Number.NaN, ci95: null, n };
  const centre = mean([...values]);
  if (n === 1) return { mean: centre, ci95: null, n };
  const half = halfWidth(sampleStandardDeviation([...values]), n);
  return { mean: centre, ci95: [centre - half, centre + half], n };
}

/** Median with a 95 % interval from order statistics (binomial, normal approximation), in the unit of the values. */
export function medianInterval(values: readonly number[]): { median: number; ci95: [number, number] } {
  const sorted = [...values].sort((a, b) => a - b);
  const reach = (1.96 * Math.sqrt(sorted.length)) / 2;
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach));
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach));
  return { median: median(sorted), ci95: [sorted[low]!, sorted[high]!] };
}

export function latencyOf(timesMs: readonly number[]): Latency {
  const { median: medianMs, ci95 } = medianInterval(timesMs);
  return { medianMs, ci95 };
}

/** Compares the arms over the seeds for which both have a result. */
export function comparePairs(results: readonly RunResult[]): Comparison {
  const of = (arm: string, seed: number) => results.find((result) => result.arm === arm && result.seed === seed)?.testAccuracy;
  const pairs = results
    .filter((result) => result.arm === 'baseline')
    .flatMap(({ seed, testAccuracy: baseline }) => {
      const pathway = of('pathway', seed);
      return pathway === undefined ? [] : [{ seed, baseline, pathway, difference: pathway - baseline }];
    });
  const difference = meanInterval(pairs.map((pair) => pair.difference));
  return {
    pairs,
    baseline: meanInterval(pairs.map((pair) => pair.baseline)),
    pathway: meanInterval(pairs.map((pair) => pair.pathway)),
    difference,
    verdict: verdictOf(difference),
    pairsForOnePoint: pairsNeeded(
      pairs.map((pair) => pair.difference),
      0.01,
    ),
  };
}

function verdictOf({ n, ci95 }: MeanInterval): VerdictWord {
  if (n < PAIRS_FOR_VERDICT || !ci95) return 'too early to say';
  if (ci95[0] > 0) return 'helps';
  if (ci95[1] < 0) return 'hurts';
  return 'no difference seen';
}

/** Pairs at which the interval's half width falls to `resolution`, given the spread seen so far. */
function pairsNeeded(differences: readonly number[], resolution: number): number | null {
  if (differences.length < PAIRS_FOR_VERDICT) return null;
  const spread = sampleStandardDeviation([...differences]);
  for (let n = PAIRS_FOR_VERDICT; n <= MOST_PAIRS; n++) if (halfWidth(spread, n) <= resolution) return n;
  return null;
}

function halfWidth(spread: number, n: number): number {
  return (tQuantile(0.975, n - 1) * spread) / Math.sqrt(n);
}
