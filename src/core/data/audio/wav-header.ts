/**
 * @file The header of a WAV file, and whether it agrees with the bytes: everything that `wav-samples.ts` relies on is
 * checked here. WAV has an own reader because the checks need every field anyway, and because decoders guess where
 * fields disagree. Sources: Microsoft/IBM RIFF (1991), WAVEFORMATEXTENSIBLE, EBU Tech 3306 (RF64).
 */

import { countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { latin1 } from '../formats/sniff.ts';
import { SAVE_AS_WAV } from './audio-error.ts';
import { AUDIO_LIMITS } from './audio-limits.ts';
import { checkFormat, checkLength } from './decoded-audio.ts';

export interface WavHeader {
  encoding: 'integer' | 'float' | 'a-law' | 'mu-law';
  channels: number;
  sampleRate: number;
  /** Bytes of one sample of one channel: 1 to 4, or 8 for floats. */
  sampleBytes: number;
  /** Bits of it that count, the upper ones; the rest is 0. */
  validBits: number;
  /** Where the first frame begins, and how many there are; all of them lie inside the file. */
  dataStart: number;
  frames: number;
}

const PCM = 1;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;
const CODECS: Record<number, string> = {
  2: 'Microsoft ADPCM',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  80: 'MPEG',
  85: 'MP3',
  255: 'AAC',
  353: 'Windows Media',
  8192: 'AC-3',
};
/** Length fields from here on are what programs write that do not know the length yet. */
const STREAMED = 0x7fff0000;

/**
 * @param bytes a whole file that begins as WAV
 * @throws PlaygroundError with the code of what is wrong; see the tests for all of them
 */
export function readWavHeader(bytes: Uint8Array, path: string): WavHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { format, data, longData } = findChunks(view, bytes, path);
  const start = format.start;
  let tag = view.getUint16(start, true);
  const channels = view.getUint16(start + 2, true);
  const sampleRate = view.getUint32(start + 4, true);
  const byteRate = view.getUint32(start + 8, true);
  const frameBytes = view.getUint16(start + 12, true);
  const bits = view.getUint16(start + 14, true);
  let validBits = bits;
  if (tag === EXTENSIBLE) {
    if (format.size < 40) throw damaged(path, `has an extensible format of ${format.size} bytes; 40 are needed`);
    validBits = view.getUint16(start + 18, true) || bits;
    tag = view.getUint16(start + 24, true);
  }
  checkFormat(sampleRate, channels, path);
  const encoding = encodingOf(tag, path);
  const sampleBytes = Math.ceil(bits / 8);
  const sizes = encoding === 'integer' ? [1, 2, 3, 4] : encoding === 'float' ? [4, 8] : [1];
  if (!sizes.includes(sampleBytes) || (encoding !== 'integer' && bits !== sampleBytes * 8) || validBits > bits) {
    const is = `holds ${validBits === bits ? '' : `${validBits} of `}${bits}-bit ${encoding} samples, which are not read`;
    throw fileError(path, 'wav-odd-bits', is, SAVE_AS_WAV);
  }
  if (frameBytes !== sampleBytes * channels) {
    const is = `contradicts itself: ${channels} × ${bits} bits do not make frames of ${frameBytes} bytes`;
    throw fileError(path, 'wav-contradiction', is, SAVE_AS_WAV);
  }
  if (byteRate !== 0 && byteRate !== sampleRate * frameBytes) {
    const is = `contradicts itself: ${countText(sampleRate)} samples a second are not ${countText(byteRate)} bytes a second`;
    throw fileError(path, 'wav-contradiction', is, SAVE_AS_WAV);
  }
  const dataBytes = dataLength(data, longData, view, path);
  const frames = Math.floor(dataBytes.length / frameBytes);
  if (!dataBytes.isStreamed && frames * frameBytes !== dataBytes.length)
    throw damaged(path, `has ${countText(dataBytes.length)} bytes of samples, which is no whole number of ${frameBytes}-byte frames`);
  checkLength(frames / sampleRate, path);
  return { encoding, channels, sampleRate, sampleBytes, validBits, dataStart: data.start, frames };
}

interface Chunk {
  start: number;
  size: number;
}

/** The format, and the data that follows it somewhere; whatever lies between or after is skipped. */
function findChunks(view: DataView, bytes: Uint8Array, path: string): { format: Chunk; data: Chunk; longData: number | undefined } {
  let format: Chunk | undefined;
  let longData: number | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = latin1(bytes, at, at + 4);
    const chunk = { start: at + 8, size: view.getUint32(at + 4, true) };
    if (id === 'data') {
      if (!format) throw fileError(path, 'wav-no-format', 'has samples before it says what they are', SAVE_AS_WAV);
      return { format, data: chunk, longData };
    }
    if (chunk.start + chunk.size > bytes.length) throw cutOff(path, chunk.start + chunk.size, bytes.length);
    if (id === 'fmt ' && !format) {
      if (chunk.size < 16) throw damaged(path, `has a format of ${chunk.size} bytes; 16 are needed`);
      format = chunk;
    }
    if (id === 'ds64' && chunk.size >= 24) longData = Number(view.getBigUint64(chunk.start + 8, true));
    at = chunk.start + chunk.size + (chunk.size & 1);
  }
  const is = `ends before its ${format ? 'samples begin' : 'format is said'}: ${countText(bytes.length)} bytes are there`;
  throw fileError(path, format ? 'wav-no-data' : 'wav-no-header', is, COPY_AGAIN);
}

/** How many bytes of samples there are. Recorders that were still running leave 0 or the largest number. */
function dataLength(data: Chunk, longData: number | undefined, view: DataView, path: string): { length: number; isStreamed: boolean } {
  const there = view.byteLength - data.start;
  const size = data.size === 0xffffffff && longData !== undefined ? longData : data.size;
  const reachesEnd = (riff: number) => riff === 0 || riff + 8 >= view.byteLength;
  const isUnknown = size === 0 && there > 0 && !looksLikeChunk(view, data.start) && reachesEnd(view.getUint32(4, true));
  if (isUnknown || (longData === undefined && size >= STREAMED)) return { length: there, isStreamed: true };
  if (size > there) throw cutOff(path, data.start + size, view.byteLength);
  return { length: size, isStreamed: false };
}

/** Four printable letters and a length that fits: what follows an empty data chunk in a file that has no samples. */
function looksLikeChunk(view: DataView, at: number): boolean {
  if (at + 8 > view.byteLength) return false;
  for (let letter = at; letter < at + 4; letter++) if (view.getUint8(letter) < 0x20 || view.getUint8(letter) > 0x7e) return false;
  return at + 8 + view.getUint32(at + 4, true) <= view.byteLength;
}

function encodingOf(tag: number, path: string): WavHeader['encoding'] {
  if (tag === PCM) return 'integer';
  if (tag === FLOAT) return 'float';
  if (tag === A_LAW) return 'a-law';
  if (tag === MU_LAW) return 'mu-law';
  const is = `is a WAV file that holds ${CODECS[tag] ?? `sound in an unknown form (tag ${tag})`}, which is not read`;
  throw fileError(path, 'wav-codec', is, SAVE_AS_WAV);
}

function damaged(path: string, is: string) {
  return fileError(path, 'wav-damaged', is, SAVE_AS_WAV);
}

function cutOff(path: string, expected: number, got: number) {
  // A length field of a damaged file may claim anything; such a number would only confuse.
  const isPlausible = expected <= AUDIO_LIMITS.bytes;
  const how = isPlausible ? `${countText(got)} of ${countText(expected)} bytes are there` : 'a part of it claims more bytes than there are';
  const is = `ends early: ${how}`;
  return fileError(path, 'audio-cut-off', is, COPY_AGAIN);
}
