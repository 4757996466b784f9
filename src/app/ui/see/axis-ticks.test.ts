/** @file Hz beside a record against the filters that made it, and round seconds. */
import { expect, test } from 'vitest';
import { melFilters } from '../../../core/data/audio/mel-filters.ts';
import { hzShare, hzTicks, recordSeconds, timeTicks } from './axis-ticks.ts';

const NANO = { modality: 'audio', size: [64, 64], frontEnd: 'nano' } as const;
const KALDI = { modality: 'audio', size: [128, 1024], frontEnd: 'kaldi' } as const;

test('a frequency stands in the row of the filter that hears it most', () => {
  for (const [form, fftSize, lowHz, straightOn] of [
    [NANO, 4096, 0, 'hz'],
    [KALDI, 4096, 20, 'mel'],
  ] as const) {
    const [bands] = form.size;
    const filters = melFilters({ bands, sampleRate: 16_000, fftSize, lowHz, highHz: 8000, straightOn });
    for (const hz of [500, 1000, 2000, 4000, 7000]) {
      const bin = Math.round((hz * fftSize) / 16_000);
      const heard = filters.map(({ firstBin, weights }) => weights[bin - firstBin] ?? 0);
      const row = heard.indexOf(Math.max(...heard));
      expect(Math.abs(hzShare(hz, form) * bands - (row + 0.5))).toBeLessThan(0.6);
    }
  }
});

test('ticks rise and stay on the picture', () => {
  for (const form of [NANO, KALDI]) {
    const shares = hzTicks(form).map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.every((share) => share > 0 && share < 1)).toBe(true);
  }
  expect(hzTicks(NANO).map(({ text }) => text)).toEqual(['250 Hz', '500 Hz', '1 kHz', '2 kHz', '4 kHz']);
});

test('round seconds, wherever the record begins', () => {
  expect(timeTicks(0, 1).map(({ text }) => text)).toEqual(['0.0 s', '0.2 s', '0.4 s', '0.6 s', '0.8 s', '1.0 s']);
  expect(timeTicks(1.28, 2.28).map(({ share }) => Number(share.toFixed(2)))).toEqual([0.12, 0.32, 0.52, 0.72, 0.92]);
  expect(timeTicks(0, 61).map(({ text }) => text)).toEqual(['0 s', '20 s', '40 s', '60 s']);
  expect(timeTicks(0, 0.4).map(({ text }) => text)).toEqual(['0.0 s', '0.1 s', '0.2 s', '0.3 s', '0.4 s']);
});

test('the length of records', () => {
  expect(recordSeconds(NANO)).toBe(1);
  expect(recordSeconds(KALDI)).toBeCloseTo(10.24, 10);
});
