/** @file Edits of a data set: what each does, that order matters, and that undoing everything gives back the start. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../tensor/rng.ts';
import { addEdit, applyEdits, type DatasetEdit, NO_EDITS, redoEdit, undoEdit } from './dataset-edits.ts';

const facts = ['cat', 'cat', 'cat', 'dog', 'dog', 'fish'].map((className, at) => ({ path: `${at}.png`, className }));
const counts = (edits: DatasetEdit[]) => Object.fromEntries(applyEdits(facts, edits).classes.map(({ name, count }) => [name, count]));

describe('applyEdits', () => {
  it.each<[string, DatasetEdit, Record<string, number>, string]>([
    ['renames', { kind: 'rename-class', from: 'cat', to: ' kitten\u200b' }, { dog: 2, fish: 1, kitten: 3 }, 'Class cat renamed to kitten.'],
    [
      'renames onto another',
      { kind: 'rename-class', from: 'cat', to: 'dog' },
      { dog: 5, fish: 1 },
      'Class cat merged into dog: 5 samples now.',
    ],
    [
      'merges',
      { kind: 'merge-classes', from: ['cat', 'dog'], into: 'pet' },
      { fish: 1, pet: 5 },
      'Classes cat, dog merged into pet: 5 samples now.',
    ],
    ['drops', { kind: 'drop-class', className: 'cat' }, { dog: 2, fish: 1 }, 'Class cat dropped with 3 samples.'],
    ['moves', { kind: 'move-samples', paths: ['0.png', '5.png', 'x'], to: 'new' }, { cat: 2, dog: 2, new: 2 }, '2 samples moved to new.'],
    ['deletes', { kind: 'delete-samples', paths: ['0.png', '0.png', 'x'] }, { cat: 2, dog: 2, fish: 1 }, '1 sample deleted.'],
  ])('%s', (_, edit, expected, sentence) => {
    expect(counts([edit])).toEqual(expected);
    expect(applyEdits(facts, [edit]).steps).toEqual([{ sentence }]);
  });

  it.each<[string, DatasetEdit]>([
    ['edit-no-class', { kind: 'rename-class', from: 'cow', to: 'x' }],
    ['edit-no-class', { kind: 'rename-class', from: 'cat', to: 'cat' }],
    ['edit-no-class', { kind: 'merge-classes', from: [], into: 'x' }],
    ['edit-no-class', { kind: 'drop-class', className: '__proto__' }],
    ['edit-no-sample', { kind: 'move-samples', paths: ['x'], to: 'cat' }],
    ['edit-no-sample', { kind: 'delete-samples', paths: [] }],
  ])('%s: says that a step does nothing', (code, edit) => {
    const { samples, steps } = applyEdits(facts, [edit]);
    expect([samples, steps]).toMatchObject([facts, [{ problem: { code } }]]);
  });

  it('applies in order', () => {
    const rename: DatasetEdit = { kind: 'rename-class', from: 'cat', to: 'dog' };
    const drop: DatasetEdit = { kind: 'drop-class', className: 'dog' };
    expect([counts([rename, drop]), counts([drop, rename])]).toEqual([{ fish: 1 }, { dog: 3, fish: 1 }]);
  });

  it('keeps its promises over 2,000 seeded lists: no sample twice, counts right, undo gives back each step', () => {
    const names = ['cat', 'dog', 'fish', 'cow'];
    for (let seed = 0; seed < 2000; seed++) {
      const rng = createRng(seed, 'edits');
      const name = () => names[rng.integer(names.length)]!;
      const paths = () => facts.filter(() => rng.next() < 0.4).map(({ path }) => path);
      const make: (() => DatasetEdit)[] = [
        () => ({ kind: 'rename-class', from: name(), to: name() }),
        () => ({ kind: 'merge-classes', from: [name(), name()], into: name() }),
        () => ({ kind: 'drop-class', className: name() }),
        () => ({ kind: 'move-samples', paths: paths(), to: name() }),
        () => ({ kind: 'delete-samples', paths: paths() }),
      ];
      let history = NO_EDITS;
      const before = [applyEdits(facts, history.done)];
      for (let step = 0; step < 5; step++) {
        history = addEdit(history, make[rng.integer(make.length)]!());
        before.push(applyEdits(facts, history.done));
      }
      const last = before.at(-1)!;
      expect(last.classes.reduce((sum, { count }) => sum + count, 0)).toBe(last.samples.length);
      expect(new Set(last.samples.map(({ path }) => path)).size).toBe(last.samples.length);
      for (let step = 4; step >= 0; step--) {
        history = undoEdit(history);
        expect(applyEdits(facts, history.done)).toEqual(before[step]);
      }
      expect(undoEdit(history)).toBe(history);
      for (let step = 0; step < 5; step++) history = redoEdit(history);
      expect(applyEdits(facts, history.done)).toEqual(last);
      expect(redoEdit(history)).toBe(history);
    }
  });
});
