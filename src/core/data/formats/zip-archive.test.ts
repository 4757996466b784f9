import { describe, expect, it } from 'vitest';
import { PlaygroundError, type Problem } from '../../errors.ts';
import { expectOwnWords, refusalOf } from '../test-refusals.ts';
import { type Bytes, join, zip } from './test-fixtures.ts';
import { openArchive } from './zip-archive.ts';
import { unsafeName } from './zip-problems.ts';

const text = (content: string): Bytes => join(content);
const open = (bytes: Bytes) => openArchive(new Blob([bytes]), 'set.zip');
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error) => (error instanceof PlaygroundError && error.hint && error.message.includes('set.zip') ? error.code : String(error)),
  );

describe('openArchive', () => {
  it('reads stored and deflated entries', async () => {
    const bytes = await zip([
      { name: 'rings/1.png', bytes: text('one') },
      { name: 'rings/2.png', bytes: text('two '.repeat(5000)), method: 8 },
    ]);
    const { entries, rejected } = await open(bytes);
    expect(rejected).toEqual([]);
    expect(entries.map((entry) => entry.path)).toEqual(['set.zip/rings/1.png', 'set.zip/rings/2.png']);
    expect(new TextDecoder().decode(await entries[0]!.read())).toBe('one');
    expect((await entries[1]!.read()).length).toBe(20_000);
  });

  it('leaves out bad entries by name and keeps the rest', async () => {
    const x = text('x');
    const { entries, rejected } = await open(
      await zip([
        { name: '../escape.png', bytes: x },
        { name: 'a/../../b.png', bytes: x },
        { name: '..\\escape.png', bytes: x },
        { name: '/absolute.png', bytes: x },
        { name: 'C:\\windows.png', bytes: x },
        { name: 'nul\0.png', bytes: x },
        { name: `${'d/'.repeat(20)}deep.png`, bytes: x },
        { name: `${'n'.repeat(600)}.png`, bytes: x },
        { name: 'inner.zip', bytes: x },
        { name: 'secret.png', bytes: x, isEncrypted: true },
        { name: '__MACOSX/rings/._1.png', bytes: x },
        { name: 'rings/.DS_Store', bytes: x },
        { name: 'rings/', bytes: text('') },
        { name: 'rings/1.png', bytes: x },
      ]),
    );
    expect(entries.map((entry) => entry.path)).toEqual(['set.zip/rings/1.png']);
    expect(rejected.map((problem) => problem.code)).toEqual([...Array(8).fill('zip-unsafe-name'), 'zip-nested', 'zip-encrypted']);
    for (const { message, hint, where } of rejected) expect(message && hint && where).toBeTruthy();
  });

  it('reads names with the folders of Windows as safely as others, each name once', async () => {
    const x = text('x');
    const names = [
      'data\\',
      'data\\cat\\1.jpg',
      'data\\dog\\1.jpg',
      'data/cat/1.jpg',
      'data\\..\\..\\2.jpg',
      'data\\.git\\3.jpg',
      '\\\\host\\4.jpg',
    ];
    const { entries, rejected } = await open(await zip(names.map((name) => ({ name, bytes: name.endsWith('\\') ? text('') : x }))));
    expect(entries.map(({ path }) => path)).toEqual(['set.zip/data/cat/1.jpg', 'set.zip/data/dog/1.jpg']);
    expect(rejected.map(({ code }) => code)).toEqual(['zip-same-name', 'zip-unsafe-name', 'zip-unsafe-name']);
    expect(await entries[0]!.read()).toEqual(x);
  });

  it('names a wrong checksum, a wrong size, an unknown method and damaged data when the entry is read', async () => {
    const { entries } = await open(
      await zip([
        { name: 'a/crc.png', bytes: text('abc'), crc: 1 },
        { name: 'a/more.png', bytes: text('z'.repeat(900)), claimedBytes: 100, method: 8 },
        { name: 'a/less.png', bytes: text('z'.repeat(900)), claimedBytes: 1000, method: 8 },
        { name: 'a/method.png', bytes: text('abc'), method: 12 },
        { name: 'a/fine.png', bytes: text('abc') },
      ]),
    );
    const codes = [];
    for (const entry of entries) codes.push(await codeOf(entry.read()));
    expect(codes[0]).toBe('zip-checksum');
    expect(['zip-wrong-size', 'zip-damaged', 'zip-checksum']).toContain(codes[1]);
    expect(['zip-wrong-size', 'zip-damaged', 'zip-checksum']).toContain(codes[2]);
    expect(codes[3]).toBe('zip-method');
    expect(codes[4]).toBe('none');
  });

  it('refuses bombs before unpacking them', async () => {
    const bomb = { name: 'a/bomb.png', bytes: text('x'), claimedBytes: 100e6 };
    const huge = { name: 'a/huge.png', bytes: text('x'), claimedBytes: 300e6 };
    const { entries, rejected } = await open(await zip([bomb, huge, { name: 'a/fine.png', bytes: text('x') }]));
    expect(entries).toHaveLength(1);
    expect(rejected.map((problem) => problem.code)).toEqual(['zip-bomb', 'zip-entry-too-large']);
  });

  it('stops an entry that unpacks to more than it claims, within a second and without room for its claim', async () => {
    const zeros = new Uint8Array(50e6);
    const bytes = await zip([
      { name: 'a/lies.png', bytes: zeros, claimedBytes: 9e6, method: 8, crc: 1 },
      { name: 'a/nothing.png', bytes: text(''), claimedBytes: 9.9e6, method: 8, crc: 1 },
    ]);
    const { entries } = await open(bytes);
    for (const entry of entries) {
      const start = performance.now();
      expect(await codeOf(entry.read())).toMatch(/^zip-(wrong-size|damaged|checksum)$/);
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });

  it('refuses entries that share bytes', async () => {
    const bytes = await zip([
      { name: 'a/1.png', bytes: text('x'.repeat(100)) },
      { name: 'a/2.png', bytes: text('y'.repeat(100)) },
    ]);
    // The second directory record: point it into the first entry.
    bytes.set([10, 0, 0, 0], findLast(bytes, 'PK\x01\x02') + 42);
    expect(await codeOf(open(bytes))).toMatch(/^zip-(overlap|ambiguous|damaged)$/);
  });

  it('says what is wrong with a file that is no zip, cut off or empty', async () => {
    const whole = await zip([{ name: 'a/1.png', bytes: text('x'.repeat(1000)) }]);
    expect(await codeOf(open(text('just text')))).toBe('zip-not-a-zip');
    expect(await codeOf(open(whole.slice(0, -10)))).toBe('zip-not-a-zip');
    expect(await codeOf(open(join()))).toBe('zip-empty-file');
    expect(await codeOf(open(join('junk', whole)))).toBe('zip-ambiguous');
    expect((await open(await zip([]))).entries).toEqual([]);
  });

  it('stops at the limit of entries', async () => {
    expect(await codeOf(open(await manyEntries(50_001)))).toBe('zip-too-many-entries');
    expect((await open(await manyEntries(500))).entries).toHaveLength(500);
    // The count in the end record has 16 bits: 65,536 reads as 0.
    expect(await codeOf(open(await manyEntries(65_535)))).toBe('zip-too-many-entries');
    expect(await codeOf(open(await manyEntries(65_536)))).toMatch(/^zip-(too-many-entries|ambiguous|damaged)$/);
  });
});

/** An archive of empty files with numbers for names: one entry, copied and patched. */
async function manyEntries(count: number): Promise<Bytes> {
  const one = await zip([{ name: '00000', bytes: join() }]);
  const [localBytes, centralBytes] = [30 + 5, 46 + 5];
  const all = new Uint8Array(count * (localBytes + centralBytes) + 22);
  const view = new DataView(all.buffer);
  for (let at = 0; at < count; at++) {
    const name = join(String(at).padStart(5, '0'));
    const [local, central] = [at * localBytes, count * localBytes + at * centralBytes];
    all.set(one.subarray(0, localBytes), local);
    all.set(one.subarray(localBytes, localBytes + centralBytes), central);
    all.set(name, local + 30);
    all.set(name, central + 46);
    view.setUint32(central + 42, local, true);
  }
  const end = all.length - 22;
  all.set(one.subarray(-22), end);
  view.setUint16(end + 8, count, true);
  view.setUint16(end + 10, count, true);
  view.setUint32(end + 12, count * centralBytes, true);
  view.setUint32(end + 16, count * localBytes, true);
  return all;
}

describe('bad zips', () => {
  const x = text('x');
  const entry = (item: Partial<Parameters<typeof zip>[0][number]>) => () => zip([{ name: 'a/1.png', bytes: x, ...item }]);
  const whole = entry({ bytes: text('x'.repeat(1000)) });
  const BAD: readonly [string, () => Bytes | Promise<Bytes>][] = [
    ['zip-empty-file', () => join()],
    ['zip-not-a-zip', () => text('just text')],
    ['zip-not-a-zip', async () => (await whole()).slice(0, -10)],
    ['zip-not-a-zip', async () => (await whole()).slice(0, 500)],
    ['zip-ambiguous', async () => join('junk', await whole())],
    ['zip-ambiguous', async () => join(await whole(), await whole())],
    ['zip-too-many-entries', () => manyEntries(50_001)],
    ['zip-unsafe-name', entry({ name: '../escape.png' })],
    ['zip-unsafe-name', entry({ name: '/absolute.png' })],
    ['zip-unsafe-name', entry({ name: 'nul\0.png' })],
    ['zip-unsafe-name', entry({ name: `${'d/'.repeat(20)}deep.png` })],
    ['zip-unsafe-name', entry({ name: `${'n'.repeat(600)}.png` })],
    ['zip-nested', entry({ name: 'inner.zip' })],
    ['zip-encrypted', entry({ isEncrypted: true })],
    ['zip-bomb', entry({ claimedBytes: 100e6 })],
    ['zip-entry-too-large', entry({ claimedBytes: 300e6 })],
    ['zip-method', entry({ method: 12 })],
    ['zip-checksum', entry({ crc: 1 })],
    [
      'zip-same-name',
      async () =>
        zip([
          { name: 'a/1.png', bytes: x },
          { name: 'a\\1.png', bytes: x },
        ]),
    ],
  ];

  /** Of the archive, of the entry in its list, or of the entry when it is read. */
  async function refusalsOf(bytes: Bytes): Promise<Problem[]> {
    try {
      const { entries, rejected } = await open(bytes);
      if (rejected.length > 0) return rejected;
      return [await refusalOf(() => entries[0]!.read())];
    } catch (error) {
      return [await refusalOf(() => Promise.reject(error))];
    }
  }

  it.each(BAD)('%s', async (code, make) => {
    expect((await refusalsOf(await make())).map((problem) => problem.code)).toEqual([code]);
  });

  it('have words of their own', async () => {
    const found: Problem[] = [];
    for (const [, make] of BAD) found.push(...(await refusalsOf(await make())));
    expectOwnWords(found, 15);
  });
});

describe('unsafeName', () => {
  it('lets plain names pass', () => {
    for (const name of ['a.png', 'rings/a..b.png', 'a b/ü.png', '...']) expect(unsafeName(name)).toBeUndefined();
  });
});

function findLast(bytes: Bytes, signature: string): number {
  const wanted = join(signature);
  for (let at = bytes.length - wanted.length; at >= 0; at--) if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  return -1;
}
