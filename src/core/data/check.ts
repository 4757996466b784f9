/**
 * @file Can this data be trained on? Asked when import has finished, before the data set is made. Pure.
 */
import { MODALITIES, type ModalityWords } from '../../config/modalities.ts';
import type { Modality } from '../../config/run-config.ts';
import type { Problem } from '../errors.ts';
import { displayName, plural } from './display-name.ts';
import { aboutLabels } from './main-reason.ts';
import { MIN_PER_CLASS } from './split.ts';

export interface DatasetCheck {
  problems: Problem[];
  /** For each class, whether it has enough samples to be used. */
  usable: boolean[];
  /** True when training cannot start; the last problem says why. */
  isBlocked: boolean;
}

/**
 * @param counts samples of each class, in the order of `classNames`
 * @param rejected what was left out: where labels failed, that is the reason
 */
export function checkDataset(
  classNames: readonly string[],
  counts: readonly number[],
  modality: Modality,
  rejected: readonly Problem[] = [],
): DatasetCheck {
  const { many } = MODALITIES[modality];
  const usable = classNames.map((_, label) => (counts[label] ?? 0) >= MIN_PER_CLASS);
  const problems: Problem[] = [];
  const small = classNames.map((name, label) => ({ name, count: counts[label] ?? 0 })).filter((_, label) => !usable[label]);
  if (small.length > 0) problems.push(smallClasses(small, many));
  const usableCount = usable.filter(Boolean).length;
  const isBlocked = usableCount < 2;
  if (isBlocked) {
    const why = aboutLabels(rejected);
    problems.push({
      code: counts.some((count) => count > 0) ? 'too-few-classes' : 'no-samples',
      message: `${whatIsThere(classNames, counts, usableCount, MODALITIES[modality])}${why ? ` ${why.message}` : ''}`,
      hint: `${why ? `${why.hint} Or drop` : 'Drop'} a folder with one sub-folder a class: at least 2 classes of at least ${MIN_PER_CLASS} ${many} each.`,
    });
  }
  return { problems, usable, isBlocked };
}

function smallClasses(small: readonly { name: string; count: number }[], many: string): Problem {
  const shown = small.slice(0, 5).map(({ name, count }) => `${displayName(name, 40)} (${count})`);
  const names = shown.join(', ') + (small.length > 5 ? ` and ${small.length - 5} more` : '');
  return {
    code: 'class-too-small',
    message:
      small.length === 1
        ? `Class ${names} has fewer than ${MIN_PER_CLASS} ${many}, too few to train, validate and test.`
        : `${small.length} classes have fewer than ${MIN_PER_CLASS} ${many}, too few to train, validate and test: ${names}.`,
    hint: `${small.length === 1 ? 'It was' : 'They were'} left out. Add ${many} to use ${small.length === 1 ? 'it' : 'them'}.`,
    where: small.map(({ name }) => displayName(name, 40)).join(', '),
  };
}

function whatIsThere(classNames: readonly string[], counts: readonly number[], usableCount: number, { one, many }: ModalityWords): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return `No ${one} could be read, so there is nothing to train on.`;
  const found = `${plural(total, one, many)} in ${plural(classNames.length, 'class', 'classes')}`;
  if (classNames.length === 1)
    return `Only one class was found: ${displayName(classNames[0]!, 40)}, with ${plural(total, one, many)}. There is nothing to tell apart.`;
  const enough = usableCount === 0 ? 'none of them has' : 'only one of them has';
  return `Found ${found}, but ${enough} at least ${MIN_PER_CLASS}.`;
}
