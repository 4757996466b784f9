/**
 * @file Can this data be trained on? Asked when import has finished, before the data set is made. Pure.
 */
import type { Problem } from '../errors.ts';
import { displayName, plural } from './display-name.ts';
import { MIN_PER_CLASS } from './split.ts';

export interface DatasetCheck {
  problems: Problem[];
  /** For each class, whether it has enough pictures to be used. */
  usable: boolean[];
  /** True when training cannot start; the last problem says why. */
  isBlocked: boolean;
}

/**
 * @param counts pictures of each class, in the order of `classNames`
 */
export function checkDataset(classNames: readonly string[], counts: readonly number[]): DatasetCheck {
  const usable = classNames.map((_, label) => (counts[label] ?? 0) >= MIN_PER_CLASS);
  const problems: Problem[] = [];
  const small = classNames.map((name, label) => ({ name, count: counts[label] ?? 0 })).filter((_, label) => !usable[label]);
  if (small.length > 0) problems.push(smallClasses(small));
  const usableCount = usable.filter(Boolean).length;
  const isBlocked = usableCount < 2;
  if (isBlocked) {
    problems.push({
      code: counts.some((count) => count > 0) ? 'too-few-classes' : 'no-pictures',
      message: whatIsThere(classNames, counts, usableCount),
      hint: `Drop a folder with one sub-folder a class: at least 2 classes of at least ${MIN_PER_CLASS} pictures each.`,
    });
  }
  return { problems, usable, isBlocked };
}

function smallClasses(small: readonly { name: string; count: number }[]): Problem {
  const shown = small.slice(0, 5).map(({ name, count }) => `${displayName(name, 40)} (${count})`);
  const names = shown.join(', ') + (small.length > 5 ? ` and ${small.length - 5} more` : '');
  return {
    code: 'class-too-small',
    message:
      small.length === 1
        ? `Class ${names} has fewer than ${MIN_PER_CLASS} pictures, too few to train, validate and test.`
        : `${small.length} classes have fewer than ${MIN_PER_CLASS} pictures, too few to train, validate and test: ${names}.`,
    hint: `${small.length === 1 ? 'It was' : 'They were'} left out. Add pictures to use ${small.length === 1 ? 'it' : 'them'}.`,
    where: small.map(({ name }) => displayName(name, 40)).join(', '),
  };
}

function whatIsThere(classNames: readonly string[], counts: readonly number[], usableCount: number): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'No picture could be read, so there is nothing to train on.';
  const found = `${plural(total, 'picture')} in ${plural(classNames.length, 'class', 'classes')}`;
  if (classNames.length === 1)
    return `Only one class was found: ${displayName(classNames[0]!, 40)}, with ${plural(total, 'picture')}. There is nothing to tell apart.`;
  const enough = usableCount === 0 ? 'none of them has' : 'only one of them has';
  return `Found ${found}, but ${enough} at least ${MIN_PER_CLASS}.`;
}
