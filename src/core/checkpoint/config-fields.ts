/**
 * @file Pieces of schemas that the readers of configurations share, and how a field that does not fit is put into words.
 */
import * as v from 'valibot';

/** A whole number from 1. */
export const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));

/** One side or [height, width]. */
export const sides = (max: number) =>
  v.pipe(
    v.union([count(max), v.pipe(v.array(count(max)), v.length(2))]),
    v.transform((size): [number, number] => (Array.isArray(size) ? [size[0]!, size[1]!] : [size, size])),
  );

export function issueText(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'the whole'}: expected ${issue.expected ?? 'another value'}, got ${issue.received}`;
}

export function listIssues(issues: string[]): string {
  return issues.slice(0, 6).join('; ') + (issues.length > 6 ? `; and ${issues.length - 6} more` : '');
}
