/**
 * @file The verdict in words: one line, the estimate with its half-width in points, the interval in a
 * sentence, and what would settle it. From the engine's Comparison; nothing is judged here again.
 */
import type { Comparison, VerdictWord } from '../../../core/lab/events.ts';
import { formatFixed, formatPoints, plural } from '../../charts/format.ts';
import { MOST_PAIRS } from '../../state/most-pairs.ts';

export interface VerdictWords {
  title: string;
  /** `+0.4`, in points; null without a complete pair. */
  estimate: string | null;
  /** `1.3`, half of the 95 % interval in points; null with fewer than two pairs. */
  halfWidth: string | null;
  sentence: string;
  /** How many seeds to add and why; null when there is nothing to add. */
  add: { count: number; why: string } | null;
  /** Said where adding seeds is not the answer. */
  note: string | null;
}

const TITLES: Readonly<Record<VerdictWord, string>> = {
  helps: 'Helps',
  'no difference seen': 'No difference seen',
  hurts: 'Hurts',
  'too early to say': 'Too early to say',
};

function sentenceOf({ verdict, difference }: Comparison): string {
  if (difference.n === 0) return 'No pair of seeds is complete yet, so there is nothing to compare.';
  if (!difference.ci95 || verdict === 'too early to say')
    return `${plural(difference.n, 'pair')} cannot tell: three are needed for a first verdict.`;
  const [low, high] = difference.ci95;
  const interval = `The 95 % interval, ${formatPoints(low)} to ${formatPoints(high)},`;
  if (verdict === 'helps') return `${interval} lies above 0. With the pathway the test accuracy was higher.`;
  if (verdict === 'hurts') return `${interval} lies below 0. With the pathway the test accuracy was lower.`;
  return `${interval} contains 0. These runs cannot tell the arms apart.`;
}

/** Words for a comparison. Points are percentage points of test accuracy, pathway minus baseline. */
export function verdictWords(comparison: Comparison): VerdictWords {
  const { difference, verdict, pairsForOnePoint } = comparison;
  const pairs = difference.n;
  let add: VerdictWords['add'] = null;
  let note: string | null = null;
  if (pairs < 3) add = { count: 3 - pairs, why: 'for a first verdict' };
  else if (pairsForOnePoint !== null) {
    const missing = pairsForOnePoint - pairs;
    if (missing <= 0) note = 'Enough pairs to detect a 1-point difference.';
    else if (pairsForOnePoint <= MOST_PAIRS) add = { count: missing, why: 'to detect a 1-point difference' };
    else {
      add = pairs < MOST_PAIRS ? { count: Math.min(5, MOST_PAIRS - pairs), why: 'for a narrower interval' } : null;
      note = `A 1-point difference would take about ${plural(pairsForOnePoint, 'pair')}: the seeds differ that much.`;
    }
  }
  return {
    title: TITLES[verdict],
    estimate: pairs > 0 ? formatPoints(difference.mean) : null,
    halfWidth: difference.ci95 ? formatFixed(((difference.ci95[1] - difference.ci95[0]) / 2) * 100, 1) : null,
    sentence: sentenceOf(comparison),
    add,
    note,
  };
}
