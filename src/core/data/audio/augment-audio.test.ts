/** @file Augmentations: seeded, inside their bounds, and the record they came from is left as it is. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../tensor/rng.ts';
import { maskBandsAndTimes, mixRecords, shiftInTime } from './augment-audio.ts';
import { KALDI_SILENCE, NANO_SILENCE } from './silence.ts';

const SIZE = [8, 16] as const;
const record = Float32Array.from({ length: 128 }, (_, at) => at);
const rng = (seed: number) => createRng(seed, 'augment');

describe('shiftInTime', () => {
  it.each(['nano', 'kaldi'] as const)('moves every row by the same frames; %s silence follows', (frontEnd) => {
    const silence = Math.fround(frontEnd === 'nano' ? NANO_SILENCE : KALDI_SILENCE);
    const shifts = new Set<number>();
    for (let seed = 0; seed < 60; seed++) {
      const shifted = shiftInTime(record, SIZE, frontEnd, 4, rng(seed));
      const shift = shifted[7] === silence ? Number.NaN : 7 - shifted[7]!;
      shifts.add(shift);
      for (let at = 0; at < 128; at++) {
        const from = (at % 16) - shift;
        expect(shifted[at]).toBe(from >= 0 && from < 16 ? record[at - shift] : silence);
      }
    }
    expect([...shifts].sort((a, b) => a - b)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
  });

  it('by 0 is the record, and by all frames still a record', () => {
    expect(shiftInTime(record, SIZE, 'nano', 0, rng(1))).toEqual(record);
    expect(shiftInTime(record, SIZE, 'nano', 16, rng(3))).toHaveLength(128);
    expect(() => shiftInTime(record, SIZE, 'nano', 17, rng(1))).toThrow(RangeError);
    expect(() => shiftInTime(record, [8, 15], 'nano', 1, rng(1))).toThrow(RangeError);
  });
});

describe('maskBandsAndTimes', () => {
  const masks = { bandMasks: 1, mostBands: 3, timeMasks: 1, mostFrames: 5 };

  it('covers whole rows and columns with the mean, and no more than asked', () => {
    const widths = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      const masked = maskBandsAndTimes(record, SIZE, masks, rng(seed));
      const isCovered = (band: number, t: number) => masked[band * 16 + t] === 63.5;
      const rows = Array.from({ length: 8 }, (_, band) => band).filter((band) =>
        record.subarray(0, 16).every((_, t) => isCovered(band, t)),
      );
      const times = Array.from({ length: 16 }, (_, t) => t).filter((t) => Array.from({ length: 8 }).every((_, band) => isCovered(band, t)));
      for (const set of [rows, times]) expect(set.length === 0 || set.at(-1)! - set[0]! === set.length - 1).toBe(true);
      widths.add(`${rows.length} ${times.length}`);
      for (let at = 0; at < 128; at++) {
        const covered = rows.includes(Math.floor(at / 16)) || times.includes(at % 16);
        expect(masked[at]).toBe(covered ? 63.5 : record[at]);
      }
    }
    expect(widths.size).toBe(4 * 6);
  });

  it('without masks it is a copy; masks that do not fit are refused', () => {
    const copy = maskBandsAndTimes(record, SIZE, { bandMasks: 0, mostBands: 3, timeMasks: 0, mostFrames: 5 }, rng(1));
    expect(copy).toEqual(record);
    expect(copy).not.toBe(record);
    expect(() => maskBandsAndTimes(record, SIZE, { ...masks, mostBands: 9 }, rng(1))).toThrow(RangeError);
    expect(() => maskBandsAndTimes(record, SIZE, { ...masks, mostFrames: 17 }, rng(1))).toThrow(RangeError);
  });
});

describe('mixRecords', () => {
  const one = Float32Array.of(0, -13.8, 5, 80);
  const other = Float32Array.of(0, 2, 5, -80);

  it('mixes energies by the weight that it returns', () => {
    const { values, weight } = mixRecords(one, other, 0.4, rng(5));
    values.forEach((value, at) => {
      expect(value).toBeCloseTo(Math.log(weight * Math.exp(one[at]!) + (1 - weight) * Math.exp(other[at]!)), 4);
    });
    expect(mixRecords(one, other, 0.4, rng(5))).toEqual({ values, weight });
  });

  it.each([0.2, 0.4, 1])('weights follow Beta(α, α) for α = %f', (alpha) => {
    const generator = rng(9);
    const weights = Array.from({ length: 20000 }, () => mixRecords(one, other, alpha, generator).weight);
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    const variance = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / weights.length;
    expect(mean).toBeCloseTo(0.5, 1.7);
    expect(variance).toBeCloseTo(1 / (4 * (2 * alpha + 1)), 2);
    expect(weights.every((weight) => weight >= 0.001 && weight <= 0.999)).toBe(true);
  });

  it('refuses other lengths and impossible α', () => {
    expect(() => mixRecords(one, record, 0.4, rng(1))).toThrow(RangeError);
    for (const alpha of [0, 1.5, Number.NaN]) expect(() => mixRecords(one, other, alpha, rng(1))).toThrow(RangeError);
  });
});

it('leaves the records as they are, and a seed repeats every augmentation', () => {
  const kept = Float32Array.from(record);
  const twice = [7, 7].map((seed) => {
    const generator = rng(seed);
    const shifted = shiftInTime(record, SIZE, 'nano', 5, generator);
    const masked = maskBandsAndTimes(shifted, SIZE, { bandMasks: 2, mostBands: 2, timeMasks: 2, mostFrames: 3 }, generator);
    return mixRecords(masked, record, 0.4, generator);
  });
  expect(twice[0]).toEqual(twice[1]);
  expect(record).toEqual(kept);
});
