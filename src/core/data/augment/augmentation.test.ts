/**
 * @file Augmentations of all modalities: they repeat by seed and epoch, leave records alone, change only what the settings say, and
 * do to known pictures, sounds, clouds and clips what they should.
 */
import { describe, expect, test } from 'vitest';
import { defaultConfig } from '../../../config/fields.ts';
import { MODALITY_NAMES } from '../../../config/modalities.ts';
import type { Modality } from '../../../config/run-config.ts';
import { createRng } from '../../tensor/rng.ts';
import { type RecordForm, type RecordValues, recordLength } from '../record-form.ts';
import { type AugmentSettings, augmentationsOf, trainingAugmentation } from './augmentation.ts';
import { drawLight, inLight } from './colour-frames.ts';
import { croppedTo, drawBox } from './crop-frames.ts';
import { mirrored } from './frames.ts';
import { blended, withBoxOf } from './mix-frames.ts';

const FORMS: { readonly [M in Modality]: RecordForm } = {
  image: { modality: 'image', size: [12, 16] },
  audio: { modality: 'audio', size: [16, 20], frontEnd: 'nano' },
  point: { modality: 'point', points: 50 },
  video: { modality: 'video', frames: 8, size: [6, 4] },
};
const ALL: AugmentSettings = {
  upAxis: 'z',
  ...{ flip: true, crop: true, colour: true, mixup: true, cutmix: true, timeShift: 0.2, specAugment: true },
  ...{ rotate: true, jitter: true, tempo: true },
};
const NONE: AugmentSettings = {
  upAxis: 'y',
  ...{ flip: false, crop: false, colour: false, mixup: false, cutmix: false, timeShift: 0, specAugment: false },
  ...{ rotate: false, jitter: false, tempo: false },
};

function records(form: RecordForm, count = 6): RecordValues[] {
  const rng = createRng(1, 'records');
  return Array.from({ length: count }, () =>
    form.modality === 'image' || form.modality === 'video'
      ? Uint8Array.from({ length: recordLength(form) }, () => rng.integer(256))
      : Float32Array.from({ length: recordLength(form) }, () => rng.next() - 0.5),
  );
}

describe.each(MODALITY_NAMES)('%s', (modality) => {
  const form = FORMS[modality];
  const given = records(form);
  const made = (settings: AugmentSettings, seed: number, epoch: number) => trainingAugmentation(settings, form, seed, epoch)!(given);

  test('everything on: repeats by seed and epoch, and records stay as they are', () => {
    const before = given.map((record) => record.slice());
    const first = made(ALL, 0, 2);
    expect(made(ALL, 0, 2)).toEqual(first);
    expect(made(ALL, 1, 2).records).not.toEqual(first.records);
    expect(made(ALL, 0, 3).records).not.toEqual(first.records);
    expect(given).toEqual(before);
    expect(first.records).not.toEqual(given);
    for (const record of first.records) {
      expect(record.constructor).toBe(given[0]!.constructor);
      expect(record).toHaveLength(recordLength(form));
    }
  });

  test('everything off is nothing at all', () => {
    expect(trainingAugmentation(NONE, form, 0, 0)).toBeNull();
  });

  test('settings of other modalities change nothing', () => {
    const others = { ...ALL };
    for (const key of augmentationsOf(ALL, modality)) Object.assign(others, { [key]: NONE[key] });
    expect(trainingAugmentation(others, form, 0, 0)).toBeNull();
  });

  test('each setting alone does something', () => {
    for (const key of augmentationsOf(ALL, modality)) {
      const { records: changed, mixture } = made({ ...NONE, [key]: ALL[key] }, 0, 0);
      expect(changed, key).not.toEqual(given);
      expect(mixture !== null, key).toBe(key === 'mixup' || key === 'cutmix');
    }
  });
});

test('defaults: pictures as they are, sounds shifted, clouds turned and jittered, clips a little early or late', () => {
  const settings = defaultConfig();
  expect(MODALITY_NAMES.map((modality) => augmentationsOf(settings, modality))).toEqual([
    [],
    ['timeShift'],
    ['rotate', 'jitter'],
    ['tempo'],
  ]);
});

describe('frames', () => {
  const frames = { count: 1, height: 8, width: 10 };
  /** Red rises 10 a column, green 20 a row: what bilinear sampling keeps exactly. */
  const ramp = Uint8Array.from({ length: 8 * 10 * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return [10 * (pixel % 10), 20 * Math.floor(pixel / 10), 7][at % 3]!;
  });

  test('a crop shows its box as large as the whole, along a ramp to the nearest step', () => {
    const box = { top: 2, left: 1, height: 4, width: 5 };
    const cropped = croppedTo(ramp, frames, box);
    for (let y = 0; y < 8; y++) {
      for (let x = 0; x < 10; x++) {
        const at = (y * 10 + x) * 3;
        expect(Math.abs(cropped[at]! - 10 * (1 + (x + 0.5) / 2 - 0.5))).toBeLessThanOrEqual(0.5);
        expect(Math.abs(cropped[at + 1]! - 20 * (2 + (y + 0.5) / 2 - 0.5))).toBeLessThanOrEqual(0.5);
        expect(cropped[at + 2]).toBe(7);
      }
    }
    expect(croppedTo(ramp, frames, { top: 0, left: 0, height: 8, width: 10 })).toEqual(ramp);
  });

  test('boxes lie inside and keep half of the area', () => {
    const rng = createRng(2, 'boxes');
    for (let i = 0; i < 500; i++) {
      const { top, left, height, width } = drawBox(frames, rng);
      expect(top >= 0 && left >= 0 && top + height <= 8 + 1e-9 && left + width <= 10 + 1e-9).toBe(true);
      expect((height * width) / 80).toBeGreaterThan(0.4); // a stretched box of the whole area is cut at the edges
    }
  });

  test('brightness multiplies and cuts, contrast 0 is the mean grey, saturation 0 each pixel’s grey', () => {
    const one = Uint8Array.of(100, 50, 200, 0, 0, 0);
    const grey = 0.299 * 100 + 0.587 * 50 + 0.114 * 200;
    expect([...inLight(one, { brightness: 1.3, contrast: 1, saturation: 1 })]).toEqual([130, 65, 255, 0, 0, 0]);
    expect([...inLight(one, { brightness: 1, contrast: 0, saturation: 1 })]).toEqual(Array(6).fill(Math.round(grey / 2)));
    expect([...inLight(one, { brightness: 1, contrast: 1, saturation: 0 })]).toEqual([...Array(3).fill(Math.round(grey)), 0, 0, 0]);
    expect([...inLight(one, { brightness: 1, contrast: 1, saturation: 1 })]).toEqual([...one]);
    for (const factor of Object.values(drawLight(createRng(0, 'light')))) expect(Math.abs(factor - 1)).toBeLessThanOrEqual(0.3);
  });

  test('a mirror twice is the picture, and its first pixel the last of the row', () => {
    const once = mirrored(ramp, frames);
    expect([...once.subarray(0, 3)]).toEqual([90, 0, 7]);
    expect(mirrored(once, frames)).toEqual(ramp);
  });

  test('CutMix’s share is the share of pixels that stayed, the same in every frame', () => {
    const clip = { count: 2, height: 8, width: 10 };
    const [black, white] = [new Uint8Array(480), new Uint8Array(480).fill(255)];
    const rng = createRng(5, 'cut');
    const shares: number[] = [];
    for (let i = 0; i < 200; i++) {
      const { values, weight } = withBoxOf(black, white, clip, rng);
      expect(values.filter((value) => value === 0).length / 480).toBeCloseTo(weight, 10);
      expect(values.subarray(0, 240)).toEqual(values.subarray(240));
      shares.push(weight);
    }
    expect(Math.min(...shares)).toBeLessThan(0.3);
    expect(Math.max(...shares)).toBeGreaterThan(0.95);
  });

  test('mixup is the weighted mean', () => {
    const { values, weight } = blended(new Uint8Array(30), new Uint8Array(30).fill(200), createRng(8, 'mix'));
    for (const value of values) expect(Math.abs(value - 200 * (1 - weight))).toBeLessThanOrEqual(0.5);
  });
});

test('frames of a clip with another tempo are frames of the clip, in order', () => {
  const form = { modality: 'video', frames: 8, size: [1, 1] } as const;
  const clip = Uint8Array.from({ length: 24 }, (_, at) => Math.floor(at / 3));
  const augment = trainingAugmentation({ ...NONE, tempo: true }, form, 0, 0)!;
  const { records: changed } = augment(Array(20).fill(clip));
  for (const record of changed) {
    const order = Array.from({ length: 8 }, (_, frame) => record[3 * frame]!);
    expect([...order].sort()).toEqual(order);
    order.forEach((frame, at) => {
      expect(Math.abs(frame - at)).toBeLessThanOrEqual(1);
    });
  }
});

test('the up axis decides which coordinate a turn keeps', () => {
  const given = records(FORMS.point, 1);
  const turned = (upAxis: 'y' | 'z') => trainingAugmentation({ ...NONE, rotate: true, upAxis }, FORMS.point, 0, 0)!(given).records[0]!;
  const keeps = (changed: RecordValues, axis: number) => changed.every((value, at) => at % 3 !== axis || value === given[0]![at]);
  expect([keeps(turned('y'), 1), keeps(turned('y'), 2)]).toEqual([true, false]);
  expect([keeps(turned('z'), 1), keeps(turned('z'), 2)]).toEqual([false, true]);
});
