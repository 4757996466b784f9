/** @file What follows from drops, labels and edits: the data set, its classes, and what is told where it cannot be trained on. */
import { expect, test } from 'vitest';
import { imageForm, parsedSample } from '../../../test/parsed-sample.ts';
import { arrangeData, type Drop } from './arrange-data.ts';

const form = imageForm(2, 2);
const paths = ['a/red-1.png', 'a/red-2.png', 'a/blue-1.png', 'b/blue-2.png', 'b/blue-3.png', 'b/red-3.png'];
const drop: Drop = {
  files: [],
  samples: paths.map((path, at) => parsedSample(path, form, at)),
  rejected: [{ code: 'x', message: 'x', hint: '' }],
  notices: [{ code: 'y', message: 'y', hint: '' }],
  labels: {
    chosen: 'folders',
    isSure: true,
    reason: '',
    paths,
    options: [
      { id: 'folders', kind: 'folders', title: 'sub-folders', classNames: ['a', 'b'], labels: Int32Array.of(0, 0, 0, 1, 1, 1) },
      { id: 'names', kind: 'names', title: 'names', classNames: ['blue', 'red'], labels: Int32Array.of(1, 1, 0, 0, 0, -1) },
    ],
  },
  labeling: null,
};
const arrange = (change: Partial<Drop>, edits: Parameters<typeof arrangeData>[0]['edits'] = []) =>
  arrangeData({ drops: [{ ...drop, ...change }], edits, name: 'set', form, folder: '' });

test('labels of another way are used without reading anew; samples that get none are left out', () => {
  expect(arrange({}).classes.map(({ name, samples }) => [name, samples.length])).toEqual([
    ['a', 3],
    ['b', 3],
  ]);
  const { classes, samples } = arrange({ labeling: 'names' });
  expect(classes.map(({ name, samples: of }) => [name, of.length, of.at(-1)?.path])).toEqual([
    ['blue', 3, 'b/blue-3.png'],
    ['red', 2, 'a/red-2.png'],
  ]);
  expect(samples).not.toContainEqual(expect.objectContaining({ path: 'b/red-3.png' }));
});

test('the data set has the edited classes, and records stay with their samples', () => {
  const { dataset, steps, classes } = arrange({}, [
    { kind: 'move-samples', paths: ['a/red-1.png'], to: 'b' },
    { kind: 'rename-class', from: 'a', to: 'z' },
    { kind: 'move-samples', paths: ['b/red-3.png'], to: 'z' },
    { kind: 'drop-class', className: 'nothing' },
  ]);
  expect(dataset?.classNames).toEqual(['b', 'z']);
  expect([...(dataset?.labels ?? [])]).toEqual([0, 0, 0, 1, 1, 1]);
  const bytes = classes.flatMap(({ samples }) => samples.map(({ record }) => record?.[0]));
  expect(bytes).toEqual([0, 3, 4, 2, 1, 5]);
  expect([...(dataset?.source.memory ?? [])].filter((_, at) => at % 12 === 0)).toEqual(bytes);
  expect(steps[1]?.sentence).toBe('Class a renamed to z.');
  expect(steps[3]?.problem?.code).toBe('edit-no-class');
});

test('without two classes there is no data set and the last problem says why; remarks come before', () => {
  const { dataset, problems, rejected, samples } = arrange({}, [{ kind: 'drop-class', className: 'a' }]);
  expect(dataset).toBeNull();
  expect(problems.map(({ code }) => code)).toEqual(['y', 'too-few-classes']);
  expect([rejected.length, samples.length]).toEqual([1, 3]);
});
