/**
 * @file Is a FLAC file whole? Every frame ends with a checksum over itself, and the header counts the samples: damage is
 * seen here, and the demuxer behind is given only files in which each frame follows the one before (it searches without
 * end otherwise). Before the decoder of `decode-compressed.ts`. Source: RFC 9639, sections 8 and 9.
 */

import { countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { latin1 } from '../formats/sniff.ts';

const STREAM_INFO_BYTES = 34;
/** Header, one subframe, checksum. */
const SHORTEST_FRAME = 10;

/** @throws PlaygroundError `audio-damaged`, `audio-cut-off`, `audio-empty` */
export function checkFlacFrames(bytes: Uint8Array, path: string): void {
  const { start, samples } = readMetadata(bytes, path);
  if (start === bytes.length) throw fileError(path, 'audio-empty', 'has a header and no sound after it', COPY_AGAIN);
  let found = 0;
  let at = start;
  for (let frame = 1; at < bytes.length && !isTag(bytes, at); frame++) {
    const header = readFrameHeader(bytes, at);
    if (!header) throw damaged(path, `frame ${frame} does not begin where the one before ends`);
    const end = frameEnd(bytes, at, header.isVariable);
    if (end === undefined) {
      // Where another frame follows, this one is damaged; else the file ends inside it.
      if (hasFrameAfter(bytes, at, header.isVariable)) throw damaged(path, `frame ${frame} does not match its checksum`);
      throw fileError(path, 'audio-cut-off', `ends early: its last frame (${frame}) is not whole`, COPY_AGAIN);
    }
    found += header.samples;
    at = end;
  }
  if (samples !== 0 && found !== samples) {
    const is = `${found < samples ? 'ends early' : 'contradicts itself'}: ${countText(found)} of ${countText(samples)} samples are there`;
    throw fileError(path, found < samples ? 'audio-cut-off' : 'audio-damaged', is, COPY_AGAIN);
  }
}

/** Where the frames begin, and how many samples the header counts; 0 where it does not count them. */
function readMetadata(bytes: Uint8Array, path: string): { start: number; samples: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let samples: number | undefined;
  for (let at = 4; ; ) {
    if (at + 4 > bytes.length) throw cutOffInHeader(path);
    const head = view.getUint32(at);
    const [type, size] = [(head >>> 24) & 0x7f, head & 0xffffff];
    if (at + 4 + size > bytes.length) throw cutOffInHeader(path);
    if (type === 127) throw damaged(path, 'a block of its header is of no known kind');
    if (samples === undefined) {
      if (type !== 0 || size !== STREAM_INFO_BYTES) throw damaged(path, 'its header does not begin with what the sound is');
      samples = (view.getUint8(at + 17) & 15) * 2 ** 32 + view.getUint32(at + 18);
    } else if (type === 0) throw damaged(path, 'it says twice what the sound is');
    at += 4 + size;
    if (head >>> 31) return { start: at, samples };
  }
}

/** Bytes by the two highest bits of a coded number's first byte: as in UTF-8, up to 7. */
function codedNumberBytes(first: number): number | undefined {
  if (first < 0x80) return 1;
  const ones = Math.clz32(~(first << 24));
  return ones >= 2 && ones <= 7 ? ones : undefined;
}

/** Samples of one channel in the frame at `at`; undefined where no frame begins. */
function readFrameHeader(bytes: Uint8Array, at: number): { samples: number; isVariable: boolean } | undefined {
  if (at + SHORTEST_FRAME > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xfe) !== 0xf8) return undefined;
  const [sizeCode, rateCode] = [bytes[at + 2]! >> 4, bytes[at + 2]! & 15];
  const numberBytes = codedNumberBytes(bytes[at + 4]!);
  if (sizeCode === 0 || rateCode === 15 || numberBytes === undefined || bytes[at + 3]! & 1) return undefined;
  const sizeAt = at + 4 + numberBytes;
  const sizeBytes = sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0;
  const rateBytes = rateCode === 12 ? 1 : rateCode === 13 || rateCode === 14 ? 2 : 0;
  const end = sizeAt + sizeBytes + rateBytes;
  if (end >= bytes.length || crc8(bytes, at, end) !== bytes[end]) return undefined;
  const isVariable = (bytes[at + 1]! & 1) === 1;
  if (sizeCode === 1) return { samples: 192, isVariable };
  if (sizeCode <= 5) return { samples: 144 << sizeCode, isVariable };
  if (sizeCode === 6) return { samples: bytes[sizeAt]! + 1, isVariable };
  if (sizeCode === 7) return { samples: bytes[sizeAt]! * 256 + bytes[sizeAt + 1]! + 1, isVariable };
  return { samples: 1 << sizeCode, isVariable };
}

/** The first place where the checksum fits and the next frame, a tag or the end of the file follows. */
function frameEnd(bytes: Uint8Array, from: number, isVariable: boolean): number | undefined {
  let crc = 0;
  for (let at = from; at < bytes.length; at++) {
    // Over a frame with its own checksum the sum is 0.
    if (crc === 0 && at >= from + SHORTEST_FRAME) {
      if (readFrameHeader(bytes, at)?.isVariable === isVariable || isTag(bytes, at)) return at;
    }
    crc = ((crc << 8) & 0xffff) ^ CRC_16[(crc >> 8) ^ bytes[at]!]!;
  }
  return crc === 0 && bytes.length >= from + SHORTEST_FRAME ? bytes.length : undefined;
}

function hasFrameAfter(bytes: Uint8Array, from: number, isVariable: boolean): boolean {
  for (let at = from + SHORTEST_FRAME; at < bytes.length; at++) if (readFrameHeader(bytes, at)?.isVariable === isVariable) return true;
  return false;
}

/** An ID3v1 tag, which some programs put behind any file. */
function isTag(bytes: Uint8Array, at: number): boolean {
  return bytes.length - at === 128 && latin1(bytes, at, at + 3) === 'TAG';
}

/** CRC-16 of polynomial 0x8005 for each byte. */
const CRC_16 = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1;
  return crc;
});

/** CRC-8 of polynomial 0x07. */
function crc8(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at++) {
    crc ^= bytes[at]!;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  }
  return crc;
}

function damaged(path: string, how: string) {
  return fileError(path, 'audio-damaged', `is damaged: ${how}`, COPY_AGAIN);
}

function cutOffInHeader(path: string) {
  return fileError(path, 'audio-cut-off', 'ends early: its header is not all there', COPY_AGAIN);
}
