/** @file Datasets and files as the worker answers them, against a fake Hugging Face: previews, downloads, every refusal. */
import { describe, expect, test } from 'vitest';
import { cutAfter, type FakeTurn, fakeServer, noise, sound, status } from '../../test/fake-address.ts';
import { commitOf, datasetAnswer, type FakeDataset } from '../../test/fake-datasets.ts';
import { sha256 } from '../../test/fake-hub.ts';
import type { AddressProgress } from './address-protocol.ts';
import { createAddressSession } from './address-session.ts';

const never = new AbortController().signal;
const shard = (seed: number, length = 20_000) => {
  const bytes = noise(length, seed);
  bytes.set(new TextEncoder().encode('PAR1'));
  return bytes;
};
const shards: FakeDataset = {
  revisions: {
    main: { 'README.md': noise(9), 'data/train-0.parquet': shard(1), 'data/train-1.parquet': shard(2), 'data/test-0.parquet': shard(3) },
  },
};

function hub(
  datasets: Record<string, FakeDataset>,
  fault: (url: string, range: string | null, count: number) => ReturnType<FakeTurn> | null = () => null,
) {
  let count = 0;
  const { fetch, asked } = fakeServer(({ url, range, init }) => {
    const wrong = fault(url, range, ++count);
    if (wrong) return wrong;
    const { status: code, headers, body } = datasetAnswer(datasets, url, range);
    return init.mode === 'no-cors' ? new Response() : new Response(body, { status: code, headers });
  });
  const session = createAddressSession({ fetch, random: () => 1, sleep: async () => {}, stallMs: 50 });
  return { session, asked };
}
const codeOf = (wanted: Promise<unknown>) =>
  wanted.then(
    () => 'nothing',
    (thrown: { code?: string }) => thrown.code ?? String(thrown),
  );

describe('a dataset', () => {
  test('is looked up without its files, then comes with their paths', async () => {
    const { session, asked } = hub({ 'tests/pets': shards });
    const preview = await session.lookUp('datasets/tests/pets', never);
    expect(preview).toEqual({
      kind: 'dataset',
      repo: 'tests/pets',
      revision: 'main',
      commit: commitOf('main'),
      files: 'parquet',
      count: 2,
      bytes: 40_000,
      of: { files: 2, bytes: 40_000 },
      split: 'train',
      otherSplits: ['test'],
      part: '',
      otherParts: [],
      isConverted: false,
      isCut: false,
    });
    expect(asked.filter(({ url }) => url.includes('/resolve/'))).toEqual([]);
    for (const { init } of asked) expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    const seen: AddressProgress[] = [];
    const { files, name, problems } = await session.download('datasets/tests/pets', (progress) => seen.push(progress), never);
    expect([name, problems, files.map(({ path, file }) => [path, file.size])]).toEqual([
      'tests/pets',
      [],
      [
        ['data/train-0.parquet', 20_000],
        ['data/train-1.parquet', 20_000],
      ],
    ]);
    expect(new Uint8Array(await files[1]!.file.arrayBuffer())).toEqual(shard(2));
    expect(seen.at(-1)).toEqual({ loaded: 40_000, total: 40_000, done: 2, of: 2 });
  });

  test('in a folder and a revision that were named', async () => {
    const set: FakeDataset = { revisions: { v1: { 'en/a.parquet': shard(1), 'fr/a.parquet': shard(2) } } };
    const { session } = hub({ 'tests/pets': set });
    const preview = await session.lookUp('https://huggingface.co/datasets/tests/pets/tree/v1/fr', never);
    expect(preview).toMatchObject({ count: 1, revision: 'v1', commit: commitOf('v1') });
    const { files } = await session.download('https://huggingface.co/datasets/tests/pets/tree/v1/fr', () => {}, never);
    expect(files.map(({ path }) => path)).toEqual(['fr/a.parquet']);
  });

  test('of scripts, or of very many samples, comes from the copy in parquet', async () => {
    const copy = { 'default/train/0000.parquet': shard(1), 'default/test/0000.parquet': shard(2) };
    const many = Object.fromEntries(Array.from({ length: 1200 }, (_, at) => [`cat/${at}.png`, noise(5)]));
    for (const main of [{ 'pets.py': noise(5), 'pets.jsonl': noise(5) }, many]) {
      const { session } = hub({ 'tests/pets': { revisions: { main, 'refs/convert/parquet': copy } } });
      expect(await session.lookUp('datasets/tests/pets', never)).toMatchObject({
        isConverted: true,
        count: 1,
        split: 'train',
        files: 'parquet',
      });
      const { files } = await session.download('datasets/tests/pets', () => {}, never);
      expect(files.map(({ path }) => path)).toEqual(['default/train/0000.parquet']);
    }
    // Listed in pages; without a copy the samples themselves.
    const { session } = hub({ 'tests/pets': { revisions: { main: many } } });
    expect(await session.lookUp('datasets/tests/pets', never)).toMatchObject({ isConverted: false, count: 1200, files: 'files' });
  });

  test('with folders of samples keeps them, and one bad file never ends it', async () => {
    const main = Object.fromEntries(['cat', 'dog'].flatMap((name) => [1, 2, 3].map((at) => [`train/${name}/${at}.png`, noise(500, at)])));
    const { session } = hub({ 'tests/pets': { revisions: { main } } }, (url) =>
      url.endsWith('cat/2.png') ? new Response('no', { status: 404 }) : url.endsWith('dog/1.png') ? new Response(noise(500, 77)) : null,
    );
    const { files, problems } = await session.download('datasets/tests/pets', () => {}, never);
    expect(files.map(({ path }) => path)).toEqual(['train/cat/1.png', 'train/cat/3.png', 'train/dog/2.png', 'train/dog/3.png']);
    expect(problems.map(({ code }) => code).sort()).toEqual(['address-damaged', 'address-missing']);
  });

  test('goes on after a fault with what came, file and byte', async () => {
    let isBroken = true;
    const { session, asked } = hub({ 'tests/pets': shards }, (url, range) => {
      if (!isBroken || !url.endsWith('train-1.parquet')) return null;
      return range
        ? new TypeError('Failed to fetch')
        : cutAfter(shard(2), 9000, 'break', { etag: `"${sha256(shard(2))}"` })({ url, range, init: {} });
    });
    expect(await codeOf(session.download('datasets/tests/pets', () => {}, never))).toBe('address-broken');
    isBroken = false;
    const before = asked.length;
    const seen: AddressProgress[] = [];
    const { files } = await session.download('datasets/tests/pets', (progress) => seen.push(progress), never);
    expect(files.map(({ file }) => file.size)).toEqual([20_000, 20_000]);
    expect(asked.slice(before).map(({ url, range }) => [url.split('/').at(-1), range])).toEqual([['train-1.parquet', 'bytes=4904-']]);
    expect(seen[0]?.loaded).toBeGreaterThanOrEqual(29_000);
  });

  test('begins anew when a second look finds another commit', async () => {
    const set = { ...shards };
    const { session } = hub({ 'tests/pets': set }, (url, range) =>
      url.endsWith('train-1.parquet') && url.includes(commitOf('main'))
        ? range
          ? new TypeError('gone')
          : cutAfter(shard(2), 9000)({ url, range, init: {} })
        : null,
    );
    expect(await codeOf(session.download('datasets/tests/pets', () => {}, never))).toBe('address-broken');
    set.edition = 1;
    set.revisions = { main: { 'data/train-0.parquet': shard(7), 'data/train-1.parquet': shard(8) } };
    expect(await session.lookUp('datasets/tests/pets', never)).toMatchObject({ commit: commitOf('main', 1) });
    const { files } = await session.download('datasets/tests/pets', () => {}, never);
    const all = await Promise.all(files.map(async ({ file }) => new Uint8Array(await file.arrayBuffer())));
    expect(all).toEqual([shard(7), shard(8)]);
  });

  test.each<[string, Record<string, FakeDataset>, string]>([
    ['missing', {}, 'dataset-missing'],
    ['gated', { 'tests/pets': { ...shards, gated: true } }, 'dataset-gated'],
    ['of text only', { 'tests/pets': { revisions: { main: { 'a.jsonl': noise(5), 'b.py': noise(5) } } } }, 'dataset-nothing'],
    ['empty', { 'tests/pets': { revisions: { main: {} } } }, 'dataset-nothing'],
    [
      'with one huge shard',
      { 'tests/pets': { revisions: { main: { 'a.parquet': shard(1) } }, stated: { 'a.parquet': 6e8 } } },
      'dataset-too-large',
    ],
  ])('%s is refused', async (_, datasets, code) => {
    const { session } = hub(datasets);
    expect(await codeOf(session.lookUp('datasets/tests/pets', never))).toBe(code);
  });
  test.each([
    [401, 'dataset-gated'],
    [403, 'dataset-gated'],
    [500, 'hub-busy'],
  ])('status %i is %s', async (code, wanted) => {
    const { session } = hub({ 'tests/pets': shards }, () => status(code)({ url: '', range: null, init: {} }));
    expect(await codeOf(session.lookUp('datasets/tests/pets', never))).toBe(wanted);
  });
  test('that lists a way out of its folder does not get it', async () => {
    const { session } = hub({ 'tests/pets': { revisions: { main: { '../evil.parquet': shard(1), 'a.parquet': shard(2) } } } });
    expect(await session.lookUp('datasets/tests/pets', never)).toMatchObject({ count: 1 });
  });
});

describe('a file', () => {
  const FILE = 'https://data.example/get?id=7';
  const session = (...turns: FakeTurn[]) => {
    const { fetch, asked } = fakeServer(...turns);
    return { session: createAddressSession({ fetch, random: () => 1, sleep: async () => {}, stallMs: 50 }), asked };
  };
  test('is told before it is loaded, and named by what it is', async () => {
    const bytes = noise(100_000);
    const { session: one } = session(sound(bytes, { headers: { 'content-disposition': 'attachment; filename="pets"' } }));
    expect(await one.lookUp(FILE, never)).toEqual({ kind: 'file', host: 'data.example', name: 'pets.zip', bytes: 100_000 });
    const { files, name } = await one.download(FILE, () => {}, never);
    expect([name, files.map(({ path, file }) => [path, file.size])]).toEqual(['pets', [['pets.zip', 100_000]]]);
  });
  test('is refused with the reason when it is looked at', async () => {
    expect(await codeOf(session(status(404)).session.lookUp(FILE, never))).toBe('address-missing');
    expect(await codeOf(session(() => new Response('<html>')).session.lookUp(FILE, never))).toBe('address-page');
    const hidden: FakeTurn = ({ init }) => (init.mode === 'no-cors' ? new Response() : new TypeError('Failed to fetch'));
    expect(await codeOf(session(hidden).session.lookUp(FILE, never))).toBe('address-cors');
    expect(await codeOf(session().session.lookUp('nonsense', never))).toBe('address-form');
  });
  test('goes on at the same address only', async () => {
    const bytes = noise(100_000);
    const broken = [cutAfter(bytes, 90_000), ...Array.from({ length: 5 }, () => () => new TypeError('Failed to fetch'))];
    const { session: one, asked } = session(...broken, sound(bytes));
    expect(await codeOf(one.download(FILE, () => {}, never))).toBe('address-broken');
    await one.download(FILE, () => {}, never);
    expect(asked.at(-1)?.range).toBe('bytes=85904-');
    const { session: two, asked: others } = session(...broken, sound(bytes));
    expect(await codeOf(two.download(FILE, () => {}, never))).toBe('address-broken');
    await two.download('https://data.example/other.zip', () => {}, never);
    expect(others.at(-1)?.range).toBeNull();
  });
});
