/** @file What one press does about a warning: copies go and one of each stays, never where it is unclear which is right. */
import { expect, test } from 'vitest';
import { makeDataReport } from '../../core/data/report/data-report.ts';
import type { FoundCopies } from '../../core/data/report/find-copies.ts';
import { hintFor, remedyFor } from './report-remedies.ts';

const NONE: FoundCopies = { count: 30, exact: [], near: [], constant: [], notFinite: [] };
const part = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, at) => from + at);

/** 30 samples, the first ten of class a; 0 to 23 are trained on. */
function remedies(found: Partial<FoundCopies>, labels = Array.from({ length: 30 }, (_, at) => (at < 10 ? 0 : 1))) {
  const report = makeDataReport({
    modality: 'image',
    copies: { ...NONE, ...found },
    classNames: ['a', 'b'],
    labels,
    split: { train: part(0, 24), validation: part(24, 27), test: part(27, 30) },
  });
  const sampleAt = { limitPerClass: 0, className: (at: number) => (labels[at] === 0 ? 'a' : 'b'), isTrained: (at: number) => at < 24 };
  return Object.fromEntries(report.notes.map((note) => [note.code, remedyFor(note, report, sampleAt)]));
}

test('exact copies: the first of each group stays; groups of two classes are left alone', () => {
  expect(
    remedies({
      exact: [
        [0, 3, 5],
        [8, 12],
        [20, 21],
      ],
    })['exact-duplicates'],
  ).toEqual({
    kind: 'delete',
    label: 'Delete 3 copies',
    samples: [3, 5, 21],
  });
  expect(remedies({ exact: [[8, 12]] })).toMatchObject({ 'exact-duplicates': null, 'conflicting-labels': null });
});

test('copies across the split: the one that is trained on stays', () => {
  expect(remedies({ near: [[28, 29, 23]] })['split-duplicates']).toMatchObject({ samples: [28, 29] });
  expect(remedies({ near: [[28, 29, 23]] })['near-duplicates']).toBeNull();
});

test('copies that are most of the data are not deleted in one press', () => {
  expect(remedies({ exact: [Array.from({ length: 18 }, (_, at) => 10 + at)] })['exact-duplicates']).toBeNull();
});

test('empty samples go; very uneven classes get a limit', () => {
  expect(remedies({ constant: [4] }).constant).toEqual({ kind: 'delete', label: 'Delete it', samples: [4] });
  const labels = Array.from({ length: 30 }, (_, at) => (at < 2 ? 0 : 1));
  expect(remedies({}, labels)['uneven-classes']).toEqual({ kind: 'limit', label: 'Use at most 4 a class', limitPerClass: 4 });
});

test('where the limit a class leaves few to test on, all can be used; else samples are to be added', () => {
  const report = makeDataReport({
    modality: 'audio',
    copies: NONE,
    classNames: ['a', 'b'],
    labels: Array.from({ length: 30 }, (_, at) => at % 2),
    split: { train: part(0, 24), validation: part(24, 27), test: part(27, 30) },
  });
  const [note] = report.notes;
  const asked = (limitPerClass: number) => {
    const remedy = remedyFor(note!, report, { limitPerClass, className: () => 'a', isTrained: () => false });
    return [remedy?.label, hintFor(note!, report, limitPerClass)];
  };
  expect(note?.code).toBe('few-tested');
  expect(asked(10)).toEqual(['Use all samples', 'The settings use at most 10 samples a class. Use more before trusting a comparison.']);
  for (const limit of [0, 15, 40]) expect(asked(limit)).toEqual([undefined, 'Add sounds before trusting a comparison.']);
});
