/** @file Undo and redo of settings: bursts are one step, and the data stays where it is. */
import { beforeEach, expect, test, vi } from 'vitest';
import { defaultConfig } from '../../config/fields.ts';
import { adoptConfig, configStore, patchConfig, redoConfig, undoConfig } from './config-store.ts';

const config = () => configStore.getState().config;

beforeEach(() => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(10_000);
  configStore.setState({ config: defaultConfig(), past: [], future: [] });
});

test('typing a number is one step, another setting is the next', () => {
  patchConfig({ epochs: 1 });
  patchConfig({ epochs: 12 });
  patchConfig({ seed: 5 });
  expect(configStore.getState().past).toHaveLength(2);
  undoConfig();
  expect(config()).toMatchObject({ epochs: 12, seed: 0 });
  undoConfig();
  expect(config()).toEqual(defaultConfig());
  undoConfig();
  redoConfig();
  redoConfig();
  redoConfig();
  expect(config()).toMatchObject({ epochs: 12, seed: 5 });
});

test('a change after undo ends the way forward', () => {
  patchConfig({ epochs: 2 });
  undoConfig();
  patchConfig({ seed: 1 });
  redoConfig();
  expect(config()).toMatchObject({ epochs: 6, seed: 1 });
});

test('new data is no step of its own and survives undo', () => {
  patchConfig({ epochs: 2 });
  patchConfig({ data: 'sample:textures' });
  expect(configStore.getState().past).toHaveLength(1);
  undoConfig();
  expect(config()).toMatchObject({ data: 'sample:textures', epochs: 6 });
});

test('a change that changes nothing is no step', () => {
  patchConfig({ epochs: 6 });
  expect(configStore.getState().past).toHaveLength(0);
});

test('Back and Forward walk the same way as undo and redo', () => {
  patchConfig({ epochs: 2 });
  const after = config();
  adoptConfig({ ...defaultConfig(), data: 'sample:sketches' });
  expect(configStore.getState()).toMatchObject({ config: defaultConfig(), past: [], future: [after] });
  adoptConfig(after);
  expect(configStore.getState()).toMatchObject({ config: after, past: [defaultConfig()], future: [] });
  adoptConfig({ ...after, seed: 9 });
  undoConfig();
  expect(config()).toEqual(after);
});
