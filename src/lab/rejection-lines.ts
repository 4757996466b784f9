/**
 * @file What the lab says of files that were left out: one line for each reason, with its first file as the example. Pure.
 */
import type { Problem } from '../core/errors.ts';

/** `data: 3 × table-no-files: …` and what to do, most frequent first. */
export function rejectionLines(rejected: readonly Problem[]): string[] {
  const byCode = new Map<string, Problem[]>();
  for (const problem of rejected) {
    const same = byCode.get(problem.code);
    if (same) same.push(problem);
    else byCode.set(problem.code, [problem]);
  }
  return [...byCode]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(
      ([code, [first, ...others]]) => `data: ${others.length + 1} × ${code}: ${[first!.message, first!.hint].filter(Boolean).join(' ')}`,
    );
}
