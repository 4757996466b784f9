/** @file Hand-made bad containers: each is refused, or its one bad entry is, with the code of its own. */
import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';
import { describe, expect, it } from 'vitest';
import type { PlaygroundError, Problem } from '../../errors.ts';
import { type Bytes, join, u32be, zip } from '../formats/test-fixtures.ts';
import { expectOwnWords } from '../test-refusals.ts';
import { gunzip } from './gunzip.ts';
import { openIdx } from './idx.ts';
import { openNpyFiles, openNpz } from './open-npy.ts';
import { openParquet } from './parquet.ts';
import { openTar } from './tar-archive.ts';
import { codeOf, contentOf, golden, goldenBytes } from './test-containers.ts';

const named = (path: string, bytes: Bytes) => ({ path, file: new Blob([bytes]) });
const tarOf = (...items: { name: string; data?: string }[]): Bytes => (createTar(items) as Uint8Array<ArrayBuffer>).slice();
const gz = (bytes: Uint8Array): Bytes => new Uint8Array(gzipSync(bytes));
const HTML = join('<!doctype html><title>404</title>'.padEnd(600));
const LFS = join('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'.padEnd(134));

/** Writes text into a header and makes its checksum fit again. */
function patched(tar: Bytes, at: number, text: string, header = 0): Bytes {
  const bytes = tar.slice();
  bytes.set(join(text), header + at);
  bytes.fill(0x20, header + 148, header + 156);
  const sum = bytes.subarray(header, header + 512).reduce((total, byte) => total + byte, 0);
  bytes.set(join(`${sum.toString(8).padStart(6, '0')}\0 `), header + 148);
  return bytes;
}

const one = tarOf({ name: 'a/1.png', data: 'one' });
const two = tarOf({ name: 'a/1.png', data: 'one' }, { name: 'a/2.png', data: 'two' });

const BAD_TARS: readonly [string, Bytes][] = [
  ['tar-empty-file', join()],
  ['tar-not-a-tar', HTML],
  ['tar-not-a-tar', one.map((byte, at) => (at === 3 ? 0x7f : byte))],
  ['tar-cut', join('x')],
  ['tar-cut', one.slice(0, 400)],
  ['tar-cut', one.slice(0, 512)],
  ['tar-cut', one.slice(0, 514)],
  ['tar-cut', one.slice(0, 1024)],
  ['tar-cut', two.slice(0, 1500)],
  ['tar-damaged', two.map((byte, at) => (at === 1030 ? 0x7f : byte))],
  ['tar-size', patched(one, 124, '-0000000777')],
  ['tar-size', patched(one, 124, '\x80\0\0\0\0\0\0\0\0\0\0\x03')],
  ['tar-cut', patched(one, 124, '77777777777')],
  ['tar-after-end', join(one, two)],
  ['tar-pax', patched(one, 156, 'x')],
  ['gzip-damaged', gz(one).map((byte, at) => (at === 40 ? byte ^ 255 : byte))],
  ['gzip-cut', gz(one).slice(0, 15)],
  ['gzip-cut', gz(one).fill(255, -4)],
  ['gzip-damaged', gz(one).fill(0, -3)],
  ['gzip-size', join(gz(two), gz(one))],
  ['gzip-bomb', gz(new Uint8Array(30e6))],
  ['tar-not-a-tar', gz(HTML)],
];

describe('bad tars', () => {
  it.each(BAD_TARS)('%s', async (code, bytes) => {
    expect(await codeOf(() => openTar(named('a.tar', bytes)))).toBe(code);
  });

  it('leaves out bad entries and keeps the rest', async () => {
    const long = 'd/'.repeat(20);
    const entries = [
      ...[
        { name: 'a/1.png', data: 'x' },
        { name: '../up.png', data: 'x' },
        { name: 'a/1.png', data: 'y' },
        { name: '/root.png', data: 'x' },
      ],
      ...[
        { name: `${long}deep.png`, data: 'x' },
        { name: 'in.zip', data: 'x' },
        { name: '__MACOSX/._1.png', data: 'x' },
      ],
    ];
    const opened = await openTar(named('a.tar', tarOf(...entries)));
    expect(opened.entries.map(({ path }) => path)).toEqual(['a.tar/a/1.png']);
    const unsafe = 'tar-unsafe-name';
    expect(opened.rejected.map(({ code }) => code)).toEqual([unsafe, 'tar-duplicate', unsafe, unsafe, 'tar-nested']);
    for (const [type, code] of ['1tar-link', '2tar-link', '3tar-special', 'Star-sparse'].map((text) => [text[0]!, text.slice(1)]))
      expect((await openTar(named('a.tar', patched(one, 156, type!)))).rejected, type).toMatchObject([{ code }]);
    const pax = tarOf({ name: 'pax', data: '12 size=999\n' }, { name: 'a/1.png', data: 'one' });
    expect((await openTar(named('a.tar', patched(pax, 156, 'x')))).rejected).toMatchObject([{ code: 'tar-two-sizes' }]);
  });

  it('stops a bomb before it is unpacked', async () => {
    const packed = new Blob([gz(new Uint8Array(200e6))]);
    const start = performance.now();
    expect(await codeOf(() => gunzip(packed, 'b.gz'))).toBe('gzip-bomb');
    expect(await codeOf(() => gunzip(packed, 'b.gz', 1e6))).toBe('gzip-too-large');
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

const idxOf = (type: number, sizes: number[], values: ArrayLike<number>) => join([0, 0, type, sizes.length], ...sizes.map(u32be), values);

const BAD_IDX: readonly [string, Bytes][] = [
  ['idx-empty', join()],
  ['idx-cut', join([0, 0, 8])],
  ['idx-cut', idxOf(8, [2, 2, 2], []).slice(0, 10)],
  ['idx-magic', HTML],
  ['idx-magic', LFS],
  ['idx-type', idxOf(0x0d, [2, 2, 2], new Uint8Array(32))],
  ['idx-rank', idxOf(8, [2, 2], new Uint8Array(4))],
  ['idx-size', idxOf(8, [2, 2, 2], new Uint8Array(7))],
  ['idx-size', idxOf(8, [2, 2, 2], new Uint8Array(9))],
  ['idx-size', idxOf(8, [2, 0xffffffff, 0xffffffff], new Uint8Array(8))],
  ['idx-nothing', idxOf(8, [0, 2, 2], [])],
  ['idx-too-many', idxOf(8, [0xffffffff, 2, 2], new Uint8Array(8))],
  ['idx-channels', idxOf(8, [1, 2, 2, 4], new Uint8Array(16))],
  ['gzip-size', join(gz(idxOf(8, [2, 2, 2], new Uint8Array(8))), gz(new Uint8Array(4)))],
  ['gzip-damaged', gz(idxOf(8, [2, 2, 2], new Uint8Array(8))).fill(9, -8, -4)],
];

describe('bad IDX files', () => {
  it.each(BAD_IDX)('%s', async (code, bytes) => {
    const { entries, rejected } = await openIdx([named('images-idx3-ubyte', bytes)]);
    expect([entries, rejected]).toMatchObject([[], [{ code }]]);
  });

  it('refuses labels of another count', async () => {
    const pictures = named('a-images-idx3-ubyte', idxOf(8, [2, 2, 2], new Uint8Array(8)));
    const labels = named('a-labels-idx1-ubyte', idxOf(8, [3], new Uint8Array(3)));
    expect(await openIdx([labels, pictures])).toMatchObject({ entries: [], rejected: [{ code: 'idx-counts' }] });
  });
});

/** A version 1.0 file with this header, for good or ill. */
const npyOf = (header: string, values: ArrayLike<number> = []) => {
  const padded = `${header.padEnd(117)}\n`;
  return join('\x93NUMPY\x01\x00', [padded.length, 0], padded, values);
};
const npyHeader = (descr: string, shape: string, order = 'False') =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': (${shape}), }`;
const eight = npyOf(npyHeader("'|u1'", '1, 1, 8'), new Uint8Array(8));

const BAD_NPY: readonly [string, Bytes][] = [
  ['npy-empty', join()],
  ['npy-cut', join('\x93NUM')],
  ['npy-cut', eight.slice(0, 60)],
  ['npy-magic', HTML],
  ['npy-magic', join([0x80, 2, 0x8a, 10], new Uint8Array(20))],
  ['npy-version', eight.map((byte, at) => (at === 6 ? 9 : byte))],
  ['npy-header-long', join('\x93NUMPY\x02\x00', [255, 255, 255, 0], new Uint8Array(9))],
  ['npy-header', npyOf('{}')],
  ['npy-header', npyOf(npyHeader("'|u1'", '1, -1, 8'))],
  ['npy-header', npyOf("{'descr': '|u1', 'descr': '|u1', 'shape': (8,), }", new Uint8Array(8))],
  ['npy-fields', npyOf(npyHeader("[('a', '<f4')]", '8,'))],
  ['npy-objects', npyOf(npyHeader("'|O'", '1, 1, 8'), new Uint8Array(64))],
  ['npy-dtype', npyOf(npyHeader("'<c8'", '1, 1, 8'), new Uint8Array(64))],
  ['npy-shape', npyOf(npyHeader("'|u1'", '4294967295, 4294967295, 4294967295'))],
  ['npy-shape', npyOf(npyHeader("'|u1'", Array(9).fill(1).join(', ')), [1])],
  ['npy-size', eight.slice(0, -1)],
  ['npy-size', join(eight, [0])],
  ['npy-nothing', npyOf(npyHeader("'|u1'", '0, 1, 8'))],
  ['npy-too-many', npyOf(npyHeader("'|u1'", '300000, 1, 8'), new Uint8Array(2_400_000))],
  ['npy-picture-shape', npyOf(npyHeader("'|u1'", '1, 2, 2, 2'), new Uint8Array(8))],
  ['npy-picture-type', npyOf(npyHeader("'<i2'", '1, 1, 8'), new Uint8Array(16))],
  ['npy-fortran', npyOf(npyHeader("'|u1'", '1, 1, 8', 'True'), new Uint8Array(8))],
  ['npy-range', npyOf(npyHeader("'<f4'", '1, 1, 8'), new Uint8Array(32).fill(0x40))],
  ['npy-nan', npyOf(npyHeader("'<f4'", '1, 1, 8'), new Uint8Array(32).fill(0xff))],
  ['npz-no-pictures', npyOf(npyHeader("'<f4'", '2, 3'), new Uint8Array(24))],
];

describe('bad NumPy arrays', () => {
  it.each(BAD_NPY)('%s', async (code, bytes) => {
    const archive = named('a.npz', await zip([{ name: 'x.npy', bytes }]));
    let found = '';
    found = await codeOf(async () => {
      const { entries, rejected } = await openNpz(archive);
      expect(entries).toEqual([]);
      found = rejected.map((problem) => problem.code).join();
    }).then((thrown) => (thrown === 'none' ? found : thrown));
    expect(found).toBe(code);
  });

  it.each<[string, string, Bytes]>([
    ['npy-counts', 'y', npyOf(npyHeader("'|u1'", '2,'), [1, 2])],
    ['npy-labels-shape', 'y', npyOf(npyHeader("'|u1'", '1, 1, 1'), [1])],
    ['npy-labels-values', 'y', npyOf(npyHeader("'<f4'", '1,'), [0, 0, 0, 0x3f])],
    ['npy-labels-values', 'y', npyOf(npyHeader("'|u1'", '1, 3'), [1, 0, 1])],
    ['npy-labels-shape', 'y', npyOf(npyHeader("'|S2'", '1, 2'), join('abcd'))],
  ])('%s for labels', async (code, name, bytes) => {
    const { entries, rejected } = await openNpyFiles([named('x.npy', eight), named(`${name}.npy`, bytes)]);
    expect([entries, rejected]).toMatchObject([[], [{ code }]]);
  });

  it('refuses an .npz that is no zip, and one damaged inside', async () => {
    expect(await codeOf(() => openNpz(named('a.npz', HTML)))).toBe('zip-not-a-zip');
    const damaged = named('a.npz', await zip([{ name: 'x.npy', bytes: eight, crc: 1 }]));
    expect(await codeOf(() => openNpz(damaged))).toBe('zip-checksum');
  });
});

const snappy = goldenBytes('snappy.parquet');
const footer = (bytes: Bytes) => new DataView(bytes.buffer).getUint32(bytes.length - 8, true);

const BAD_PARQUET: readonly [string, Bytes][] = [
  ['parquet-empty-file', join()],
  ['parquet-cut', join('PAR1')],
  ['parquet-magic', HTML],
  ['parquet-magic', LFS],
  ['parquet-magic', gz(snappy)],
  ['parquet-cut', snappy.slice(0, -1)],
  ['parquet-cut', snappy.slice(0, -footer(snappy))],
  ['parquet-cut', snappy.slice(0, 4000)],
  ['parquet-encrypted', join(snappy.subarray(0, -4), 'PARE')],
  ['parquet-footer', join('PAR1', 'PAR1', [0, 0, 0, 0], 'PAR1')],
  ['parquet-footer', join('PAR1', [9, 9, 9, 0x7f], 'PAR1')],
  ['parquet-footer', snappy.slice().fill(0xff, -footer(snappy) - 8, -footer(snappy) + 100)],
  ['parquet-footer-long', join('PAR1', new Uint8Array(17e6), [...u32be(17e6)].reverse(), 'PAR1')],
  ['parquet-damaged', goldenBytes('delta.parquet')],
  ['parquet-lists', goldenBytes('lists.parquet')],
  ['parquet-no-media', goldenBytes('no-media.parquet')],
  ['parquet-nothing', goldenBytes('no-rows.parquet')],
  ['parquet-label', goldenBytes('wrong-label.parquet')],
  ['parquet-label', goldenBytes('float-label.parquet')],
  ['parquet-layout', join('PAR1', snappy.subarray(-footer(snappy) - 8))],
];

describe('bad parquet files', () => {
  it.each(BAD_PARQUET)('%s', async (code, bytes) => {
    expect(await codeOf(() => openParquet(named('a.parquet', bytes)))).toBe(code);
  });

  it('believes a checksum where a page has one', async () => {
    const whole = goldenBytes('zstd.parquet');
    for (let at = 200; at < 2200; at += 50) {
      const { entries } = await openParquet(
        named(
          'a.parquet',
          whole.map((byte, i) => (i === at ? byte ^ 1 : byte)),
        ),
      );
      expect(await codeOf(() => contentOf(entries[0]!)), `byte ${at}`).toBe('parquet-damaged');
    }
  });

  it('names damage in a page when it is read, and keeps the other row groups', async () => {
    const bytes = snappy.slice().fill(0xff, 4, 24);
    const { entries } = await openParquet(named('a.parquet', bytes));
    expect(await codeOf(() => contentOf(entries[0]!))).toBe('parquet-damaged');
    expect(await codeOf(() => contentOf(entries[11]!))).toBe('none');
    expect(golden('snappy.parquet').file.size).toBe(bytes.length);
  });
});

it('bad archives and arrays of at least 25 kinds each have words of their own', async () => {
  const found: Problem[] = [];
  const keep = ({ rejected }: { rejected: readonly Problem[] }) => found.push(...rejected.filter(({ code }) => code !== 'npy-no-labels'));
  const reading = (read: Promise<{ rejected: readonly Problem[] }>) => read.then(keep, (error: PlaygroundError) => found.push(error));
  for (const [, bytes] of BAD_TARS) await reading(openTar(named('a.tar', bytes)));
  for (const [, bytes] of BAD_IDX) await reading(openIdx([named('images-idx3-ubyte', bytes)]));
  for (const [, bytes] of BAD_NPY) await reading(openNpz(named('a.npz', await zip([{ name: 'x.npy', bytes }]))));
  for (const [, bytes] of BAD_PARQUET) await reading(openParquet(named('a.parquet', bytes)));
  expect(found).toHaveLength(BAD_TARS.length + BAD_IDX.length + BAD_NPY.length + BAD_PARQUET.length);
  expectOwnWords(found, 60);
});
