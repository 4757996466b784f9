/**
 * @file Both front ends against numbers of other programs: log-mel against our PyTorch definition, the Kaldi bank against
 * the numpy path of transformers' ASTFeatureExtractor.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kaldiFbank, kaldiSamples, normaliseKaldi } from './kaldi-fbank.ts';
import { logMel } from './log-mel.ts';
import { KALDI_SILENCE, NANO_SILENCE } from './silence.ts';

const read = (path: string) => {
  const bytes = readFileSync(`test/fixtures/${path}`);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
};
const floats = (name: string) => new Float32Array(read(`audio/${name}.f32`));
/** One float32 tensor of the golden safetensors file. */
const golden = (name: string) => {
  const buffer = read('log-mel.safetensors');
  const headerBytes = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(buffer.slice(8, 8 + headerBytes)));
  const [from, to] = header[name].data_offsets;
  return new Float32Array(buffer.slice(8 + headerBytes + from, 8 + headerBytes + to));
};
const worst = (got: Float32Array, expected: Float32Array) => {
  expect(got.length).toBe(expected.length);
  return got.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0);
};
/** [frames, bands] to [bands, frames]. */
const transposed = (values: Float32Array, bands: number) => {
  const frames = values.length / bands;
  return Float32Array.from(values, (_, at) => values[(at % frames) * bands + Math.floor(at / frames)]!);
};

describe('log-mel of the nano models', () => {
  it('equals reference/log_mel.py', () => {
    expect(worst(logMel(golden('wave'), 64), floats('log-mel-float64'))).toBeLessThan(1e-5);
    // In float32 the Fourier transform rounds by as much as this in quiet bands beside loud ones.
    expect(worst(logMel(golden('wave'), 64), golden('log_mel'))).toBeLessThan(2e-3);
  });

  it('makes silence −13.8155 everywhere', () => {
    expect(worst(logMel(new Float32Array(16000), 64), new Float32Array(4096).fill(NANO_SILENCE))).toBe(0);
    expect(NANO_SILENCE).toBeCloseTo(-13.8155, 4);
  });

  it('puts low sounds into low rows and early ones into early columns', () => {
    const click = new Float32Array(16000);
    for (let at = 8000; at < 8250; at++) click[at] = Math.sin((2 * Math.PI * 300 * at) / 16000);
    const picture = logMel(click, 64);
    const loudest = picture.indexOf(Math.max(...picture));
    expect(loudest % 64).toBe(32);
    expect(Math.floor(loudest / 64)).toBeLessThan(12);
  });

  it('refuses part of a frame', () => {
    for (const length of [0, 249, 16001]) expect(() => logMel(new Float32Array(length), 64)).toThrow(RangeError);
  });
});

describe('Kaldi filter bank', () => {
  const wave = floats('kaldi-wave');

  it('equals the numpy path of ASTFeatureExtractor, padding included', () => {
    expect(worst(kaldiFbank(wave, 128, 28), transposed(floats('kaldi-hann'), 128))).toBeLessThan(1e-4);
  });

  it('equals it after normalisation', () => {
    const picture = normaliseKaldi(kaldiFbank(wave, 128, 2), -4.2677393, 4.5689974);
    expect(worst(picture, transposed(floats('kaldi-normal'), 128))).toBeLessThan(1e-4);
  });

  it('has the povey window of transformers', () => {
    expect(worst(kaldiFbank(wave, 128, 4, 'povey'), transposed(floats('kaldi-povey'), 128))).toBeLessThan(1e-4);
  });

  it('makes silence ln 2⁻²³, and frames after the end 0', () => {
    const picture = kaldiFbank(new Float32Array(kaldiSamples(3)), 128, 5);
    for (let band = 0; band < 128; band++) {
      expect([...picture.subarray(band * 5, band * 5 + 5)]).toEqual([
        ...Float32Array.of(KALDI_SILENCE, KALDI_SILENCE, KALDI_SILENCE, 0, 0),
      ]);
    }
  });

  it('of a sound shorter than a frame is all padding', () => {
    expect(kaldiFbank(new Float32Array(399).fill(0.5), 128, 2).every((value) => value === 0)).toBe(true);
  });
});
