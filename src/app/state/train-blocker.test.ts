/** @file Every reason that blocks Train, in order, and which model it is about. */
import { beforeEach, expect, test } from 'vitest';
import { makeCard } from '../../../gallery/fixed-data.ts';
import { defaultConfig } from '../../config/fields.ts';
import type { DatasetPlan } from '../../core/data/dataset.ts';
import { configStore } from './config-store.ts';
import { dataStore } from './data-store.ts';
import { modelsStore } from './models-store.ts';
import { idleRunState, runStore } from './run-store.ts';
import { roleToLookAt, trainBlocker } from './train-blocker.ts';

const cards = [makeCard('nano-image', 'image'), makeCard('nano-audio', 'audio'), makeCard('own:wide', 'audio', { embedDim: 192 })];
const set = (patch: object) => configStore.setState({ config: { ...defaultConfig(), ...patch } });
const told = () => {
  const blocker = trainBlocker();
  return blocker && [blocker.code, roleToLookAt(blocker)];
};

beforeEach(() => {
  set({});
  runStore.setState(idleRunState(), true);
  modelsStore.setState({ phase: 'ready', cards, problem: null });
  dataStore.setState({ phase: 'ready', dataset: {} as DatasetPlan });
});

test('nothing blocks the defaults', () => expect(told()).toBeNull());

test('the list of models comes before any model', () => {
  modelsStore.setState({ phase: 'loading', cards: [] });
  expect(told()).toEqual(['models-loading', null]);
  modelsStore.setState({ phase: 'failed', problem: { code: 'list-404', message: 'm', hint: 'h' } });
  expect(told()).toEqual(['list-404', null]);
});

test('a model that is not here is named with its role', () => {
  set({ target: 'hf:a/b@main' });
  expect(told()).toEqual(['model-not-here', 'target']);
  expect(trainBlocker()?.message).toBe('The model a/b is not on this computer yet.');
  set({ auxiliary: 'own:gone' });
  expect(told()).toEqual(['model-not-found', 'auxiliary']);
  set({ auxiliary: 'none' });
  expect(told()).toBeNull();
});

test('a target of another modality, and an auxiliary of another shape', () => {
  set({ target: 'nano-audio' });
  expect(told()).toEqual(['target-modality', 'target']);
  expect(trainBlocker()?.message).toBe('The target nano-audio is not made for images.');
  set({ auxiliary: 'own:wide' });
  expect(told()).toEqual(['model-misfit', 'auxiliary']);
});

test('data and merging come first', () => {
  set({ target: 'nano-audio' });
  dataStore.setState({ phase: 'importing' });
  expect(told()).toEqual(['data-loading', null]);
  runStore.setState({ mergePhase: 'merging' });
  expect(told()).toEqual(['merging', null]);
});
