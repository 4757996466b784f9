/**
 * @file Every way in which a drop's files could get their classes, and the one that is taken unless the user takes another: what
 * the container says, a project file, a table with a label column, sub-folders, names. Pure; after listing, before decoding.
 */
import { type PlainProblem, toProblem } from '../../errors.ts';
import { plural } from '../display-name.ts';
import { areNoClasses, areSplitParts, folderLabeling } from './folder-labels.ts';
import type { LabelTable } from './label-table.ts';
import { areNumbered, coverage, type Labeling, labelingOf } from './labeling.ts';
import { isWordy, nameLabelings } from './name-labels.ts';
import { projectLabeling } from './project-labels.ts';
import { tableLabelings } from './table-labels.ts';

export interface LabelSources {
  /** The files that need a class. */
  paths: readonly string[];
  /** Classes that containers (IDX, NumPy, parquet) gave their entries. */
  given?: ReadonlyMap<string, string>;
  tables?: readonly LabelTable[];
  /** JSON files that may describe a project. */
  projects?: readonly { path: string; text: string }[];
}

export interface LabelChoice {
  /** Undefined when nothing gives at least two classes; then the first of `labelings`, if any, has one. */
  chosen: Labeling | undefined;
  /** All that make sense, the chosen one first. */
  labelings: Labeling[];
  /** False when another one is as likely: the user should look. */
  isSure: boolean;
  /** One sentence on what was taken and why. */
  reason: string;
  /** Tables that could not be used. */
  problems: PlainProblem[];
}

/** A way that leaves out more files than this is offered, but not taken before others. */
const MOST = 0.95;

export function chooseLabels({ paths, given = new Map(), tables = [], projects = [] }: LabelSources): LabelChoice {
  const problems: PlainProblem[] = [];
  const found: Labeling[][] = [];
  const doubtful = new Set<Labeling>();
  const [strong, weak]: [Labeling[], Labeling[]] = [[], []];
  const put = (labeling: Labeling | undefined, isStrong: boolean) => {
    if (labeling) (isStrong && labeling.classes.length >= 2 && coverage(labeling) >= MOST ? strong : weak).push(labeling);
  };
  if (given.size > 0) put(labelingOf(paths, new Map(given), { id: 'container', kind: 'container', title: 'the labels in the file' }), true);
  for (const { path, text } of projects) put(projectLabeling(path, text, paths), true);
  for (const table of tables) {
    try {
      const { labelings, isNamed, isSure } = tableLabelings(table, paths);
      found.push(labelings);
      if (!isSure) for (const labeling of labelings) doubtful.add(labeling);
      for (const [at, labeling] of labelings.entries()) put(labeling, isNamed && at === 0);
    } catch (error) {
      problems.push(toProblem(error));
    }
  }
  for (const joined of joinedTables(paths, found)) put(joined, true);
  const folders = folderLabeling(paths);
  const names = nameLabelings(paths);
  const areClasses = folders !== undefined && folders.classes.length >= 2 && !areNoClasses(folders);
  const inOrder = [...strong, ...(areClasses ? [folders] : []), ...weak, ...names, ...(folders && !areClasses ? [folders] : [])];
  const labelings = inOrder.filter(({ classes }) => classes.length > 0);
  const chosen = labelings.find((labeling) => labeling.classes.length >= 2 && !isSplit(labeling));
  if (!chosen) {
    const split = labelings.find(isSplit);
    if (split) problems.push(onlyParts(split));
    return { chosen, labelings, isSure: false, reason: 'No way was found to tell classes apart.', problems };
  }
  // Folders such as Actor_01 are classes only where names say nothing.
  const isOtherwise = names.some((other) => isWordy(other) || other.id.startsWith('names:field'));
  const isDoubtful = doubtful.has(chosen) || (chosen.kind === 'folders' && areNumbered(chosen.classes) && isOtherwise);
  const isSure = chosen.kind === 'names' ? areSureNames(chosen, names) : !isDoubtful;
  return {
    chosen,
    labelings: [chosen, ...labelings.filter((other) => other !== chosen)],
    isSure,
    reason: reasonFor(chosen, labelings.length - 1, isSure),
    problems,
  };
}

/** Parts of a split are no classes, whether folders or names say them. */
export function isSplit(labeling: Labeling): boolean {
  return (labeling.kind === 'folders' || labeling.kind === 'names') && areSplitParts(labeling);
}

function areSureNames(chosen: Labeling, names: readonly Labeling[]): boolean {
  const others = names.filter(
    (other) => isWordy(other) && [...chosen.classOf].some(([path, name]) => (other.classOf.get(path) ?? name) !== name),
  );
  return isWordy(chosen) ? others.length === 0 : names.length === 1 && !hasWords(chosen);
}

/** Of a way that is not wordy: its words are cameras and the like. */
function hasWords({ classes }: Labeling): boolean {
  return classes.some(({ name }) => /\p{L}{2}/u.test(name));
}

/** One table a part of a split: the same column of several, where they name different files. */
function joinedTables(paths: readonly string[], tables: readonly Labeling[][]): Labeling[] {
  if (tables.length < 2) return [];
  const byColumn = new Map<string, Labeling[]>();
  for (const [first] of tables) {
    if (first === undefined) continue;
    const column = first.id.slice(first.id.lastIndexOf(':') + 1).toLowerCase();
    byColumn.set(column, [...(byColumn.get(column) ?? []), first]);
  }
  return [...byColumn].flatMap(([column, parts]) => {
    const classOf = new Map(parts.flatMap((part) => [...part.classOf]));
    if (parts.length < 2 || classOf.size < parts.reduce((sum, part) => sum + part.classOf.size, 0)) return [];
    const title = `column ${column} of ${parts.length} tables`;
    const problems = parts.flatMap((part) => part.problems);
    return [labelingOf(paths, classOf, { id: `tables:${column}`, kind: 'table', title }, problems)];
  });
}

function onlyParts({ classes, kind }: Labeling): PlainProblem {
  const names = classes.map(({ name }) => name).join(', ');
  return {
    code: 'only-split-parts',
    message: `${kind === 'folders' ? 'The folders' : 'The names'} say only ${names}: these are parts of a split, not classes.`,
    hint: 'Put each class in its own sub-folder, or add a table that names every file and its class.',
  };
}

function reasonFor({ title, classes, unmatched }: Labeling, others: number, isSure: boolean): string {
  const left = unmatched.length > 0 ? `; ${plural(unmatched.length, 'file')} got none` : '';
  const taken = `${plural(classes.length, 'class', 'classes')} from ${title}${left}.`;
  if (others === 0) return taken;
  return isSure
    ? `${taken} There ${others === 1 ? 'is 1 other way' : `are ${others} other ways`}.`
    : `${taken} Other parts could be the class as well: please choose.`;
}
