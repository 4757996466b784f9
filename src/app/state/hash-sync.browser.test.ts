/** @file Address and settings in a real history: Back, Forward, an edited address, and all of them while runs are in progress. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultConfig } from '../../config/fields.ts';
import { configStore, patchConfig } from './config-store.ts';
import { dataStore } from './data-store.ts';
import { shareLink, startHashSync } from './hash-sync.ts';
import { noticesStore } from './notices-store.ts';
import { runStore } from './run-store.ts';

const asked = vi.fn((data: string) => dataStore.setState({ asked: data }));
const epochs = () => configStore.getState().config.epochs;
const hash = () => window.location.hash;
const edit = (fragment: string) => {
  window.location.hash = fragment;
};
let end = () => {};

beforeEach(() => {
  asked.mockClear();
  window.history.pushState(null, '', '#v=1');
  configStore.setState({ config: defaultConfig(), past: [], future: [] });
  dataStore.setState({ asked: null });
  runStore.setState({ phase: 'idle' });
  noticesStore.setState({ notices: [] });
  end = startHashSync(asked);
});

afterEach(() => end());

async function change(patch: Parameters<typeof patchConfig>[0], wanted: string): Promise<void> {
  patchConfig(patch);
  await vi.waitFor(() => expect(hash()).toBe(wanted));
}

test('Back and Forward walk through settings and leave the data', async () => {
  await change({ data: 'sample:textures' }, '#v=1&data=sample:textures');
  await change({ epochs: 9 }, '#v=1&data=sample:textures&epochs=9');
  await change({ data: 'own' }, '#v=1&data=own&epochs=9');
  window.history.back();
  await vi.waitFor(() => expect(epochs()).toBe(6));
  await vi.waitFor(() => expect(hash()).toBe('#v=1&data=own'));
  window.history.forward();
  await vi.waitFor(() => expect(epochs()).toBe(9));
  expect(asked).not.toHaveBeenCalled();
});

test('while a link asks for data, address and link keep it', async () => {
  edit('v=1&data=https://data.example/a.zip&epochs=2');
  await vi.waitFor(() => expect(asked).toHaveBeenCalledWith('https://data.example/a.zip'));
  await change({ epochs: 3 }, '#v=1&data=https://data.example/a.zip&epochs=3');
  expect(new URL(shareLink()).hash).toBe(hash());
  expect(new URL(shareLink({ ...defaultConfig(), seed: 4 })).hash).toBe('#v=1&seed=4');
});

test('nothing changes while runs are in progress, and the page says so once', async () => {
  await change({ epochs: 9 }, '#v=1&epochs=9');
  runStore.setState({ phase: 'running' });
  window.history.back();
  await vi.waitFor(() => expect(noticesStore.getState().notices).toHaveLength(1));
  expect(hash()).toBe('#v=1&epochs=9');
  edit('v=1&data=sample:sketches&epochs=50');
  await vi.waitFor(() => expect(hash()).toBe('#v=1&epochs=9'));
  expect(noticesStore.getState().notices).toHaveLength(1);
  expect([epochs(), asked.mock.calls.length]).toEqual([9, 0]);
  runStore.setState({ phase: 'finished' });
  // The refused address left an entry with the same settings.
  window.history.go(-2);
  await vi.waitFor(() => expect(epochs()).toBe(6));
});
