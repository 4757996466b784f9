/**
 * @file Every way in which a drop's files could get their classes, and the one that is taken unless the user takes another: what
 * the container says, a project file, a table with a label column, sub-folders, names. Pure; after listing, before decoding.
 */
import type { Problem } from '../../errors.ts';
import { toProblem } from '../../errors.ts';
import { plural } from '../display-name.ts';
import { areNoClasses, folderLabeling } from './folder-labels.ts';
import type { LabelTable } from './label-table.ts';
import { coverage, type Labeling, labelingOf } from './labeling.ts';
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
  problems: Problem[];
}

/** A way that leaves out more files than this is offered, but not taken before others. */
const MOST = 0.95;

export function chooseLabels({ paths, given = new Map(), tables = [], projects = [] }: LabelSources): LabelChoice {
  const problems: Problem[] = [];
  const [strong, weak]: [Labeling[], Labeling[]] = [[], []];
  const put = (labeling: Labeling | undefined, isStrong: boolean) => {
    if (labeling) (isStrong && labeling.classes.length >= 2 && coverage(labeling) >= MOST ? strong : weak).push(labeling);
  };
  if (given.size > 0) put(labelingOf(paths, new Map(given), { id: 'container', kind: 'container', title: 'the labels in the file' }), true);
  for (const { path, text } of projects) put(projectLabeling(path, text, paths), true);
  for (const table of tables) {
    try {
      const { labelings, isNamed } = tableLabelings(table, paths);
      for (const [at, labeling] of labelings.entries()) put(labeling, isNamed && at === 0);
    } catch (error) {
      problems.push(toProblem(error));
    }
  }
  const folders = folderLabeling(paths);
  const names = nameLabelings(paths);
  const areClasses = folders !== undefined && folders.classes.length >= 2 && !areNoClasses(folders);
  const inOrder = [...strong, ...(areClasses ? [folders] : []), ...weak, ...names, ...(folders && !areClasses ? [folders] : [])];
  const labelings = inOrder.filter(({ classes }) => classes.length > 0);
  const chosen = labelings.find(({ classes }) => classes.length >= 2);
  if (!chosen) return { chosen, labelings, isSure: false, reason: 'No way was found to tell classes apart.', problems };
  const isSure = chosen.kind !== 'names' || isWordy(chosen) || names.length === 1;
  return {
    chosen,
    labelings: [chosen, ...labelings.filter((other) => other !== chosen)],
    isSure,
    reason: reasonFor(chosen, labelings.length - 1, isSure),
    problems,
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
