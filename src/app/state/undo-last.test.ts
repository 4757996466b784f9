/** @file The undo keys take back whichever of settings and data was changed last, and never step over a change of modality unsaid. */
import { beforeEach, expect, test } from 'vitest';
import { imageForm, parsedSample } from '../../../test/parsed-sample.ts';
import { defaultConfig } from '../../config/fields.ts';
import { NO_EDITS } from '../../core/data/labels/dataset-edits.ts';
import { setConfig } from './actions.ts';
import { arrangeData, type Drop } from './arrange-data.ts';
import { configStore } from './config-store.ts';
import { editData } from './data-edits.ts';
import { dataStore } from './data-store.ts';
import { noticesStore } from './notices-store.ts';
import { redoLast, undoLast } from './undo-last.ts';

const form = imageForm(2, 2);
const samples = ['a', 'b', 'c'].flatMap((name) => [1, 2, 3].map((at) => parsedSample(`${name}/${at}.png`, form, at)));
const drop: Drop = { files: [], samples, rejected: [], notices: [], labels: null, labeling: null };
const classes = () =>
  dataStore
    .getState()
    .classes.map(({ name }) => name)
    .join('');
const config = () => configStore.getState().config;

beforeEach(() => {
  configStore.setState({ config: defaultConfig('image'), past: [], future: [] });
  const base = { drops: [drop], name: 'set', form, folder: '' };
  dataStore.setState({ ...base, ...arrangeData({ ...base, edits: [] }), edits: NO_EDITS, phase: 'ready', source: { kind: 'own' } });
});

test('after a change of modality and an edit, the edit is taken back first', () => {
  setConfig({ modality: 'audio', target: 'nano-audio', auxiliary: 'nano-image' });
  editData({ kind: 'drop-class', className: 'a' });
  undoLast();
  expect(classes()).toBe('abc');
  expect(config().modality).toBe('audio');
  undoLast();
  expect(config().modality).toBe('image');
  expect(dataStore.getState().switched).toEqual({ modality: 'audio', target: 'nano-audio', auxiliary: 'nano-image' });
  expect(noticesStore.getState().announcement).toContain('images again');
});

test('edits and settings in turn are taken back and made again in their order', () => {
  editData({ kind: 'drop-class', className: 'a' });
  setConfig({ epochs: 2 });
  editData({ kind: 'rename-class', from: 'b', to: 'd' });
  const seen = () => `${classes()} ${config().epochs}`;
  const after = seen();
  const back = [undoLast, undoLast, undoLast].map((step) => {
    step();
    return seen();
  });
  expect([after, ...back]).toEqual(['cd 2', 'bc 2', 'bc 6', 'abc 6']);
  const forth = [redoLast, redoLast, redoLast].map((step) => {
    step();
    return seen();
  });
  expect(forth).toEqual(['bc 6', 'bc 2', 'cd 2']);
});
