/** @file Containers where they are opened: the browser's gzip decoder differs from Node's, and codecs are loaded lazily. */
import { createTar, createTarGzip } from 'nanotar';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../errors.ts';
import type { ContainerEntry } from './container-entry.ts';
import { openContainers } from './open-containers.ts';
// What parquet.ts imports lazily, here at once: the development server reloads the page when it meets a new package.
import 'hyparquet-compressors';
import './parquet-codecs.ts';
import './parquet-pages.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const ITEMS = [{ name: 'rings/1.png', data: 'one' }];

async function open(path: string, bytes: Bytes) {
  const problems: Problem[] = [];
  const { entries } = await openContainers([{ path, file: new Blob([bytes]) }], { onRejected: (problem) => problems.push(problem) });
  return { entries, codes: problems.map(({ code }) => code) };
}
async function bytesOf(entry: ContainerEntry | undefined): Promise<Bytes> {
  if (entry?.kind !== 'file') throw new Error('no file');
  return entry.read();
}
const fixture = async (name: string): Promise<Bytes> => {
  const response = await fetch(`/test/fixtures/containers/${name}`);
  return new Uint8Array(await response.arrayBuffer());
};

describe('containers in a browser', () => {
  it('unpacks gzip, and refuses what is cut, joined or damaged', async () => {
    const packed = (await createTarGzip(ITEMS)) as Bytes;
    const { entries, codes } = await open('a.tar.gz', packed);
    expect([entries.map(({ path }) => path), codes]).toEqual([['a.tar.gz/rings/1.png'], []]);
    expect(new TextDecoder().decode(await bytesOf(entries[0]))).toBe('one');
    const joined = new Uint8Array([...packed, ...packed]);
    const damaged = packed.map((byte, at) => (at === 30 ? byte ^ 255 : byte));
    for (const bytes of [packed.slice(0, -1), packed.slice(0, -9), packed.slice(0, 40), joined, damaged, new Uint8Array([...packed, 0])])
      expect(await open('a.tar.gz', bytes)).toMatchObject({
        entries: [],
        codes: [expect.stringMatching(/^gzip-(cut|size|damaged|bomb|too-large)$/)],
      });
    expect((await open('a.tar', createTar(ITEMS) as Bytes)).entries).toHaveLength(1);
  });

  it.each(['snappy', 'zstd', 'gzip', 'brotli', 'lz4'])('reads parquet packed with %s', async (codec) => {
    const { entries, codes } = await open('a.parquet', await fixture(`${codec}.parquet`));
    expect([entries.length, codes]).toEqual([12, []]);
    const bytes = await bytesOf(entries[11]);
    expect([...bytes.subarray(1, 4)]).toEqual([...new TextEncoder().encode('PNG')]);
  });
});
