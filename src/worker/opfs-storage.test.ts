/** @file A browser whose storage is denied and one whose storage is full: a model stays in memory, and the words say which of the two. */
import { afterEach, expect, test, vi } from 'vitest';
import { openPartial } from './hub-partial.ts';
import { createModelCache } from './model-cache.ts';
import { openOpfs } from './opfs-storage.ts';

const files = { getFileHandle: vi.fn() };
const stub = (getDirectoryHandle: () => Promise<unknown>) =>
  vi.stubGlobal('navigator', {
    storage: { getDirectory: async () => ({ getDirectoryHandle }), estimate: async () => ({ usage: 60e6, quota: 60e6 }) },
  });
const full = async () => {
  throw new DOMException('No room', 'QuotaExceededError');
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test('denied: there is no storage', async () => {
  stub(async () => {
    throw new DOMException('Not here', 'SecurityError');
  });
  const storage = await openOpfs();
  expect(storage).toBeNull();
  expect((await openPartial(storage, 'a', 10)).inMemory).toMatch(/gives the page no storage/);
});

test('full: it is said to be full, with the numbers, and what is downloaded stays whole in memory', async () => {
  stub(full);
  const storage = await openOpfs();
  const partial = await openPartial(storage, 'a', 10);
  expect(partial.inMemory).toMatch(
    /storage is full, it has no room for this model; it states 60\.0 MB of 60\.0 MB used\. A reload forgets/,
  );
  await partial.append(Uint8Array.of(1, 2, 3));
  partial.close();
  expect([...new Uint8Array(await (await partial.blob()).arrayBuffer())]).toEqual([1, 2, 3]);
  const cache = createModelCache(storage!);
  expect([await cache.entries(), await cache.temporary('a/b', 'c')]).toEqual([[], 'a--b@c.part']);
  await cache.remove('hf:a/b');
});

test('full, and then room is made: it is used', async () => {
  let hasRoom = false;
  stub(async () => (hasRoom ? files : full()));
  const storage = (await openOpfs())!;
  await expect(storage.write('a', 0)).rejects.toMatchObject({ name: 'QuotaExceededError' });
  hasRoom = true;
  const access = { truncate: vi.fn(), write: vi.fn(() => 3), flush: vi.fn(), close: vi.fn() };
  files.getFileHandle.mockResolvedValue({ createSyncAccessHandle: async () => access });
  expect((await storage.write('a', 0)).write(Uint8Array.of(1, 2, 3))).toBe(3);
});
