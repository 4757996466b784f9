/** @file Pages that do not hold what was announced are refused before hyparquet sees them. */
import { parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { unpackerFor } from './parquet-codecs.ts';
import { parquetLayout } from './parquet-layout.ts';
import { type ChunkShape, checkPages } from './parquet-pages.ts';
import { goldenBytes } from './test-containers.ts';

/** The label column of the first row group: a dictionary page and a page of places in it. */
async function labelChunk() {
  const bytes = goldenBytes('snappy.parquet');
  const { from, to, codec, ...rest } = parquetLayout(parquetMetadata(bytes.buffer), bytes.length, 'a.parquet').chunksOf('label', 0)[0]!;
  const shape: ChunkShape = { ...rest, limitBytes: 1000, unpack: (await unpackerFor(codec))! };
  return { chunk: bytes.subarray(from, to), shape };
}

describe('checkPages', () => {
  it('takes what pyarrow wrote', async () => {
    const { chunk, shape } = await labelChunk();
    expect(() => checkPages(chunk, shape)).not.toThrow();
  });

  it.each<[string, Partial<ChunkShape>]>([
    ['a column has 5 of 6 rows', { rows: 6 }],
    ['a column has more than 4 rows', { rows: 4 }],
    ['its pages unpack to more than announced', { limitBytes: 20 }],
    ['its values do not fill their page', { type: 'BYTE_ARRAY' }],
    ['its values do not fill their page', { type: 'INT32' }],
    ['its values are of type INT96, which is not read here', { type: 'INT96' }],
  ])('%s', async (message, change) => {
    const { chunk, shape } = await labelChunk();
    expect(() => checkPages(chunk, { ...shape, ...change })).toThrow(message);
  });

  it('refuses a chunk that is cut anywhere', async () => {
    const { chunk, shape } = await labelChunk();
    for (let length = 0; length < chunk.length; length++) expect(() => checkPages(chunk.subarray(0, length), shape), `${length}`).toThrow();
  });

  it('refuses places that are not in the dictionary', async () => {
    const { chunk, shape } = await labelChunk();
    let pages = 0;
    const unpack: ChunkShape['unpack'] = (packed, bytes) => {
      const page = shape.unpack(packed, bytes).slice();
      // The second page ends with eight places of two bits each; 3 is beyond the three classes.
      if (++pages === 2) page.fill(0xff, -2);
      return page;
    };
    expect(() => checkPages(chunk, { ...shape, unpack })).toThrow('a value is not in the dictionary');
  });
});
