/**
 * @file Of many files that were left out, which reason to say first: the summary of a drop in which nothing could be read, and the
 * words beside data that cannot be trained on because its labels failed. Pure.
 */
import type { Problem } from '../errors.ts';

/** What is wrong with a table, an array or a list of labels, not with a sample. */
const ABOUT_LABELS =
  /^(table-(empty|too-large|quotes|json|too-many-rows|one-column|no-rows|field|html|lfs-pointer|not-text|no-files|several-files|no-labels|unmatched-rows|two-labels)|npy-labels-.*|npy-no-labels|npy-objects|npy-counts|idx-no-labels|idx-counts|parquet-no-label|labels-not-read|only-split-parts)$/;

export interface MainReason {
  /** The first with the most frequent code; names that do not fit come last, and what was wrong with labels before their lack. */
  first: Problem | undefined;
  /** What to do, where all have the same code. */
  hint: string | undefined;
}

export function mainReason(rejected: readonly Problem[]): MainReason {
  const counts = new Map<string, number>();
  for (const { code } of rejected) counts.set(code, (counts.get(code) ?? 0) + 1);
  const [top] = [...counts].sort(([a, m], [b, n]) => Number(isOfName(a)) - Number(isOfName(b)) || n - m);
  // That files have no class follows from what was wrong with their labels.
  const ofLabels = top === undefined || /^no-class/.test(top[0]) || isOfName(top[0]) ? aboutLabels(rejected) : undefined;
  const first = ofLabels ?? rejected.find(({ code }) => code === top?.[0]);
  return { first, hint: counts.size === 1 || ofLabels ? first?.hint : undefined };
}

/** The first rejection that says why files got no class. */
export function aboutLabels(rejected: readonly Problem[]): Problem | undefined {
  return rejected.find(({ code }) => ABOUT_LABELS.test(code));
}

/** `The first: …`, or `For example: …` where others were left out for other reasons. */
export function reasonText(first: Problem, rejected: readonly Problem[]): string {
  const same = rejected.filter(({ code }) => code === first.code).length;
  return same === rejected.length ? `The first: ${first.message}` : `For example: ${first.message}`;
}

/** A file that is no sample by its name says little of those that are. */
function isOfName(code: string): boolean {
  return code.startsWith('not-a-');
}
