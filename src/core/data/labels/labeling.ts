/**
 * @file One way to give the files of a drop their classes: by sub-folder, by a table, by their names, by a project file. Import
 * offers every way that makes sense with its counts, and says which it took. Types and the count; `choose-labels.ts` joins them.
 */
import type { PlainProblem } from '../../errors.ts';
import { compareNatural } from '../natural-order.ts';

export interface Labeling {
  /** Stable word for settings and links, such as `folders` or `table:meta/esc50.csv:category`. */
  id: string;
  kind: 'folders' | 'table' | 'names' | 'project' | 'container';
  /** Where the class stands, to go on after “classes from …”. */
  title: string;
  /** Class of each path that gets one, fit to be shown. */
  classOf: Map<string, string>;
  /** In natural order. */
  classes: { name: string; count: number }[];
  /** Paths that get none. */
  unmatched: string[];
  /** Rows of a table and the like that could not be used. */
  problems: PlainProblem[];
}

/** @param paths all files that need a class */
export function labelingOf(
  paths: readonly string[],
  classOf: Map<string, string>,
  about: Pick<Labeling, 'id' | 'kind' | 'title'>,
  problems: PlainProblem[] = [],
): Labeling {
  const counts = new Map<string, number>();
  const unmatched: string[] = [];
  for (const path of paths) {
    const name = classOf.get(path);
    if (name === undefined) unmatched.push(path);
    else counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const classes = [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => compareNatural(a.name, b.name));
  return { ...about, classOf, classes, unmatched, problems };
}

/** Share of the paths that get a class, 0-1. */
export function coverage({ classOf, unmatched }: Labeling): number {
  return classOf.size === 0 ? 0 : classOf.size / (classOf.size + unmatched.length);
}

/** Whether all are one word and a number, such as `person01` and `person02`: more often who or where than what. */
export function areNumbered(classes: readonly { name: string }[]): boolean {
  const [first, ...others] = classes.map(({ name }) => name.replace(/\d+/g, '0'));
  return (
    first !== undefined && others.length > 0 && /\p{L}/u.test(first) && first.includes('0') && others.every((other) => other === first)
  );
}
