/** @file Containers as tarfile, NumPy, gzip and pyarrow write them, read to the same bytes and classes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTar } from 'nanotar';
import { describe, expect, it } from 'vitest';
import type { ContainerEntry } from './container-entry.ts';
import { openIdx } from './idx.ts';
import { readNpyHeader } from './npy-header.ts';
import { openContainers } from './open-containers.ts';
import { openNpyFiles, openNpz } from './open-npy.ts';
import { openParquet } from './parquet.ts';
import { openTar } from './tar-archive.ts';
import { channel, codeOf, contentOf, digest, expected, golden, goldenBytes } from './test-containers.ts';

const contents = (entries: readonly ContainerEntry[]) => Promise.all(entries.map(contentOf));
const classes = (entries: readonly ContainerEntry[]) => entries.map(({ className }) => className);

describe('openTar', () => {
  it.each(['pax.tar', 'pax.tar.gz', 'gnu.tar', 'gnu.tar.gz', 'ustar.tar', 'ustar.tar.gz'])('reads what tarfile wrote: %s', async (name) => {
    const { entries, rejected } = await openTar(golden(name));
    expect(rejected).toEqual([]);
    const found = Object.fromEntries(await Promise.all(entries.map(async (entry) => [entry.path, await contentOf(entry)])));
    const wanted = Object.entries(expected[name]).map(([inside, sum]) => [`${name}/${inside.normalize('NFC')}`, sum]);
    expect(found).toEqual(Object.fromEntries(wanted));
    expect(classes(entries)).toEqual(entries.map(() => null));
  });

  it('reads what nanotar wrote', async () => {
    const data = createTar([{ name: 'a/1.png', data: 'one' }, { name: 'b/' }, { name: 'b/2.png', data: 'x'.repeat(512) }]);
    const { entries } = await openTar({ path: 'n.tar', file: new Blob([data as Uint8Array<ArrayBuffer>]) });
    expect(entries.map(({ path }) => path)).toEqual(['n.tar/a/1.png', 'n.tar/b/2.png']);
    expect(await contents(entries)).toEqual([digest(new TextEncoder().encode('one')), digest(new TextEncoder().encode('x'.repeat(512)))]);
  });
});

describe('large containers', () => {
  it('lists a tar of 10,000 files and an IDX of 60,000 pictures, each in a second', async () => {
    const data = createTar(Array.from({ length: 10_001 }, (_, at) => ({ name: `set/class ${at % 10}/${at}.png`, data: 'x'.repeat(1600) })));
    const pictures = new Uint8Array(16 + 60_000 * 28 * 28);
    pictures.set([0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28]);
    const [tar, idx] = [new Blob([data as Uint8Array<ArrayBuffer>]), new Blob([pictures])];
    const start = process.cpuUsage();
    expect((await openTar({ path: 'n.tar', file: tar })).entries).toHaveLength(10_001);
    const between = process.cpuUsage(start).user / 1e6;
    expect((await openIdx([{ path: 'train-images-idx3-ubyte', file: idx }])).entries).toHaveLength(60_000);
    const seconds = process.cpuUsage(start).user / 1e6;
    console.info(`tar ${between.toFixed(2)} s, IDX ${(seconds - between).toFixed(2)} s of processor time`);
    expect([between < 1, seconds - between < 1]).toEqual([true, true]);
  });
});

const odd = process.env.ODD_FILES ?? '../shared/data/odd';
describe.skipIf(!existsSync(odd))('odd arrays', () => {
  it.each(['npy-generated', 'npy-numpy', 'npz-scipy'])('%s: judged as expected, or refused with a reason', async (suite) => {
    const verdicts: Record<string, string> = existsSync(join(odd, suite, 'expected.json'))
      ? JSON.parse(readFileSync(join(odd, suite, 'expected.json'), 'utf8'))
      : {};
    for (const name of readdirSync(join(odd, suite)).filter((file) => /\.np[yz]$/.test(file))) {
      const file = { path: name, file: new Blob([readFileSync(join(odd, suite, name))]) };
      const code = await codeOf(() => (name.endsWith('.npz') ? openNpz(file) : readNpyHeader(file.file, name)));
      expect(code, name).toMatch(/^(none|np[yz]-[a-z-]+|zip-[a-z-]+)$/);
      // Other than the verdicts on purpose: column order and bytes that nothing describes are refused, text is read for labels.
      const isOther = ['npy-fortran', 'npz-no-pictures'].includes(code) || ['trailing_bytes.npy', 'unicode.npy'].includes(name);
      if (isOther || !verdicts[name]) continue;
      expect([name, code === 'none'], code).toEqual([name, verdicts[name].startsWith('accept')]);
    }
  });
});

describe('openIdx', () => {
  it('pairs pictures and labels by name, packed or not', async () => {
    const { entries, rejected } = await openIdx([golden('t-labels-idx1-ubyte.gz'), golden('t-images-idx3-ubyte')]);
    expect(rejected).toEqual([]);
    expect(classes(entries)).toEqual(expected.idx.labels.map(String));
    expect(await contents(entries)).toEqual(expected.idx.pictures);
    const [first] = entries;
    expect(first?.kind === 'picture' && (await first.read())).toMatchObject({ width: 4, height: 5 });
  });

  it('says what is missing from a pair', async () => {
    const alone = await openIdx([golden('t-images-idx3-ubyte')]);
    expect([alone.entries.length, alone.entries[0]!.className, alone.rejected.map(({ code }) => code)]).toEqual([
      7,
      null,
      ['idx-no-labels'],
    ]);
    const labels = await openIdx([golden('t-labels-idx1-ubyte.gz')]);
    expect([labels.entries.length, labels.rejected.map(({ code }) => code)]).toEqual([0, ['idx-no-pictures']]);
  });
});

describe('openNpz and openNpyFiles', () => {
  it('reads the layout of Keras: x_train with y_train, x_test with y_test', async () => {
    const { entries, rejected } = await openNpz(golden('keras.npz'));
    expect(rejected).toEqual([]);
    const train = entries.filter(({ path }) => path.includes('x_train'));
    expect([entries.length, train.length]).toEqual([8, 6]);
    expect(classes(train)).toEqual(['0', '1', '2', '0', '1', '2']);
    expect(await contents(train)).toEqual(expected.grey);
  });

  it('reads unnamed arrays with labels of text, in colour', async () => {
    const { entries } = await openNpz(golden('plain.npz'));
    expect(classes(entries)).toEqual(['cat', 'dog', 'ü', 'cat', 'dog', 'ü']);
    const pictures = await Promise.all(entries.map(async (entry) => (entry.kind === 'picture' ? entry.read() : undefined)));
    const values = pictures.map((picture) => {
      const [red, green, blue] = [channel(picture!, 0), channel(picture!, 1), channel(picture!, 2)];
      return red.flatMap((value, pixel) => [value, green[pixel], blue[pixel]]);
    });
    expect(values).toEqual(expected.colour);
  });

  it('reads every type and layout that is a picture, and names the others', async () => {
    const { entries, rejected } = await openNpz(golden('variants.npz'));
    const of = (name: string) => entries.filter(({ path }) => path.includes(`/x_${name}.npy/`));
    for (const same of ['f2', 'f8', 'big', 'one']) expect(await contents(of(same)), same).toEqual(expected.grey);
    expect(await contents(of('bool'))).toEqual(expected.grey.map((row: number[]) => row.map((value) => (value > 127 ? 255 : 0))));
    expect(await contents(of('planar'))).toEqual(expected.colour.map((row: number[]) => row.filter((_, at) => at % 3 === 0)));
    const codes = Object.fromEntries(rejected.map(({ code, where }) => [/x_(\w+)/.exec(where!)![1], code]));
    const none = 'npy-no-labels';
    expect(codes).toEqual({
      ...{ f2: none, f8: none, big: none, one: none, bool: none, planar: none },
      ...{ fortran: 'npy-fortran', int: 'npy-picture-type', wide: 'npy-range', minus: 'npy-range', nan: 'npy-nan', zero: 'npy-nothing' },
      points: 'npy-few-points',
    });
  });

  it('pairs loose files, one-hot labels included, and hands back what is no picture', async () => {
    const points = { path: 'p/cloud.npy', file: golden('Y.npy').file };
    const { entries, rejected, rest } = await openNpyFiles([golden('X.npy'), golden('Y.npy'), points]);
    expect([rejected, rest.map(({ path }) => path)]).toEqual([[], ['p/cloud.npy']]);
    expect(classes(entries)).toEqual(['0', '1', '2', '0', '1', '2']);
    expect(await contents(entries)).toEqual(expected.grey);
  });
});

describe('openParquet', () => {
  it.each(['snappy', 'plain', 'zstd', 'gzip', 'brotli', 'lz4'])('reads what pyarrow wrote in the layout of datasets: %s', async (name) => {
    const { entries, rejected, labelColumns } = await openParquet(golden(`${name}.parquet`));
    expect([rejected, labelColumns]).toEqual([[], ['label']]);
    expect(classes(entries)).toEqual(expected.parquet.classes);
    // Out of order too: row groups are read again.
    expect(await contentOf(entries[11]!)).toBe(expected.parquet.digests[11]);
    expect(await contents(entries)).toEqual(expected.parquet.digests);
  });

  it('reads other columns, says which samples have no class, and which have no bytes', async () => {
    const strings = await openParquet(golden('strings.parquet'));
    expect(classes(strings.entries).slice(0, 3)).toEqual(['a', 'b', null]);
    expect(strings.rejected).toMatchObject([
      { code: 'parquet-no-label', message: '4 rows of strings.parquet have no label in column category.' },
    ]);
    expect(await contentOf(strings.entries[4]!)).toBe(expected.parquet.digests[4]);
    expect(await codeOf(() => contentOf(strings.entries[3]!))).toBe('parquet-no-bytes');
    const binary = await openParquet(golden('binary.parquet'));
    expect(classes(binary.entries).slice(0, 3)).toEqual([null, '1', '2']);
    expect(await contents(binary.entries)).toEqual(expected.parquet.digests);
  });
});

describe('openContainers', () => {
  it('opens what it knows, hands back the rest in order, and goes on after a bad one', async () => {
    const picture = { path: 'a/1.png', file: new Blob(['x']) };
    const bad = { path: 'bad.tar.gz', file: new Blob([goldenBytes('pax.tar.gz').slice(0, 300)]) };
    const rejected: string[] = [];
    const read: string[] = [];
    const files = [
      picture,
      bad,
      golden('X.npy'),
      golden('Y.npy'),
      golden('snappy.parquet'),
      golden('t-images-idx3-ubyte'),
      golden('gnu.tar'),
    ];
    const { entries, rest } = await openContainers(files, {
      skip: new Set(['gnu.tar/set/rings/1.png']),
      onReading: (path) => read.push(path),
      onRejected: ({ code }) => rejected.push(code),
    });
    expect(rest).toEqual([picture]);
    expect(rejected).toEqual(['gzip-cut', 'idx-no-labels']);
    expect(entries.length).toBe(12 + 3 + 7 + 6);
    expect(new Set(read)).toEqual(new Set(files.slice(1).map(({ path }) => path)));
  });
});
