/** @file Why a download is in memory only: a full storage is told from one that is denied, with the browser's own numbers. */
import { expect, test } from 'vitest';
import { memoryStorage } from '../../test/memory-storage.ts';
import { openPartial } from './hub-partial.ts';

test.each([
  [
    'QuotaExceededError',
    /^Kept in memory only: the browser's storage is full, it has no room for this model; it states 9\.0 MB of 10\.0 MB used\./,
  ],
  ['NoModificationAllowedError', /^Kept in memory only: the storage is in use by another tab, or denied\./],
])('%s when the file is made', async (name, words) => {
  const storage = memoryStorage();
  storage.write = () => Promise.reject(new DOMException('refused', name));
  storage.estimate = async () => ({ used: 9e6, quota: 10e6 });
  const file = await openPartial(storage, 'a.part', 100);
  expect(file.inMemory).toMatch(words);
  await file.append(new Uint8Array([1, 2, 3]));
  file.close();
  expect(new Uint8Array(await (await file.blob()).arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
});
