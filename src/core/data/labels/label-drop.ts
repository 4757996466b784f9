/**
 * @file The classes of a listed drop: one way is taken, the others are kept as options so that a person may change their mind without
 * anything being read again. Joins `choose-labels.ts` with what containers say; used by `list-drop.ts`. Pure.
 */
import type { PlainProblem } from '../../errors.ts';
import { displayName } from '../display-name.ts';
import { chooseLabels, isSplit, type LabelSources } from './choose-labels.ts';
import type { Labeling } from './labeling.ts';

/** One way to give the samples of a drop their classes; crosses threads. */
export interface LabelOption {
  /** Such as `folders` or `table:meta/esc50.csv:category`. */
  id: string;
  kind: Labeling['kind'];
  /** Goes on after “classes from …”. */
  title: string;
  classNames: string[];
  /** Class of each path of `LabelChoices.paths`; −1 for none. */
  labels: Int32Array<ArrayBuffer>;
}

export interface LabelChoices {
  /** The option that was taken; null when nothing gives at least two classes. */
  chosen: string | null;
  /** False when another one is as likely: the person should look. */
  isSure: boolean;
  /** One sentence on what was taken and why. */
  reason: string;
  /** Paths of all samples that were listed; empty when there is nothing to choose. */
  paths: string[];
  /** The chosen one first; empty when there is nothing to choose. */
  options: LabelOption[];
}

export interface LabelledDrop {
  classOf: ReadonlyMap<string, string>;
  choices: LabelChoices;
  /** Samples without a class, tables that could not be used. */
  problems: PlainProblem[];
}

const MOST_OPTIONS = 8;

/** @param wantedId the option to take where there is one of this name */
export function labelDrop(sources: LabelSources, wantedId?: string): LabelledDrop {
  const { given = new Map<string, string>(), paths } = sources;
  const found = chooseLabels(sources);
  const wanted = found.labelings.find(({ id }) => id === wantedId);
  const taken = wanted ?? found.chosen ?? found.labelings.find((labeling) => !isSplit(labeling));
  const labelings = [...(taken ? [taken] : []), ...found.labelings.filter((other) => other !== taken)];
  // A folder says nothing against what a file says of its own samples.
  const classOf = new Map(taken?.classOf);
  if (taken?.kind === 'folders' || taken?.kind === 'names') for (const [path, name] of given) classOf.set(path, name);
  const hasChoice = labelings.length > (taken ? 1 : 0);
  return {
    classOf,
    choices: {
      chosen: taken && taken.classes.length >= 2 ? taken.id : null,
      isSure: wanted !== undefined || found.isSure,
      reason: found.reason,
      paths: hasChoice ? [...paths] : [],
      options: hasChoice ? labelings.slice(0, MOST_OPTIONS).map((labeling) => optionOf(labeling, paths)) : [],
    },
    problems: [...found.problems, ...(taken?.problems ?? []), ...withoutClass(paths, classOf, taken)],
  };
}

function optionOf({ id, kind, title, classes, classOf }: Labeling, paths: readonly string[]): LabelOption {
  const classNames = classes.map(({ name }) => name);
  const labelOf = new Map(classNames.map((name, label) => [name, label]));
  return { id, kind, title, classNames, labels: Int32Array.from(paths, (path) => labelOf.get(classOf.get(path) ?? '') ?? -1) };
}

/** A sentence for each sample that gets no class, unless the way itself has one. */
function withoutClass(paths: readonly string[], classOf: ReadonlyMap<string, string>, taken: Labeling | undefined): PlainProblem[] {
  const said = new Set(taken?.problems.map(({ where }) => where));
  return paths
    .filter((path) => !classOf.has(path))
    .map((path) => ({ path, where: displayName(path) }))
    .filter(({ where }) => !said.has(where))
    .map(({ where }) => ({
      code: 'no-class',
      message: taken ? `${where} gets no class from ${taken.title}.` : `${where} lies in no class folder, and its name says no class.`,
      hint: 'It was left out. Put each class in its own sub-folder, or name every file in a table of labels.',
      where,
    }));
}
