/** @file The cache survives a tab that is closed at any write, damaged files and its own leftovers. */
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../test/fake-hub.ts';
import { Killed, type MemoryStorage, memoryStorage } from '../../test/memory-storage.ts';
import { type CacheEntry, createModelCache, storedName } from './model-cache.ts';

const WEIGHTS = Uint8Array.from({ length: 5000 }, (_, i) => (i * 31) % 251);
const DAY = 24 * 3600e3;

function entry(id = 'hf:a/b@main', commit = 'c1'): CacheEntry {
  return {
    id,
    commit,
    file: storedName('a/b', commit),
    weightsName: 'model.safetensors',
    bytes: WEIGHTS.length,
    sha256: sha256(WEIGHTS),
    storedAt: 1,
    configText: '{}',
    readme: null,
    preprocessorText: '{"image_mean":[0.5,0.5,0.5]}',
  };
}
const cacheOn = (storage: MemoryStorage) => createModelCache(storage, () => storage.now);

async function store(storage: MemoryStorage, one = entry()): Promise<void> {
  const cache = cacheOn(storage);
  const name = await cache.temporary('a/b', one.commit);
  const writer = await storage.write(name, 0);
  for (let at = 0; at < WEIGHTS.length; at += 1000) writer.write(WEIGHTS.slice(at, at + 1000));
  writer.close();
  await cache.commit(name, one);
}

test('what was stored is there in the next session, and gone after delete', async () => {
  const storage = memoryStorage();
  await store(storage);
  const cache = cacheOn(storage);
  const found = await cache.find('hf:a/b@main');
  expect(found).toEqual(entry());
  expect(new Uint8Array(await (await cache.open(found!, 'hash')).arrayBuffer())).toEqual(WEIGHTS);
  await cache.remove('hf:a/b@main');
  expect(await cacheOn(storage).entries()).toEqual([]);
  expect([...storage.files.keys()]).toEqual(['index.json']);
});

test('a tab closed before any operation leaves the model whole or absent, and a second try stores it', async () => {
  const sound = memoryStorage();
  await store(sound);
  expect(sound.operations).toBeGreaterThan(8);
  for (let killAt = 1; killAt <= sound.operations; killAt++) {
    const storage = memoryStorage();
    storage.killAt = killAt;
    await expect(store(storage)).rejects.toBeInstanceOf(Killed);
    const next = cacheOn(storage);
    for (const found of await next.entries()) expect((await next.open(found, 'hash')).size).toBe(WEIGHTS.length);
    await store(storage);
    expect(await cacheOn(storage).find('hf:a/b@main')).toEqual(entry());
    expect([...storage.files.keys()].sort()).toEqual([storedName('a/b', 'c1'), 'index.json'].sort());
  }
});

describe('a stored file that is not what it was', () => {
  const damage: Record<string, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>> = {
    'one bit flipped': (bytes) => bytes.with(4321, bytes[4321]! ^ 1) as Uint8Array<ArrayBuffer>,
    'one byte short': (bytes) => bytes.slice(0, -1),
    'one byte long': (bytes) => Uint8Array.of(...bytes, 0),
    empty: () => new Uint8Array(),
  };
  test.each(Object.keys(damage))('%s: refused or dropped, never opened', async (name) => {
    const storage = memoryStorage();
    await store(storage);
    const file = storage.files.get(storedName('a/b', 'c1'))!;
    const cache = cacheOn(storage);
    const found = await cache.find('hf:a/b@main');
    file.bytes = damage[name]!(file.bytes);
    await expect(cache.open(found!, 'hash')).rejects.toMatchObject({ code: 'storage-damaged' });
    expect(await cache.find('hf:a/b@main')).toBeUndefined();
    expect(storage.files.has(storedName('a/b', 'c1'))).toBe(false);
  });
  test('a truncated one is dropped when the next session starts', async () => {
    const storage = memoryStorage();
    await store(storage);
    const file = storage.files.get(storedName('a/b', 'c1'))!;
    file.bytes = file.bytes.slice(0, 100);
    expect(await cacheOn(storage).entries()).toEqual([]);
  });
});

describe('at the start of a session', () => {
  test('entries without a file go, and old leftovers go, young ones stay', async () => {
    const storage = memoryStorage();
    await store(storage);
    await store(storage, entry('hf:a/b@v2', 'c2'));
    storage.files.delete(storedName('a/b', 'c2'));
    const put = (name: string, modified: number) => storage.files.set(name, { bytes: new Uint8Array(3), modified });
    put('old--x@c.part', storage.now - 2 * DAY);
    put('young--x@c.part', storage.now - 1000);
    put('orphan--x@c.safetensors', storage.now - 2 * DAY);
    expect((await cacheOn(storage).entries()).map(({ id }) => id)).toEqual(['hf:a/b@main']);
    expect([...storage.files.keys()].sort()).toEqual([storedName('a/b', 'c1'), 'index.json', 'young--x@c.part'].sort());
  });
  test('a damaged index is an empty one', async () => {
    const storage = memoryStorage();
    await store(storage);
    storage.files.get('index.json')!.bytes = new TextEncoder().encode('[{"id":"hf:__proto__/x@main"}]');
    expect(await cacheOn(storage).entries()).toEqual([]);
  });
});

test('two revisions of one commit share the file; it stays until both are deleted', async () => {
  const storage = memoryStorage();
  await store(storage);
  const cache = cacheOn(storage);
  await cache.commit(null, entry('hf:a/b@v1'));
  await cache.remove('hf:a/b@main');
  expect(storage.files.has(storedName('a/b', 'c1'))).toBe(true);
  await cache.remove('hf:a/b@v1');
  expect(storage.files.has(storedName('a/b', 'c1'))).toBe(false);
});

test('a model can be deleted from a full storage', async () => {
  const storage = memoryStorage();
  await store(storage);
  storage.capacity = [...storage.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  await cacheOn(storage).remove('hf:a/b@main');
  expect(await cacheOn(storage).entries()).toEqual([]);
  expect([...storage.files.keys()]).toEqual(['index.json']);
});

test('no room for the index: the old one is still read', async () => {
  const storage = memoryStorage();
  await store(storage);
  const used = [...storage.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  storage.capacity = used + 20;
  await expect(cacheOn(storage).commit(null, entry('hf:a/b@v1'))).rejects.toMatchObject({ name: 'QuotaExceededError' });
  expect(await cacheOn(storage).entries()).toEqual([entry()]);
});
