/** @file Which value is painted where, and how loud: flips, means, floor, silence, the end of short sounds. */
import { expect, test } from 'vitest';
import { logMel, NANO_HOP } from '../../../core/data/audio/log-mel.ts';
import { loudestBand, soundingShare, spectrogramPixels } from './spectrogram-pixels.ts';

/** Grey: the red of a pixel is its place on the scale. */
const GREY = Uint8Array.from({ length: 768 }, (_, at) => Math.floor(at / 3));
const form = (bands: number, frames: number, frontEnd: 'nano' | 'kaldi' = 'nano') =>
  ({ modality: 'audio', size: [bands, frames], frontEnd }) as const;
const reds = (pixels: Uint8ClampedArray) => [...pixels].filter((_, at) => at % 4 === 0);

test('low bands are below, early frames left', () => {
  const values = Float32Array.of(0, 1, 2, 3, 4, 5); // two bands of three frames
  const pixels = spectrogramPixels(values, form(2, 3), [2, 3], GREY);
  expect(reds(pixels)).toEqual([153, 204, 255, 0, 51, 102]);
  expect([...pixels].filter((_, at) => at % 4 === 3)).toEqual([255, 255, 255, 255, 255, 255]);
});

test('a smaller picture holds means, a larger one repeats', () => {
  const values = Float32Array.of(0, 2, 4, 6, 0, 2, 4, 6);
  expect(reds(spectrogramPixels(values, form(2, 4), [1, 2], GREY))).toEqual([0, 255]);
  expect(reds(spectrogramPixels(Float32Array.of(0, 8), form(1, 2), [2, 4], GREY))).toEqual([0, 0, 255, 255, 0, 0, 255, 255]);
});

test('more than 55 dB below the loudest is the floor', () => {
  const loud = 0;
  const at = (db: number) => (db / 10) * Math.LN10;
  const [quieter = -1, floor = -1, below = -1, top = -1] = reds(
    spectrogramPixels(Float32Array.of(at(-27.5), at(-55), at(-90), loud), form(1, 4), [1, 4], GREY),
  );
  expect(quieter).toBe(128);
  expect([floor, below, top]).toEqual([0, 0, 255]);
});

test('silence is flat', () => {
  expect(new Set(reds(spectrogramPixels(new Float32Array(16).fill(-13.8), form(4, 4), [4, 4], GREY)))).toEqual(new Set([0]));
  expect(loudestBand(new Float32Array(16).fill(-13.8), form(4, 4))).toBe('silent');
});

test('zeros after a short sound are no loudness', () => {
  const values = Float32Array.of(-9, -4, 0, 0, -8, -5, 0, 0); // silence would be -15.9; frames after the end are 0
  expect(soundingShare(values, 2, 4)).toBe(0.5);
  expect(soundingShare(new Float32Array(8), 2, 4)).toBe(1);
  expect(reds(spectrogramPixels(values, form(2, 4, 'kaldi'), [2, 4], GREY))).toEqual([51, 204, 0, 0, 0, 255, 0, 0]);
});

test('a tone of 1 kHz lights its band, and the words say where', () => {
  const samples = Float32Array.from({ length: 64 * NANO_HOP }, (_, at) =>
    at > 48 * NANO_HOP ? Math.sin((2 * Math.PI * 7000 * at) / 16_000) : 0,
  );
  const values = logMel(samples, 64);
  const red = reds(spectrogramPixels(values, form(64, 64), [64, 64], GREY));
  const brightest = red.indexOf(255);
  expect(Math.floor(brightest / 64)).toBeLessThan(6); // 7 kHz of 8 stands near the top
  expect(brightest % 64).toBeGreaterThan(46);
  expect(loudestBand(values, form(64, 64))).toBe('loudest in the high bands, near the end');
});
