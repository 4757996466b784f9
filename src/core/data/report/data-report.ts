/**
 * @file The data report, made after import and before training: classes and their balance, sizes and durations, unreadable files, exact
 * and near copies, copies across the split, records with nothing in them. Plain data with sentences; the page only shows it.
 */
import type { Problem } from '../../errors.ts';
import { countText, displayName, plural } from '../display-name.ts';
import type { RecordForm } from '../record-form.ts';
import type { Split } from '../split.ts';
import type { FoundCopies } from './find-copies.ts';
import { RecordGroups } from './record-groups.ts';
import { type SplitOverlaps, splitOverlaps } from './split-overlaps.ts';
import { type Spread, spreadOf, spreadText } from './spread.ts';

export interface ReportInput {
  modality: RecordForm['modality'];
  /** What was found among all records that were read. */
  copies: FoundCopies;
  /** For each sample that is left, its record's number in `copies`; all in their order where it is absent. */
  records?: ArrayLike<number>;
  classNames: readonly string[];
  /** Class index of each sample. */
  labels: ArrayLike<number>;
  /** Quantities of the original files, one value a sample: `{ name: 'length', unit: 's', values }`. */
  quantities?: readonly { name: string; unit: string; values: readonly number[] }[];
  /** Files that could not be read. */
  unreadable?: readonly Problem[];
  /** Of the samples. */
  split?: Split;
}

export interface ReportNote {
  code: string;
  /** Warnings are worth a look before training. */
  isWarning: boolean;
  message: string;
  /** What to do about a warning. */
  hint: string;
  /** Records that it is about. */
  samples: number[];
}

export interface DataReport {
  count: number;
  classes: { name: string; count: number }[];
  /** Samples of the largest class over those of the smallest; 1 is even. */
  balance: number;
  spreads: { name: string; unit: string; spread: Spread }[];
  unreadable: { code: string; count: number; first: Problem }[];
  exact: number[][];
  /** Without the groups that are exact copies only. */
  near: number[][];
  /** Groups of exact copies whose members are in different classes. */
  conflicts: number[][];
  /** Groups of almost the same whose members are in different classes. */
  alike: number[][];
  overlaps: SplitOverlaps | undefined;
  /** Samples in which nothing is to be seen or heard. */
  constant: number[];
  /** Samples with values that are no numbers. */
  notFinite: number[];
  /** Warnings first. */
  notes: ReportNote[];
}

/** Largest over smallest class above which the report warns. */
export const UNEVEN = 10;
/** Test samples below which the report warns: from here on one sample is 5 points or less. */
const FEW_TESTED = 20;

const NOUNS: Record<RecordForm['modality'], string> = { image: 'picture', audio: 'sound', point: 'point cloud', video: 'clip' };
/** What samples that are almost the same often are. */
const ALIKE: Record<RecordForm['modality'], string> = {
  image: 'neighbouring frames of one film, or one picture saved twice,',
  audio: 'parts of one recording, or one sound saved twice,',
  point: 'one shape in two sizes or places',
  video: 'parts of one film, or one clip saved twice,',
};

/**
 * Cheap: made anew after each edit. All groups and lists of the report name samples, by their place in `labels`.
 * @throws RangeError for a label outside the classes
 */
export function makeDataReport({
  modality,
  copies,
  records,
  classNames,
  labels,
  quantities = [],
  unreadable = [],
  split,
}: ReportInput): DataReport {
  const counts = classNames.map(() => 0);
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at]!;
    if (counts[label] === undefined) throw new RangeError(`Sample ${at} has label ${label}; there are ${counts.length} classes`);
    counts[label]!++;
  }
  const sampleOf = samplesByRecord(copies.count, records ?? Array.from(labels, (_, at) => at));
  const exact = groupsLeft(copies.exact, sampleOf);
  const near = groupsLeft(copies.near, sampleOf);
  const groups = joined(labels.length, [...exact, ...near]);
  const isInTwoClasses = (group: readonly number[]) => new Set(group.map((at) => labels[at])).size > 1;
  const overlaps = split && splitOverlaps(groups, split);
  const report: Omit<DataReport, 'notes'> = {
    count: labels.length,
    classes: classNames.map((name, label) => ({ name, count: counts[label]! })),
    balance: balanceOf(counts),
    spreads: quantities.flatMap(({ name, unit, values }) => {
      const spread = spreadOf(values);
      return spread ? [{ name, unit, spread }] : [];
    }),
    unreadable: byCode(unreadable),
    exact,
    near,
    conflicts: exact.filter(isInTwoClasses),
    alike: near.filter(isInTwoClasses),
    overlaps,
    constant: left(copies.constant, sampleOf),
    notFinite: left(copies.notFinite, sampleOf),
  };
  const notes = [
    ...classNotes(report),
    ...testNotes(split, NOUNS[modality]),
    ...copyNotes(report, modality),
    ...fileNotes(report, NOUNS[modality]),
  ];
  return { ...report, notes: notes.sort((a, b) => Number(b.isWarning) - Number(a.isWarning)) };
}

/** @returns for each record its sample, or −1 for one that is no longer there */
function samplesByRecord(count: number, records: ArrayLike<number>): Int32Array {
  const sampleOf = new Int32Array(count).fill(-1);
  for (let sample = 0; sample < records.length; sample++) sampleOf[records[sample]!] = sample;
  return sampleOf;
}

function left(records: readonly number[], sampleOf: Int32Array): number[] {
  return records.flatMap((record) => (sampleOf[record]! >= 0 ? [sampleOf[record]!] : [])).sort((a, b) => a - b);
}

/** Groups of records as groups of samples; those of which fewer than two are left are none. */
function groupsLeft(groups: readonly (readonly number[])[], sampleOf: Int32Array): number[][] {
  const found = groups.map((group) => left(group, sampleOf)).filter((group) => group.length > 1);
  return found.sort((a, b) => a[0]! - b[0]!);
}

/** Classes without a sample do not count: they are not trained. */
function balanceOf(counts: readonly number[]): number {
  const present = counts.filter((count) => count > 0);
  return present.length === 0 ? 1 : Math.max(...present) / Math.min(...present);
}

function classNotes({ classes, balance, count }: Omit<DataReport, 'notes'>): ReportNote[] {
  const present = classes.filter((one) => one.count > 0).sort((a, b) => a.count - b.count);
  const [least, most] = [present[0], present.at(-1)];
  if (!least || !most) return [];
  const even = least.count === most.count ? `${countText(least.count)} each` : `${countText(least.count)} to ${countText(most.count)} each`;
  const notes: ReportNote[] = [info('classes', `${plural(count, 'sample')} in ${plural(present.length, 'class', 'classes')}, ${even}.`)];
  if (balance > UNEVEN) {
    const message = `Class ${displayName(most.name, 40)} has ${countText(most.count)} samples, ${displayName(least.name, 40)} only ${countText(least.count)}: ${countText(balance)} to 1.`;
    const hint = 'A model may learn to always answer the large class. Add to the small one, or limit the samples a class.';
    notes.push({ code: 'uneven-classes', isWarning: true, message, hint, samples: [] });
  }
  return notes;
}

/** A handful of test samples makes any difference a matter of luck. */
function testNotes(split: Split | undefined, noun: string): ReportNote[] {
  const count = split?.test.length ?? FEW_TESTED;
  if (count === 0 || count >= FEW_TESTED) return [];
  const message = `Only ${plural(count, noun)} ${count === 1 ? 'is' : 'are'} kept for the test: one more right is ${Math.round(100 / count)} points of accuracy.`;
  return [{ code: 'few-tested', isWarning: true, message, hint: `Add ${noun}s before trusting a comparison.`, samples: [] }];
}

function copyNotes(
  { exact, near, conflicts, alike, overlaps, constant, notFinite }: Omit<DataReport, 'notes'>,
  modality: RecordForm['modality'],
): ReportNote[] {
  const noun = NOUNS[modality];
  const notes: ReportNote[] = [];
  const warn = (code: string, message: string, hint: string, samples: readonly number[]) =>
    notes.push({ code, isWarning: true, message, hint, samples: [...samples] });
  const spare = (groups: readonly number[][]) => groups.reduce((sum, group) => sum + group.length - 1, 0);
  if (exact.length > 0)
    warn(
      'exact-duplicates',
      `${plural(spare(exact), noun)} ${spare(exact) === 1 ? 'is an exact copy' : 'are exact copies'} of others.`,
      'Delete the copies.',
      exact.flat(),
    );
  if (near.length > 0) {
    const some = near.flat();
    warn(
      'near-duplicates',
      `${plural(some.length, noun)} form ${plural(near.length, 'group')} of almost the same.`,
      `Look at them: ${ALIKE[modality]} count as one example.`,
      some,
    );
  }
  if (conflicts.length > 0) {
    const message = `${plural(conflicts.length, 'group')} of copies ${conflicts.length === 1 ? 'is' : 'are'} in more than one class.`;
    warn('conflicting-labels', message, 'No model can be right on both: keep each in one class.', conflicts.flat());
  }
  if (alike.length > 0) {
    const message = `${plural(alike.length, 'group')} of almost the same ${alike.length === 1 ? 'is' : 'are'} in more than one class.`;
    warn('alike-labels', message, 'Look whether each is in the right class.', alike.flat());
  }
  if (overlaps && overlaps.test.length > 0) {
    const share = `${Math.round(100 * overlaps.testShare)} % of the test set`;
    const verb = overlaps.test.length === 1 ? 'is a copy' : 'are copies';
    const message = `${plural(overlaps.test.length, `test ${noun}`)} (${share}) ${verb} of training ones, or almost: the accuracy will look better than it is.`;
    warn('split-duplicates', message, 'Keep one of each group.', overlaps.test);
  }
  if (constant.length > 0)
    warn(
      'constant',
      `${plural(constant.length, noun)} ${constant.length === 1 ? 'has' : 'have'} nothing in ${constant.length === 1 ? 'it' : 'them'}.`,
      `Look at ${constant.length === 1 ? 'it' : 'them'} and delete what was not meant.`,
      constant,
    );
  if (notFinite.length > 0)
    warn(
      'not-finite',
      `${plural(notFinite.length, noun)} ${notFinite.length === 1 ? 'holds' : 'hold'} values that are no numbers.`,
      'Delete them: training would fail.',
      notFinite,
    );
  return notes;
}

function fileNotes({ spreads, unreadable }: Omit<DataReport, 'notes'>, noun: string): ReportNote[] {
  const notes = spreads.map(({ name, unit, spread }) =>
    info(`spread-${name}`, `The ${name} of the ${noun}s: ${spreadText(spread, unit)}.`, spread.odd),
  );
  for (const { count, first } of unreadable) {
    const more = count > 1 ? ` So it is with ${plural(count - 1, 'more file')}.` : '';
    notes.push({ code: `unreadable-${first.code}`, isWarning: true, message: `${first.message}${more}`, hint: first.hint, samples: [] });
  }
  return notes;
}

function info(code: string, message: string, samples: readonly number[] = []): ReportNote {
  return { code, isWarning: false, message, hint: '', samples: [...samples] };
}

/** Most frequent first. */
function byCode(problems: readonly Problem[]): DataReport['unreadable'] {
  const found = new Map<string, { code: string; count: number; first: Problem }>();
  for (const problem of problems) {
    const known = found.get(problem.code);
    if (known) known.count++;
    else found.set(problem.code, { code: problem.code, count: 1, first: problem });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** Groups that share a member become one. */
function joined(count: number, groups: readonly (readonly number[])[]): number[][] {
  const all = new RecordGroups(count);
  for (const group of groups) for (const member of group) all.join(member, group[0]!);
  return all.all();
}
