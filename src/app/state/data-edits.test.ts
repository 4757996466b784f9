/** @file Changes to the data: locked while runs are in progress, told, kept only where they do something; labels chosen anew. */
import { beforeEach, expect, test, vi } from 'vitest';
import { imageForm, parsedSample } from '../../../test/parsed-sample.ts';
import { NO_EDITS } from '../../core/data/labels/dataset-edits.ts';
import { arrangeData, type Drop } from './arrange-data.ts';
import { chooseLabeling, editData, redoData, undoData } from './data-edits.ts';
import { dataStore } from './data-store.ts';
import { noticesStore } from './notices-store.ts';
import { NO_RELABELLINGS } from './relabellings.ts';
import { runStore } from './run-store.ts';

const read = vi.hoisted(() => vi.fn((_index: number, _labeling: string, _histories: unknown) => Promise.resolve(true)));
vi.mock('./data-import.ts', () => ({ rereadLabelled: read }));

const form = imageForm(2, 2);
const paths = ['a', 'b', 'c'].flatMap((name) => [1, 2, 3].map((at) => `${name}/${at}.png`));
const option = (id: string, labels: number[], classNames = ['x', 'y']) => {
  return { id, kind: 'names' as const, title: id, classNames, labels: Int32Array.from(labels) };
};
const drop: Drop = {
  files: [],
  samples: paths.map((path, at) => parsedSample(path, form, at)),
  rejected: [],
  notices: [],
  labels: {
    chosen: 'folders',
    isSure: true,
    reason: '',
    paths: [...paths, 'loose.png'],
    options: [option('folders', [0, 0, 0, 1, 1, 1, 2, 2, 2, -1], ['a', 'b', 'c']), option('names', [0, 1, 0, 1, 0, 1, 0, 1, 0, -1])].concat(
      option('table', [0, 0, 0, 1, 1, 1, 0, 0, 0, 1]),
    ),
  },
  labeling: null,
};
const counts = () => Object.fromEntries(dataStore.getState().classes.map(({ name, samples }) => [name, samples.length]));
const said = () => noticesStore.getState().announcement;

beforeEach(() => {
  read.mockClear();
  runStore.setState({ phase: 'idle' });
  const base = { drops: [drop], name: 'set', form, folder: '' };
  const histories = { edits: NO_EDITS, relabelled: NO_RELABELLINGS };
  dataStore.setState({ ...base, ...arrangeData({ ...base, edits: [] }), ...histories, phase: 'ready', source: { kind: 'own' } });
});

test('an edit changes data set and split, is said, undone and redone', () => {
  editData({ kind: 'merge-classes', from: ['a'], into: 'b' });
  expect(said()).toBe('Class a merged into b: 6 samples now.');
  expect(counts()).toEqual({ b: 6, c: 3 });
  expect(dataStore.getState().split?.train).toHaveLength(5);
  undoData();
  expect(said()).toBe('Taken back: Class a merged into b: 6 samples now.');
  expect(counts()).toEqual({ a: 3, b: 3, c: 3 });
  redoData();
  expect(counts()).toEqual({ b: 6, c: 3 });
});

test('an edit that does nothing is said and not kept', () => {
  editData({ kind: 'drop-class', className: 'nothing' });
  expect(said()).toBe('There is no class nothing to drop.');
  expect(dataStore.getState().edits).toEqual(NO_EDITS);
});

test('nothing changes while runs are in progress, nor while files are read', () => {
  for (const state of ['running', 'importing'] as const) {
    if (state === 'running') runStore.setState({ phase: state });
    else dataStore.setState({ phase: state });
    editData({ kind: 'drop-class', className: 'a' });
    void chooseLabeling(0, 'names');
    expect(counts()).toEqual({ a: 3, b: 3, c: 3 });
    runStore.setState({ phase: 'idle' });
  }
});

test('another way to label is used at once where all its samples were read, and edits come back with the way before', async () => {
  editData({ kind: 'drop-class', className: 'a' });
  await chooseLabeling(0, 'names');
  expect(counts()).toEqual({ x: 5, y: 4 });
  const { edits, relabelled } = dataStore.getState();
  expect(edits).toEqual(NO_EDITS);
  expect(relabelled.past.map(({ sentence }) => sentence)).toEqual([
    'Classes from names in place of folders; 1 change put aside with them.',
  ]);
  editData({ kind: 'rename-class', from: 'y', to: 'z' });
  const back = [];
  for (let steps = 0; steps < 4; steps++) {
    undoData();
    await Promise.resolve();
    back.push(counts());
  }
  const all = { a: 3, b: 3, c: 3 };
  expect(back).toEqual([{ x: 5, y: 4 }, { b: 3, c: 3 }, all, all]);
  const forth = [];
  for (let steps = 0; steps < 4; steps++) {
    redoData();
    await Promise.resolve();
    forth.push(counts());
  }
  expect(forth).toEqual([
    { b: 3, c: 3 },
    { x: 5, y: 4 },
    { x: 5, z: 4 },
    { x: 5, z: 4 },
  ]);
  expect(read).not.toHaveBeenCalled();
});

test('a new edit ends what could be labelled again, and the way that is in use is no step', async () => {
  await chooseLabeling(0, 'folders');
  expect(dataStore.getState().relabelled.past).toEqual([]);
  await chooseLabeling(0, 'names');
  undoData();
  expect(dataStore.getState().relabelled.future).toHaveLength(1);
  editData({ kind: 'rename-class', from: 'a', to: 'z' });
  expect(dataStore.getState().relabelled).toEqual({ past: [], future: [] });
});

test('a way that takes samples that were passed over has them read', async () => {
  await chooseLabeling(0, 'table');
  expect(read).toHaveBeenCalledWith(0, 'table', { edits: NO_EDITS, relabelled: { past: [expect.anything()], future: [] } });
  await chooseLabeling(0, 'unknown');
  expect(read).toHaveBeenCalledTimes(1);
});
