/**
 * @file 2,000 seeded mutants of each kind of container: each is read or refused with a code; what is read holds what was announced;
 * no allocation is far above the file's need; nothing hangs.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeNpy } from '../formats/npy.ts';
import { type Bytes, zip } from '../formats/test-fixtures.ts';
import { mutants } from '../test-mutants.ts';
import type { OpenedContainer } from './container-entry.ts';
import { gunzip } from './gunzip.ts';
import { openIdx } from './idx.ts';
import { openNpyFiles, openNpz } from './open-npy.ts';
import { openParquet } from './parquet.ts';
import { openTar } from './tar-archive.ts';
import { codeOf, goldenBytes } from './test-containers.ts';

const MUTANTS = 2000;
/** Largest single buffer asked for; every fixture is below 11 kB and unpacks to less than 70 kB. */
let largest = 0;

beforeAll(() => {
  const Real = globalThis.Uint8Array;
  const Counting: Uint8ArrayConstructor = new Proxy(Real, {
    construct(target, args, newTarget): object {
      if (typeof args[0] === 'number') largest = Math.max(largest, args[0]);
      return Reflect.construct(target, args, newTarget === Counting ? target : newTarget);
    },
  });
  vi.stubGlobal('Uint8Array', Counting);
});
afterAll(() => {
  vi.unstubAllGlobals();
});

/** Reads everything; counts samples and checks what was read. */
async function readAll({ entries }: OpenedContainer): Promise<number> {
  for (const entry of entries) {
    const code = await codeOf(async () => {
      if (entry.kind === 'file') return expect((await entry.read()).length).toBeGreaterThanOrEqual(0);
      for (const picture of entry.kind === 'frames' ? entry.frames : [entry]) {
        const { rgba, width, height } = await picture.read();
        expect([rgba.length, rgba[3]]).toEqual([4 * width * height, 255]);
      }
    });
    expect(code, entry.path).toMatch(/^(none|[a-z]+-[a-z-]+)$/);
  }
  return entries.length;
}

const named = (path: string, bytes: Bytes) => ({ path, file: new Blob([bytes]) });

/** Three clouds of 20 points. */
const clouds = () =>
  new Uint8Array(writeNpy({ shape: [3, 20, 3], data: Float32Array.from({ length: 180 }, (_, at) => Math.sin(at)) }) as ArrayBuffer);

/** The zip reader allocates what an entry claims, up to 10 MB. */
const ZIP_CLAIM = 10e6;

describe.each<[string, () => Promise<Bytes>, (bytes: Bytes) => Promise<OpenedContainer>, number?]>([
  ['tar', async () => goldenBytes('pax.tar').slice(0, 6656), (bytes) => openTar(named('a.tar', bytes))],
  ['tar.gz', async () => goldenBytes('gnu.tar.gz'), (bytes) => openTar(named('a.tgz', bytes))],
  ['IDX', async () => goldenBytes('t-images-idx3-ubyte'), (bytes) => openIdx([named('t-images-idx3-ubyte', bytes)])],
  ['NPY', async () => goldenBytes('X.npy'), (bytes) => openNpyFiles([named('X.npy', bytes)])],
  ['NPZ of clouds', () => zip([{ name: 'points.npy', bytes: clouds() }]), (bytes) => openNpz(named('a.npz', bytes), 'point'), ZIP_CLAIM],
  ['NPZ', async () => zip([{ name: 'x.npy', bytes: goldenBytes('X.npy') }]), (bytes) => openNpz(named('a.npz', bytes)), ZIP_CLAIM],
  ['parquet, Snappy', async () => goldenBytes('snappy.parquet'), (bytes) => openParquet(named('a.parquet', bytes))],
  ['parquet, zstd, version 2 pages', async () => goldenBytes('zstd.parquet'), (bytes) => openParquet(named('a.parquet', bytes))],
  ['parquet, plain', async () => goldenBytes('plain.parquet'), (bytes) => openParquet(named('a.parquet', bytes))],
])('%s', (name, original, open, limit = 4 * 70_000) => {
  it(`reads or refuses ${MUTANTS} mutants`, async () => {
    const bytes = await original();
    const whole = await readAll(await open(bytes));
    const codes = new Map<string, number>();
    largest = 0;
    const start = performance.now();
    for (const [seed, mutant] of [...mutants(bytes, MUTANTS, 7)].entries()) {
      let read = -1;
      const code = await codeOf(async () => {
        const opened = await open(mutant);
        for (const problem of opened.rejected) codes.set(problem.code, (codes.get(problem.code) ?? 0) + 1);
        read = await readAll(opened);
        if (opened.rejected.length === 0 && !('rest' in opened) && read !== whole)
          throw new Error(`${read} of ${whole} samples, and no word`);
      });
      if (!/^(none|[a-z]+-[a-z-]+)$/.test(code)) throw new Error(`seed ${seed}: ${code}`);
      if (read > whole) throw new Error(`seed ${seed}: ${read} samples where the original has ${whole}`);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.info(`${name}: ${seconds} s, largest buffer ${largest} bytes,`, Object.fromEntries([...codes].sort((a, b) => b[1] - a[1])));
    expect(codes.size).toBeGreaterThan(3);
    expect(largest).toBeLessThanOrEqual(limit);
  });
});

describe('gunzip', () => {
  it('gives the same bytes or none', async () => {
    const packed = goldenBytes('t-labels-idx1-ubyte.gz');
    const wanted = [...(await gunzip(new Blob([packed]), 'a.gz'))];
    for (const [seed, mutant] of [...mutants(packed, MUTANTS, 8)].entries()) {
      const code = await codeOf(async () => expect([...(await gunzip(new Blob([mutant]), 'a.gz'))]).toEqual(wanted));
      if (!/^(none|gzip-[a-z-]+)$/.test(code)) throw new Error(`seed ${seed}: ${code}`);
    }
  });
});
