/** @file Hub models from look-up to storage, against a fake Hub with every fault: right bytes or a named reason, never wrong bytes. */
import { describe, expect, test, vi } from 'vitest';
import { COMMIT, type FakeRepo, fakeFetch, fixtureRepo, inParts, sha256, WEIGHTS } from '../../test/fake-hub.ts';
import { memoryStorage } from '../../test/memory-storage.ts';
import { sleep as abortableSleep, createHubFetch } from './hub-fetch.ts';
import { createHubModels } from './hub-models.ts';
import { openPartial } from './hub-partial.ts';
import { hashOf, storedName } from './model-cache.ts';
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
  sleep = async () => {},
}: {
  repo?: FakeRepo;
  fault?: Fault;
  storage?: ReturnType<typeof memoryStorage> | null;
  sleep?: typeof abortableSleep;
} = {}) {
  const { fetch, asked } = fakeFetch({ 'a/b': repo }, fault);
  const events: EngineEvent[] = [];
  const hub = createHubFetch({ fetch, sleep: async () => {} });
  const models = createHubModels(hub, storage, (event) => events.push(event), sleep);
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
    const held = { id: 'hf:a/b@main', bytes: BYTES.length, inMemory: true, card: { config: { embedDim: 32 } } };
    expect((await models.storage()).models).toMatchObject([held]);
    expect((await models.delete('hf:a/b@main')).models).toEqual([]);
    storage.capacity = Number.POSITIVE_INFINITY;
    expect(same(await bytes())).toBe(true);
    expect((await models.storage()).models.map(({ inMemory }) => inMemory ?? false)).toEqual([false]); // it was freed, and came anew
  });
  test('for the index, the model is kept in memory', async () => {
    const storage = memoryStorage();
    storage.capacity = BYTES.length + 10;
    const { models, bytes } = setUp({ storage });
    expect(same(await bytes())).toBe(true);
    expect((await models.files(NAME)).notes[0]).toContain('memory only');
    expect((await models.storage()).models).toMatchObject([{ id: 'hf:a/b@main', inMemory: true }]);
  });
  test('and without any storage', async () => {
    const { models, bytes, asked } = setUp({ storage: null });
    expect(same(await bytes())).toBe(true);
    const before = asked.length;
    expect(same(await bytes())).toBe(true);
    expect(asked.length).toBe(before);
    expect(await models.storage()).toMatchObject({ models: [{ id: 'hf:a/b@main', inMemory: true }], used: null, quota: null });
    expect(await models.delete('hf:a/b@main')).toEqual({ models: [], used: null, quota: null });
    await models.files(NAME);
    expect(asked.length).toBe(before + 1);
  });
  test('a large part moves to memory in steps', async () => {
    const storage = memoryStorage();
    const file = await openPartial(storage, 'x.part', 40e6);
    storage.capacity = 20e6;
    const step = Uint8Array.from({ length: 2_500_000 }, (_, i) => i % 251);
    let largest = 0;
    const read = vi.spyOn(Blob.prototype, 'arrayBuffer').mockImplementation(function (this: Blob) {
      largest = Math.max(largest, this.size);
      return new Response(this).arrayBuffer();
    });
    for (let i = 0; i < 16; i++) await file.append(step);
    read.mockRestore();
    expect(file.inMemory).toContain('memory only');
    file.close();
    const blob = await file.blob();
    expect(blob.size).toBe(40e6);
    expect(await hashOf(blob)).toBe(sha256(Buffer.concat(Array(16).fill(step))));
    expect(largest).toBeLessThanOrEqual(4 << 20);
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

describe('cancel', () => {
  test('ends the pause between two tries at once, and the next try goes on', async () => {
    const { models, bytes } = setUp({ fault: forWeights(() => inParts([BYTES.slice(0, half), broken])), sleep: abortableSleep });
    const first = bytes();
    const end = expect(first).rejects.toMatchObject({ code: 'download-cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 50)); // in its first pause of a second
    const before = performance.now();
    models.cancel(NAME);
    const second = bytes();
    await end;
    expect(performance.now() - before).toBeLessThan(500);
    expect(same(await second)).toBe(true);
    expect((await models.files(NAME)).notes).toEqual([]); // in the storage: the first one had let go of the file
  });
  test('ends a body from which nothing comes', async () => {
    const { models, bytes } = setUp({ fault: forWeights(() => new Response(new ReadableStream({}))) });
    const end = expect(bytes()).rejects.toMatchObject({ code: 'download-cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    models.cancel(NAME);
    await end;
    expect(same(await bytes())).toBe(true);
  });
  test.each(['/api/', 'config.json', WEIGHTS])('ends a look-up that waits for %s; so does a newer one', async (part) => {
    let isStuck = true;
    const fault: Fault = ({ address, init }) =>
      isStuck && address.includes(part)
        ? new Promise((_, reject) => init.signal!.addEventListener('abort', () => reject(init.signal!.reason)))
        : undefined;
    const { models } = setUp({ fault });
    const ends = () => expect(models.preview(NAME)).rejects.toMatchObject({ code: 'lookup-ended' });
    const [first, second] = [ends(), ends()];
    await first;
    models.cancel(NAME);
    await second;
    isStuck = false;
    expect((await models.preview(NAME)).commit).toBe(COMMIT);
  });
});

test('preprocessor_config.json comes along, from the Hub and from the storage', async () => {
  const text = '{"image_mean":[0.1,0.2,0.3]}';
  const storage = memoryStorage();
  const repo = { files: { ...sound.files, 'preprocessor_config.json': new TextEncoder().encode(text) } };
  const { models } = setUp({ storage, repo });
  expect((await models.peek(NAME)).preprocessorText).toBe(text);
  expect((await models.files(NAME)).files.preprocessorText).toBe(text);
  expect((await setUp({ storage }).models.files(NAME)).files.preprocessorText).toBe(text);
  expect((await setUp().models.peek(NAME)).preprocessorText).toBeUndefined();
});

describe('where the server sends no parts', () => {
  test('a small file is fetched as a whole for its card', async () => {
    const fault: Fault = ({ address }) => (address.endsWith(WEIGHTS) ? new Response(BYTES) : undefined);
    const { card } = await setUp({ fault }).models.preview(NAME);
    expect(card.notes.join()).not.toContain('Only config.json');
    expect(card.parameters).toBe(50528);
  });
  test('a hidden Content-Range does not matter, because the list states the size', async () => {
    const fault: Fault = ({ address, range }) =>
      address.endsWith(WEIGHTS) && range ? new Response(BYTES.slice(0, Number(range.split('-')[1]) + 1), { status: 206 }) : undefined;
    const { models, asked } = setUp({ fault });
    expect((await models.preview(NAME)).card.parameters).toBe(50528);
    expect(asked.filter(({ address, range }) => address.endsWith(WEIGHTS) && range === null)).toEqual([]);
  });
  test('of a large file config.json alone gives the card, and its weights stay where they are', async () => {
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
    const large = { files: { ...sound.files, [WEIGHTS]: new Uint8Array(10e6 + 1) } };
    const { card } = await setUp({ fault, repo: large }).models.preview(NAME);
    expect(card).toMatchObject({ config: { embedDim: 32 }, notes: [expect.stringContaining('Only config.json')] });
    expect(sent).toEqual([]);
  });
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
