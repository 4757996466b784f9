/** @file Resampling against scipy's polyphase filter of the same design, and against sines whose answer is known. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resampleTo16k } from './resample.ts';

const floats = (name: string) => {
  const bytes = readFileSync(`test/fixtures/audio/${name}.f32`);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};
const sine = (hz: number, rate: number, seconds: number) =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, at) => Math.sin((2 * Math.PI * hz * at) / rate));
const decibels = (amplitude: number) => 20 * Math.log10(amplitude);
/** Largest magnitude away from both ends, where the filter sees the silence outside. */
const peak = (wave: Float32Array, from = 100) => wave.subarray(from, wave.length - 100).reduce((top, v) => Math.max(top, Math.abs(v)), 0);

describe('resampleTo16k', () => {
  it.each([8000, 11025, 44100, 48000, 96000])('equals scipy.signal.resample_poly from %i Hz', (rate) => {
    const expected = floats(`resample-${rate}-out`);
    const got = resampleTo16k(floats(`resample-${rate}-in`), rate);
    expect(got.length).toBe(expected.length);
    const worst = got.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0);
    expect(worst).toBeLessThan(3e-4);
  });

  // 44,101 Hz shares no divisor with 16,000: its coefficients are interpolated.
  it.each([8000, 11025, 22050, 32000, 44100, 44101, 48000, 96000, 384000])('keeps a sine of 1 kHz from %i Hz', (rate) => {
    const got = resampleTo16k(sine(1000, rate, 0.25), rate);
    expect(got.length).toBe(Math.ceil((Math.round(rate * 0.25) * 16000) / rate));
    const expected = sine(1000, 16000, 0.25);
    const error = got.map((value, at) => value - expected[at]!);
    expect(decibels(peak(error))).toBeLessThan(-66);
  });

  it.each([
    [44100, 8000],
    [44100, 9000],
    [44100, 15000],
    [44101, 8500],
    [48000, 8100],
    [48000, 16000],
    [96000, 40000],
  ])('a sine above 8 kHz does not come back as another (%i Hz, %i Hz)', (rate, hz) => {
    expect(decibels(peak(resampleTo16k(sine(hz, rate, 0.25), rate)))).toBeLessThan(-60);
  });

  it('makes no images when it raises the rate', () => {
    const got = resampleTo16k(sine(3000, 8000, 0.25), 8000);
    const error = got.map((value, at) => value - Math.sin((2 * Math.PI * 3000 * at) / 16000));
    expect(decibels(peak(error))).toBeLessThan(-60);
  });

  it('gives sounds at 16 kHz back as they are, and refuses impossible rates', () => {
    const wave = sine(100, 16000, 0.1);
    expect(resampleTo16k(wave, 16000)).toBe(wave);
    expect(resampleTo16k(new Float32Array(0), 8000)).toHaveLength(0);
    for (const rate of [0, -8000, 1.5, Number.NaN]) expect(() => resampleTo16k(wave, rate)).toThrow(RangeError);
  });
});
