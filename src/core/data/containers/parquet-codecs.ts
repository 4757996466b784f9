/**
 * @file The codecs of parquet pages, with the claimed size held against the packed one before anything is allocated. Those beyond
 * Snappy are loaded only when a file needs them. Used by `parquet.ts`.
 */
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { CONTAINER_LIMITS } from './container-limits.ts';

/** Unpacks one page to exactly `bytes` bytes. */
export type Unpack = (packed: Uint8Array, bytes: number) => Uint8Array;

/** Small pages may be packed as tightly as they like. */
const SMALL = 65_536;

/** @returns undefined for a codec that is not read */
export async function unpackerFor(codec: string): Promise<Unpack | undefined> {
  const unpack = await rawUnpacker(codec);
  if (!unpack) return undefined;
  return (packed, bytes) => {
    if (bytes > SMALL && bytes > CONTAINER_LIMITS.ratio * packed.length) throw new RangeError('a page unpacks to far more than its size');
    const page = unpack(packed, bytes);
    if (page.length !== bytes) throw new RangeError('a page unpacks to another size than it states');
    return page;
  };
}

async function rawUnpacker(codec: string): Promise<Unpack | undefined> {
  if (codec === 'UNCOMPRESSED') return (packed) => packed;
  if (codec === 'SNAPPY')
    return (packed, bytes) => {
      const page = new Uint8Array(bytes);
      snappyUncompress(packed, page);
      return page;
    };
  if (!['GZIP', 'BROTLI', 'ZSTD', 'LZ4', 'LZ4_RAW'].includes(codec)) return undefined;
  const { gunzip, decompressBrotli, decompressZstd, decompressLz4, decompressLz4Raw } = await import('hyparquet-compressors');
  // Those that can are given their output, so that they do not allocate what the packed bytes claim.
  if (codec === 'GZIP') return (packed, bytes) => gunzip(packed, new Uint8Array(bytes));
  if (codec === 'ZSTD') return (packed, bytes) => decompressZstd(packed, new Uint8Array(bytes));
  if (codec === 'BROTLI') return decompressBrotli;
  return codec === 'LZ4' ? decompressLz4 : decompressLz4Raw;
}
