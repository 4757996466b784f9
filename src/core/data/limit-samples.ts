/**
 * @file Which samples of a listed drop need not be decoded where only some of each class are wanted. Between listing and decoding; used
 * by `src/lab/load-data.ts`. The split (`split.ts`) still draws the exact number, from those that could be read.
 */
import { createRng } from '../tensor/rng.ts';
import { compareNatural } from './natural-order.ts';
import { MIN_PER_CLASS } from './split.ts';

/** More than are wanted, in place of those that turn out unreadable: this share of them, and so many. */
const SPARE = { share: 0.1, count: 2 };

/**
 * @param samples of a listed drop, in any order
 * @param limit samples a class that are wanted, at least 1; 1 and 2 count as 3
 * @param seed of the split: the same files, limit and seed leave the same samples
 * @returns paths that are left over
 */
export function beyondLimit(samples: readonly { path: string; className: string }[], limit: number, seed: number): string[] {
  const wanted = Math.max(limit, MIN_PER_CLASS);
  const kept = wanted + Math.ceil(SPARE.share * wanted) + SPARE.count;
  const byClass = new Map<string, string[]>();
  for (const { path, className } of samples) {
    const paths = byClass.get(className);
    if (paths) paths.push(path);
    else byClass.set(className, [path]);
  }
  return [...byClass].flatMap(([className, paths]) =>
    paths.length <= kept ? [] : createRng(seed, `limit:${className}`).shuffle(paths.sort(compareNatural)).slice(kept),
  );
}
