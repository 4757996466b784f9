/** @file The engine's life: started once, restarted after a death if it had been up, its data sent again. */
import { beforeEach, expect, test, vi } from 'vitest';
import { imageForm, parsedPicture } from '../../../test/parsed-sample.ts';
import { recordSource } from '../../core/data/records.ts';
import { PlaygroundError, type Problem } from '../../core/errors.ts';
import type { EngineClient } from '../../worker/client.ts';
import { dataStore } from './data-store.ts';
import { sendDataset } from './engine-dataset.ts';
import { callEngine, engineStore, readRequestedBackend, setEngineFactory, startEngine } from './engine-store.ts';

const DEATH: Problem = { code: 'engine-crashed', message: 'It stopped.', hint: 'Again.' };
const BACKEND = { name: 'wasm', adapter: '', software: false, skipped: [], selfTestError: 0, kernels: { name: 'reference', slower: null } };
const form = imageForm(1, 1);
const samples = Array.from({ length: 4 }, (_, at) => parsedPicture(`${at}`, new Uint8Array(3)));
const dataset = { name: 'x', classNames: ['a', 'b'], labels: new Uint16Array(4), form, source: recordSource(form, '', samples) };

let die: (problem: Problem) => void = () => {};
const call = vi.fn();
setEngineFactory(() => {
  const client = { call, subscribe: () => () => {}, onMemory: () => () => {}, dispose() {} };
  const onDeath = (listener: (problem: Problem) => void) => {
    die = listener;
    return () => {};
  };
  return { ...client, onDeath } as unknown as EngineClient;
});

const sent = () => call.mock.calls.map(([command]) => command);

beforeEach(() => {
  call.mockReset().mockResolvedValue(BACKEND);
});

test('an engine that never came up is not restarted by itself', async () => {
  call.mockRejectedValueOnce(new PlaygroundError(DEATH));
  await expect(startEngine()).rejects.toThrow('It stopped.');
  die(DEATH);
  expect(sent()).toEqual(['start']);
  expect(engineStore.getState()).toMatchObject({ phase: 'off', restarts: 0 });
});

test('commands wait for the start, the list of models does not', async () => {
  await callEngine('listModels', {});
  await callEngine('pause', {});
  await callEngine('resume', {});
  expect(sent()).toEqual(['listModels', 'start', 'pause', 'resume']);
  expect(engineStore.getState()).toMatchObject({ phase: 'ready', backend: BACKEND });
});

test('the data set is sent once an engine, and the page keeps its own', async () => {
  dataStore.setState({ dataset });
  await sendDataset();
  await sendDataset();
  expect(sent()).toEqual(['setDataset']);
  const [, args, transfer] = call.mock.calls[0] ?? [];
  expect([args, transfer]).toEqual([{ dataset }, undefined]);
  die(DEATH);
  await sendDataset();
  expect(sent()).toEqual(['setDataset', 'start', 'setDataset']);
  expect(engineStore.getState()).toMatchObject({ phase: 'ready', restarts: 1 });
});

test('an unknown backend in the address is named and not used', () => {
  expect(readRequestedBackend('?backend=wasm')).toBeNull();
  expect(engineStore.getState().requested).toBe('wasm');
  expect(readRequestedBackend('?backend=quantum')).toBe('quantum');
  expect(engineStore.getState().requested).toBe('auto');
});
