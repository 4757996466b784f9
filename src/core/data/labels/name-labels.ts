/**
 * @file Classes from file names alone: `cat_12.png`, `cat-12`, `cat (3)`, `cat12`, and any field of names that all have the same
 * number of fields (ESC-10's `1-100032-A-0`); of `cat_front_0` the part before the first mark. Every pattern that covers the drop is offered. Pure; used by `choose-labels.ts`.
 */
import { isSplitPart } from '../class-paths.ts';
import { displayName } from '../display-name.ts';
import { areNumbered, coverage, type Labeling, labelingOf } from './labeling.ts';

/** What a pattern has to give, so that it is not mere chance. */
export const NAME_RULES = { coverage: 0.95, classes: [2, 200], filesPerClass: 2 } as const;

interface Pattern {
  id: string;
  title: string;
  /** @param stem file name without folders and suffix */
  labelOf(stem: string): string | undefined;
}

const BEFORE_NUMBER = /^(.*?[^\s_.\-\d(])[\s_.-]*\(?\d+\)?$/;
/** Teachable Machine's project files: `Class 1-!-0.jpg`. */
const TEACHABLE = /^(.+)-!-\d+$/;
const MARKS = ['_', '-', '.'];
/** What cameras, phones and programs begin names with. */
const CAMERA =
  /^(img|imgp|image|dsc[nf]?|pict?|pxl|p|mvi|vid|mov|gopr|gp|dji|photo|picture|foto|frame|screenshot|whatsapp image|scan|audio|rec|recording|clip|video|file|sample)$/i;
const MOST_FIELDS = 8;

const PLAIN_PATTERNS: readonly Pattern[] = [
  { id: 'names:before-number', title: 'the file name before its number', labelOf: (stem) => BEFORE_NUMBER.exec(stem)?.[1] },
  ...MARKS.map((mark) => ({
    id: `names:first${mark}`,
    title: `the file name before the first “${mark}”`,
    labelOf: (stem: string) => (stem.indexOf(mark) > 0 ? stem.slice(0, stem.indexOf(mark)) : undefined),
  })),
  ...MARKS.map((mark) => ({
    id: `names:last${mark}`,
    title: `the file name after the last “${mark}”`,
    labelOf: (stem: string) => (stem.includes(mark) ? stem.slice(stem.lastIndexOf(mark) + 1) || undefined : undefined),
  })),
  // One folder a person or place, the same names in each: `subject3/walking.mp4`.
  { id: 'names:whole', title: 'the whole file name', labelOf: (stem) => (/^\p{L}[^\d]+$/u.test(stem) ? stem : undefined) },
];

/** Most likely first; labelings that come to the same are named once. */
export function nameLabelings(paths: readonly string[]): Labeling[] {
  const stems = paths.map((path) => stemOf(path));
  const teachable = byPattern(paths, stems, {
    id: 'names:teachable',
    title: 'the file name before “-!-”',
    labelOf: (stem) => TEACHABLE.exec(stem)?.[1],
  });
  if (teachable) return [teachable];
  const found: Labeling[] = [];
  for (const pattern of [...PLAIN_PATTERNS, ...fieldPatterns(stems)]) {
    const labeling = byPattern(paths, stems, pattern);
    if (labeling && !found.some((other) => isSame(other, labeling))) found.push(labeling);
  }
  // Words are more likely to be classes than numbers and single letters, which are folds, takes and speakers.
  const wordy = found.filter(isWordy);
  const inOrder = [...wordy.sort((a, b) => rankOf(a, wordy) - rankOf(b, wordy)), ...found.filter((labeling) => !wordy.includes(labeling))];
  const digits = inOrder.find((labeling) => areSpokenDigits(labeling, stems));
  return digits ? [digits, ...inOrder.filter((labeling) => labeling !== digits)] : inOrder;
}

/**
 * `0_jackson_0` to `9_theo_49`: digits counted from 0, each said by every speaker in every take. Numbers of folds go with takes of
 * their own, and people are counted from 1. Proposed only; the person is asked as for every class that is no word.
 */
function areSpokenDigits({ id, classes }: Labeling, stems: readonly string[]): boolean {
  const mark = /^names:first(.)$/.exec(id)?.[1];
  if (mark === undefined || classes.length < 3 || !classes.every(({ name }, at) => name === `${at}` && at <= 9)) return false;
  const parts = stems.map((stem) => stem.split(mark));
  if (parts.some((of) => of.length !== 3 || !/\p{L}{2}/u.test(of[1]!) || !/^\d+$/.test(of[2]!))) return false;
  const kinds = [0, 1, 2].map((at) => new Set(parts.map((of) => of[at])).size);
  const all = kinds.reduce((product, kind) => product * kind, 1);
  return kinds.every((kind) => kind >= 2) && new Set(stems).size >= NAME_RULES.coverage * all;
}

/** Of `person01_boxing`, boxing; `cat_front_0` is a cat: what stands before the first mark goes before longer beginnings, where it makes fewer classes of them. */
function rankOf({ id, classes }: Labeling, wordy: readonly Labeling[]): number {
  if (areNumbered(classes)) return 1;
  const beforeNumber = wordy.find((other) => other.id === 'names:before-number');
  if (!beforeNumber || classes.length >= beforeNumber.classes.length) return 0;
  return id.startsWith('names:first') ? -2 : id.startsWith('names:field') ? -1 : 0;
}

/** Whether most classes have a word for a name that says more than which camera or part of a split it is from. */
export function isWordy({ classes }: Labeling): boolean {
  const words = classes.filter(({ name }) => /\p{L}{2}/u.test(name) && !CAMERA.test(name) && !isSplitPart(name));
  return words.length > classes.length / 2;
}

function byPattern(paths: readonly string[], stems: readonly string[], { id, title, labelOf }: Pattern): Labeling | undefined {
  const labels = stems.map((stem) => {
    const label = labelOf(stem);
    return label === undefined ? undefined : displayName(label);
  });
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  const classOf = new Map<string, string>();
  for (const [at, path] of paths.entries()) {
    const label = labels[at];
    if (label !== undefined && counts.get(label)! >= NAME_RULES.filesPerClass) classOf.set(path, label);
  }
  const labeling = labelingOf(paths, classOf, { id, kind: 'names', title });
  const [least, most] = NAME_RULES.classes;
  const { length } = labeling.classes;
  return length >= least && length <= most && coverage(labeling) >= NAME_RULES.coverage ? labeling : undefined;
}

/** One pattern for each field, where nearly all names have the same number of them. */
function fieldPatterns(stems: readonly string[]): Pattern[] {
  return MARKS.flatMap((mark) => {
    const counts = new Map<number, number>();
    for (const stem of stems) {
      const fields = stem.split(mark).length;
      counts.set(fields, (counts.get(fields) ?? 0) + 1);
    }
    const usual = [...counts].find(([, count]) => count >= NAME_RULES.coverage * stems.length)?.[0] ?? 0;
    if (usual < 3 || usual > MOST_FIELDS) return [];
    return Array.from({ length: usual }, (_, field) => ({
      id: `names:field${mark}${field + 1}`,
      title: `part ${field + 1} of the file name between “${mark}”`,
      labelOf: (stem: string) => {
        const fields = stem.split(mark);
        return fields.length === usual ? fields[field] || undefined : undefined;
      },
    }));
  });
}

/** The same class for every file. */
function isSame(a: Labeling, b: Labeling): boolean {
  return a.classOf.size === b.classOf.size && [...a.classOf].every(([path, name]) => b.classOf.get(path) === name);
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[a-z0-9]{1,5}$/i, '');
}
