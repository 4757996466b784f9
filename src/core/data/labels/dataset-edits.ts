/**
 * @file What a person changes in a data set before training: classes renamed, merged, dropped; samples moved, deleted. A list of
 * edits over facts that never change, so that the page can show it, undo any step, and keep it in a link. Pure.
 */
import type { Problem } from '../../errors.ts';
import { displayName, plural } from '../display-name.ts';
import { compareNatural } from '../natural-order.ts';

export interface SampleFact {
  path: string;
  className: string;
}

export type DatasetEdit =
  | { kind: 'rename-class'; from: string; to: string }
  | { kind: 'merge-classes'; from: readonly string[]; into: string }
  | { kind: 'drop-class'; className: string }
  | { kind: 'move-samples'; paths: readonly string[]; to: string }
  | { kind: 'delete-samples'; paths: readonly string[] };

export interface EditedDataset {
  /** Samples that are left, in their order, with their class now. */
  samples: SampleFact[];
  /** In natural order. */
  classes: { name: string; count: number }[];
  /** For each edit, one sentence on what it does, or why it does nothing. */
  steps: { sentence: string; problem?: Problem }[];
}

export interface EditHistory {
  done: readonly DatasetEdit[];
  /** Taken back, the next to be done again first. */
  undone: readonly DatasetEdit[];
}

export const NO_EDITS: EditHistory = { done: [], undone: [] };

/** A new edit ends what could be done again. */
export function addEdit({ done }: EditHistory, edit: DatasetEdit): EditHistory {
  return { done: [...done, edit], undone: [] };
}

/** The same history when there is nothing to take back. */
export function undoEdit(history: EditHistory): EditHistory {
  const last = history.done.at(-1);
  return last ? { done: history.done.slice(0, -1), undone: [last, ...history.undone] } : history;
}

/** The same history when nothing was taken back. */
export function redoEdit(history: EditHistory): EditHistory {
  const [next, ...undone] = history.undone;
  return next ? { done: [...history.done, next], undone } : history;
}

/**
 * The data set after these edits, in order. Never throws: an edit about a class or sample that is not there does nothing and says so.
 * @param facts each path once
 */
export function applyEdits(facts: readonly SampleFact[], edits: readonly DatasetEdit[]): EditedDataset {
  const classOf = new Map(facts.map(({ path, className }) => [path, className]));
  const steps = edits.map((edit) => applyOne(classOf, edit));
  const samples = facts.flatMap(({ path }) => {
    const className = classOf.get(path);
    return className === undefined ? [] : [{ path, className }];
  });
  const counts = countClasses(classOf);
  const classes = [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => compareNatural(a.name, b.name));
  return { samples, classes, steps };
}

function applyOne(classOf: Map<string, string>, edit: DatasetEdit): EditedDataset['steps'][number] {
  switch (edit.kind) {
    case 'rename-class':
      return moveClasses(classOf, [edit.from], edit.to, 'renamed to');
    case 'merge-classes':
      return moveClasses(classOf, edit.from, edit.into, 'merged into');
    case 'drop-class': {
      const paths = pathsOf(classOf, new Set([edit.className]));
      for (const path of paths) classOf.delete(path);
      if (paths.length === 0) return nothing('edit-no-class', `There is no class ${shown(edit.className)} to drop.`);
      return { sentence: `Class ${shown(edit.className)} dropped with ${plural(paths.length, 'sample')}.` };
    }
    case 'move-samples': {
      const to = displayName(edit.to);
      const paths = edit.paths.filter((path) => classOf.has(path));
      for (const path of paths) classOf.set(path, to);
      if (paths.length === 0) return nothing('edit-no-sample', 'The samples to move are not there.');
      return { sentence: `${plural(paths.length, 'sample')} moved to ${shown(to)}.` };
    }
    case 'delete-samples': {
      const count = edit.paths.filter((path) => classOf.delete(path)).length;
      if (count === 0) return nothing('edit-no-sample', 'The samples to delete are not there.');
      return { sentence: `${plural(count, 'sample')} deleted.` };
    }
  }
}

/** Renaming to a class that is there merges the two: the sentence says so. */
function moveClasses(classOf: Map<string, string>, from: readonly string[], rawTo: string, verb: string): EditedDataset['steps'][number] {
  const to = displayName(rawTo);
  const counts = countClasses(classOf);
  const sources = new Set(from.filter((name) => counts.has(name) && name !== to));
  if (sources.size === 0) return nothing('edit-no-class', `There is no class ${from.map(shown).join(', ')} to be ${verb} ${shown(to)}.`);
  const paths = pathsOf(classOf, sources);
  for (const path of paths) classOf.set(path, to);
  const there = counts.get(to);
  const isMerge = there !== undefined || sources.size > 1;
  const names = [...sources].map(shown).join(', ');
  const what = `${sources.size === 1 ? 'Class' : 'Classes'} ${names} ${isMerge ? 'merged into' : verb} ${shown(to)}`;
  return { sentence: isMerge ? `${what}: ${plural(paths.length + (there ?? 0), 'sample')} now.` : `${what}.` };
}

function pathsOf(classOf: ReadonlyMap<string, string>, classes: ReadonlySet<string>): string[] {
  return [...classOf].flatMap(([path, name]) => (classes.has(name) ? [path] : []));
}

function countClasses(classOf: ReadonlyMap<string, string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of classOf.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function nothing(code: string, message: string): EditedDataset['steps'][number] {
  return { sentence: message, problem: { code, message, hint: 'This step does nothing; undo it, or leave it.' } };
}

function shown(name: string): string {
  return displayName(name, 40);
}
