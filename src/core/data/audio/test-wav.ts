/**
 * @file WAV files for tests, built in code so that they can lie. Imported by tests only.
 */
import { type Bytes, join, u16le, u32le } from '../formats/test-fixtures.ts';

export interface WavParts {
  /** 1 integer, 3 float, 6 A-law, 7 µ-law, 0xfffe extensible. */
  tag?: number;
  channels?: number;
  rate?: number;
  bits?: number;
  frameBytes?: number;
  byteRate?: number;
  /** Bytes after the first 16 of the format chunk. */
  more?: ArrayLike<number>;
  data?: ArrayLike<number>;
  /** Lengths to claim in place of the true ones. */
  dataSize?: number;
  formatSize?: number;
  riffSize?: number;
  group?: string;
  /** Chunks between format and data, and after the data. */
  between?: ArrayLike<number>;
  after?: ArrayLike<number>;
}

/** By default 8 frames of 16-bit mono silence at 16 kHz. */
export function wav(parts: WavParts = {}): Bytes {
  const { tag = 1, channels = 1, rate = 16000, bits = 16, more = [], between = [], after = [], group = 'RIFF' } = parts;
  const frameBytes = parts.frameBytes ?? Math.ceil(bits / 8) * channels;
  const data = parts.data ?? new Uint8Array(8 * frameBytes);
  const format = [u16le(tag), u16le(channels), u32le(rate), u32le(parts.byteRate ?? rate * frameBytes), u16le(frameBytes), u16le(bits)];
  const body = join(
    'WAVEfmt ',
    u32le(parts.formatSize ?? 16 + more.length),
    ...format,
    more,
    between,
    'data',
    u32le(parts.dataSize ?? data.length),
    data,
    after,
  );
  return join(group, u32le(parts.riffSize ?? body.length), body);
}

/** What follows in an extensible format: extra size, valid bits, speakers, and the tag as a GUID. */
export function extensible(validBits: number, tag: number): Bytes {
  return join(u16le(22), u16le(validBits), u32le(4), u16le(tag), [0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113]);
}

/** Bytes of numbers as a WAV file holds them. */
export function bytesOf(values: Int16Array | Int32Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
