/**
 * @file Samples of a WAV file as mono floats: integers of 8 to 32 bits, floats of 32 and 64, A-law and µ-law.
 * Needs the header of `wav-header.ts`, which has checked that all bytes are there. Source of the laws: ITU-T G.711.
 */
import { fileError } from '../file-error.ts';
import { SAVE_AS_WAV } from './audio-error.ts';
import type { WavHeader } from './wav-header.ts';

/** Frames of one piece. */
const PIECE = 1 << 16;

/**
 * Mean over the channels, full scale = 1, not yet checked for finiteness.
 * @yields pieces of the sound, together [frames]
 * @throws PlaygroundError `wav-odd-bits` where the bits that should be unused are not 0
 */
export function* readWavSamples(bytes: Uint8Array, header: WavHeader, path: string): Generator<Float32Array<ArrayBuffer>> {
  const { channels, sampleBytes, dataStart, frames } = header;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = sampleReader(header, view, path);
  let at = dataStart;
  for (let from = 0; from < frames; from += PIECE) {
    const mono = new Float32Array(Math.min(PIECE, frames - from));
    for (let frame = 0; frame < mono.length; frame++) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++, at += sampleBytes) sum += read(at);
      mono[frame] = sum / channels;
    }
    yield mono;
  }
}

function sampleReader(header: WavHeader, view: DataView, path: string): (at: number) => number {
  const { encoding, sampleBytes, validBits } = header;
  if (encoding === 'float') return sampleBytes === 4 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true);
  if (encoding === 'a-law' || encoding === 'mu-law') {
    const table = Float32Array.from({ length: 256 }, (_, code) => (encoding === 'a-law' ? fromALaw(code) : fromMuLaw(code)) / 32768);
    return (at) => table[view.getUint8(at)]!;
  }
  const read = INTEGERS[sampleBytes - 1]!;
  const scale = 2 ** (sampleBytes * 8 - 1);
  const unused = 2 ** (sampleBytes * 8 - validBits) - 1;
  if (unused === 0) return (at) => read(view, at) / scale;
  return (at) => {
    const value = read(view, at);
    if (value & unused) {
      const is = `should hold ${validBits} of ${sampleBytes * 8} bits, the upper ones, but uses the lower ones too`;
      throw fileError(path, 'wav-odd-bits', is, SAVE_AS_WAV);
    }
    return value / scale;
  };
}

/** By bytes of a sample. 8-bit samples have no sign, larger ones do. */
const INTEGERS: readonly ((view: DataView, at: number) => number)[] = [
  (view, at) => view.getUint8(at) - 128,
  (view, at) => view.getInt16(at, true),
  (view, at) => view.getUint8(at) + view.getInt16(at + 1, true) * 256,
  (view, at) => view.getInt32(at, true),
];

/** G.711 µ-law: all bits inverted; sign, 3 bits of exponent, 4 of mantissa; to 16 bits. */
function fromMuLaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return bits & 128 ? -magnitude : magnitude;
}

/** G.711 A-law: every second bit inverted; sign (1 is positive), exponent, mantissa; to 16 bits. */
function fromALaw(code: number): number {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return bits & 128 ? magnitude : -magnitude;
}
