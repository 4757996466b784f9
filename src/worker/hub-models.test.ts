/** @file Hub models from look-up to storage, against a fake Hub with every fault: right bytes or a named reason, never wrong bytes. */
import { describe, expect, test, vi } from 'vitest';
import { COMMIT, type FakeRepo, fakeFetch, fixtureRepo, inParts, sha256, WEIGHTS } from '../../test/fake-hub.ts';
import { memoryStorage } from '../../test/memory-storage.ts';
import { createHubFetch } from './hub-fetch.ts';
import { createHubModels } from './hub-models.ts';
import { storedName } from './model-cache.ts';
import type { EngineEvent } from './protocol.ts';

const NAME = { repo: 'a/b', revision: 'main' };
const FINAL = storedName('a/b', COMMIT);
const PART = FINAL.replace('.safetensors', '.part');
const sound = fixtureRepo('micro-image');
const BYTES = sound.files[WEIGHTS]!;

type Fault = Parameters<typeof fakeFetch>[1];

function setUp({
  repo = sound,
  fault,
  storage = memoryStorage(),
}: {
  repo?: FakeRepo;
  fault?: Fault;
  storage?: ReturnType<typeof memoryStorage> | null;
} = {}) {
  const { fetch, asked } = fakeFetch({ 'a/b': repo }, fault);
  const events: EngineEvent[] = [];
  const hub = createHubFetch({ fetch, sleep: async () => {} });
  const models = createHubModels(
    hub,
    storage,
    (event) => events.push(event),
    async () => {},
  );
  const bytes = async () => {
    const { files } = await models.files(NAME);
    return files.weights.read(0, files.weights.size);
  };
  return { models, asked, events, storage, bytes };
}
/** Answers the weights file in this way, the first `times` times. */
function forWeights(answer: (range: string | null) => Response, times = 1): Fault {
  let left = times;
  return ({ address, range }) => (address.includes(`/${WEIGHTS}`) && left-- > 0 ? answer(range) : undefined);
}
const half = BYTES.length >> 1;
const same = (bytes: Uint8Array) => Buffer.compare(bytes, BYTES) === 0;
const broken = new TypeError('network error');

test('looks up without the weights, downloads once, and opens from the storage in the next session without a request', async () => {
  const { models, asked, events, storage, bytes } = setUp();
  const preview = await models.preview(NAME);
  expect(preview).toMatchObject({
    commit: COMMIT,
    sha256: sha256(BYTES),
    cached: false,
    card: { id: 'hf:a/b@main', license: 'Apache-2.0', bytes: BYTES.length },
  });
  expect(preview.card.config).toMatchObject({ embedDim: 32, depth: 2 });
  expect(preview.card.parameters).toBe(50528); // its config.json counts the norm of 64 as well: 50592
  expect(asked.filter(({ range }) => range === null).some(({ address }) => address.endsWith(WEIGHTS))).toBe(false);
  expect(same(await bytes())).toBe(true);
  const whole = { type: 'modelDownloading', id: 'hf:a/b@main', loaded: BYTES.length, total: BYTES.length };
  await vi.waitFor(() => expect(events.at(-1)).toEqual(whole));

  const later = setUp({ storage, fault: () => Promise.reject(new Error('no request was expected')) });
  expect(same(await later.bytes())).toBe(true);
  expect(later.asked).toHaveLength(0);
  expect((await later.models.storage()).models).toMatchObject([
    { id: 'hf:a/b@main', bytes: BYTES.length, card: { config: { embedDim: 32 } } },
  ]);
  expect((await later.models.delete('hf:a/b@main')).models).toEqual([]);
  expect([...storage!.files.keys()]).toEqual(['index.json']);
});

test('two askers share one download', async () => {
  const { models, asked } = setUp();
  await Promise.all([models.files(NAME), models.files(NAME)]);
  expect(asked.filter(({ address }) => address.endsWith(WEIGHTS))).toHaveLength(1);
});

describe('goes on where it was', () => {
  test.each([0, 1, half, 99_999])('after the connection broke at byte %i', async (at) => {
    const { bytes, asked } = setUp({ fault: forWeights(() => inParts([BYTES.slice(0, at), broken])) });
    expect(same(await bytes())).toBe(true);
    expect(asked.at(-1)?.range ?? null).toBe(at === 0 ? null : `bytes=${at}-`);
  });
  test('after an answer that ended early', async () => {
    const { bytes } = setUp({ fault: forWeights(() => inParts([BYTES.slice(0, half)])) });
    expect(same(await bytes())).toBe(true);
  });
  test('from the beginning where the server ignores the range', async () => {
    let count = 0;
    const fault: Fault = ({ address }) => {
      if (!address.endsWith(WEIGHTS)) return undefined;
      count += 1;
      return count === 1 ? inParts([BYTES.slice(0, half), broken]) : new Response(BYTES);
    };
    expect(same(await setUp({ fault }).bytes())).toBe(true);
  });
  test('in the next session, after cancel', async () => {
    const storage = memoryStorage();
    let cancel = () => {};
    const first = setUp({
      storage,
      fault: forWeights(() => {
        const parts = [BYTES.slice(0, 1000), BYTES.slice(1000, 2000), BYTES.slice(2000)];
        const body = new ReadableStream<Uint8Array>({
          pull(controller) {
            const next = parts.shift();
            if (parts.length === 0) cancel();
            if (next) controller.enqueue(next);
          },
        });
        return new Response(body);
      }),
    });
    cancel = () => first.models.cancel(NAME);
    await expect(first.bytes()).rejects.toMatchObject({ code: 'download-cancelled' });
    const kept = storage.files.get(PART)!.bytes.length;
    expect(kept).toBeGreaterThan(0);
    expect(storage.files.has(FINAL)).toBe(false);
    const second = setUp({ storage });
    expect(same(await second.bytes())).toBe(true);
    expect(second.asked.at(-1)?.range).toBe(`bytes=${kept}-`);
  });
  test('but a rest with a flipped bit is found out, and the next try is clean', async () => {
    const storage = memoryStorage();
    await setUp({ storage, fault: forWeights(() => inParts([BYTES.slice(0, half), broken]), 1) }).bytes();
    await setUp({ storage }).models.delete('hf:a/b@main');
    storage.files.set(PART, { bytes: BYTES.slice(0, half).with(77, BYTES[77]! ^ 4) as Uint8Array<ArrayBuffer>, modified: storage.now });
    await expect(setUp({ storage }).bytes()).rejects.toMatchObject({ code: 'hub-hash' });
    expect(storage.files.has(PART)).toBe(false);
    expect(same(await setUp({ storage }).bytes())).toBe(true);
  });
});

describe('wrong bytes are never kept', () => {
  const other = BYTES.map((byte) => byte ^ 1);
  const cases: Record<string, [Fault, string]> = {
    'a hash that differs': [forWeights(() => new Response(other)), 'hub-hash'],
    'too many bytes': [forWeights(() => inParts([BYTES, Uint8Array.of(1)])), 'hub-length'],
    'a length that is announced wrong': [forWeights(() => new Response(BYTES, { headers: { 'content-length': '5' } })), 'hub-length'],
    'a git-lfs pointer': [forWeights(() => new Response('version https://git-lfs.github.com/spec/v1\noid sha256:…')), 'hub-lfs'],
    'a web page': [forWeights(() => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })), 'hub-html'],
    'a web page that calls itself a file': [forWeights(() => new Response('<!DOCTYPE html><title>Sign in')), 'hub-html'],
    'a part that was not asked for': [
      forWeights(
        (range) =>
          range
            ? inParts([BYTES.slice(0, 10)], 206, { 'content-range': `bytes 0-9/${BYTES.length}` })
            : inParts([BYTES.slice(0, half), broken], 200, { etag: '"1"' }),
        2,
      ),
      'hub-length',
    ],
    'another ETag midway': [
      forWeights(
        (range) =>
          range ? inParts([BYTES.slice(half)], 206, { etag: '"2"' }) : inParts([BYTES.slice(0, half), broken], 200, { etag: '"1"' }),
        2,
      ),
      'hub-changed',
    ],
  };
  test.each(Object.keys(cases))('%s', async (name) => {
    const [fault, code] = cases[name]!;
    const { bytes, models, storage } = setUp({ fault });
    await expect(bytes()).rejects.toMatchObject({ code });
    expect((await models.storage()).models).toEqual([]);
    expect(storage!.files.get(PART)?.bytes.length ?? 0).toBe(0);
    expect(same(await bytes())).toBe(true); // what was loaded before is untouched, and another try works
  });
});

test('a connection that never gives a byte ends with a reason', async () => {
  const { bytes } = setUp({ fault: forWeights(() => inParts([broken]), 1000) });
  await expect(bytes()).rejects.toMatchObject({ code: 'hub-offline' });
});

describe('without room', () => {
  test.each([0, 4096, half, BYTES.length - 1])('for more than %i bytes it goes on in memory, with numbers', async (capacity) => {
    const storage = memoryStorage();
    storage.capacity = capacity;
    const { models, bytes } = setUp({
      storage,
      fault: forWeights(() => inParts([BYTES.slice(0, 3000), BYTES.slice(3000, half), BYTES.slice(half)])),
    });
    expect(same(await bytes())).toBe(true);
    const { notes } = await models.files(NAME);
    expect(notes[0]).toContain('memory only');
    expect([...storage.files.keys()].filter((name) => name.startsWith('a--b'))).toEqual([]);
    expect((await models.storage()).models).toEqual([]);
  });
  test('for the index, the model is kept in memory', async () => {
    const storage = memoryStorage();
    storage.capacity = BYTES.length + 10;
    const { models, bytes } = setUp({ storage });
    expect(same(await bytes())).toBe(true);
    expect((await models.files(NAME)).notes[0]).toContain('memory only');
  });
  test('and without any storage', async () => {
    const { models, bytes, asked } = setUp({ storage: null });
    expect(same(await bytes())).toBe(true);
    const before = asked.length;
    expect(same(await bytes())).toBe(true);
    expect(asked.length).toBe(before);
    expect(await models.storage()).toEqual({ models: [], used: null, quota: null });
  });
});

describe('refused before anything large is fetched', () => {
  const config = sound.files['config.json']!;
  const cases: Record<string, [FakeRepo, string]> = {
    gated: [{ ...sound, gated: true }, 'hub-gated'],
    'pickles only': [{ files: { 'config.json': config, 'pytorch_model.bin': BYTES } }, 'hub-pickle'],
    'cut into shards': [{ files: { 'model-00001-of-00002.safetensors': BYTES, 'model-00002-of-00002.safetensors': BYTES } }, 'hub-sharded'],
    'nothing of use': [{ files: { 'README.md': config } }, 'hub-no-weights'],
    'a config that is no JSON': [{ files: { ...sound.files, 'config.json': new TextEncoder().encode('{') } }, 'model-config'],
    'a config of something else': [
      { files: { ...sound.files, 'config.json': new TextEncoder().encode('{"model_type":"llama"}') } },
      'model-config',
    ],
    'weights that are none': [
      { files: { ...sound.files, [WEIGHTS]: new TextEncoder().encode('hello, this is text') } },
      'safetensors-header',
    ],
  };
  test.each(Object.keys(cases))('%s', async (name) => {
    const [repo, code] = cases[name]!;
    const { models, asked } = setUp({ repo });
    await expect(models.preview(NAME)).rejects.toMatchObject({ code });
    expect(asked.some(({ address, range }) => /\.(safetensors|bin)$/.test(address) && range === null)).toBe(false);
  });
  test('a repository that does not exist', async () => {
    await expect(setUp().models.preview({ repo: 'a/c', revision: 'main' })).rejects.toMatchObject({ code: 'hub-not-found' });
  });
  test('an answer of another form', async () => {
    const { models } = setUp({ fault: ({ address }) => (address.includes('/api/') ? Response.json({ sha: '__proto__' }) : undefined) });
    await expect(models.preview(NAME)).rejects.toMatchObject({ code: 'hub-answer' });
  });
});

test('where the server sends no parts, config.json alone gives the card and the weights stay where they are', async () => {
  const sent: number[] = [];
  const fault: Fault = ({ address }) => {
    if (!address.endsWith(WEIGHTS)) return undefined;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      sent.push(1);
      controller.enqueue(new Uint8Array(1000));
    };
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    return new Response(body);
  };
  const { card } = await setUp({ fault }).models.preview(NAME);
  expect(card).toMatchObject({ config: { embedDim: 32 }, notes: [expect.stringContaining('Only config.json')] });
  expect(sent).toEqual([]);
});

test('a newer commit is seen by the preview and replaces the stored one when it is downloaded', async () => {
  const storage = memoryStorage();
  await setUp({ storage }).bytes();
  const fresh = COMMIT.replace('0', 'f');
  const swap: Fault = ({ address }) =>
    address.includes('/api/models/a/b/revision') ? Response.json({ _id: 'x', id: 'a/b', sha: fresh, lastModified: 0 }) : undefined;
  const next = setUp({ storage, fault: swap });
  expect((await next.models.preview(NAME)).cached).toBe(false);
  await next.bytes();
  expect([...storage.files.keys()].sort()).toEqual([storedName('a/b', fresh), 'index.json'].sort());
});
