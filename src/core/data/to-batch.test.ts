/**
 * @file Records of every form as the numbers that a model's family takes, and mixed labels beside mixed samples.
 */
import { describe, expect, test } from 'vitest';
import { defaultConfig } from '../../config/fields.ts';
import { createRng } from '../tensor/rng.ts';
import { trainingAugmentation } from './augment/augmentation.ts';
import { bytesOf } from './record-form.ts';
import { memoryRecords } from './records.ts';
import { toBatch } from './to-batch.ts';

const rounded = (values: ArrayLike<number>) => Array.from(values, (x) => Math.round(x * 1000) / 1000);
const plain = { normalization: { mean: [0, 0, 0], std: [1, 1, 1] } };

describe('pictures', () => {
  const form = { modality: 'image', size: [1, 2] } as const;
  const records = memoryRecords(form, Uint8Array.of(0, 0, 0, 1, 1, 1, 255, 0, 51, 0, 255, 102));
  const dataset = { labels: Uint16Array.of(4, 1), form, records };

  test('channels go to planes and are normalised', () => {
    const { values, labels, mixed } = toBatch(dataset, [1], plain);
    expect([...labels]).toEqual([1]);
    expect(mixed).toBeNull();
    expect(rounded(values)).toEqual([1, 0, 0, 1, 0.2, 0.4]);
    const shifted = toBatch(dataset, [1], { normalization: { mean: [0.5, 0, 0], std: [0.25, 1, 1] } });
    expect(rounded(shifted.values.subarray(0, 2))).toEqual([2, -2]);
  });

  test('flip mirrors those whose number of the stream is below one half, as the exported project draws them', () => {
    const many = Array<number>(32).fill(1);
    const { values } = toBatch(dataset, many, plain, trainingAugmentation({ ...defaultConfig(), flip: true }, form, 3, 5));
    const stream = createRng(3, 'flip-5');
    const want = many.map(() => (stream.next() < 0.5 ? 0 : 1)); // first red value of the mirrored picture, and of the picture
    expect(many.map((_, i) => values[i * 6])).toEqual(want);
    expect(new Set(want).size).toBe(2);
  });

  test('mixed samples bring the class of the other and their own share', () => {
    const augment = trainingAugmentation({ ...defaultConfig(), mixup: true }, form, 0, 0);
    const { values, labels, mixed } = toBatch(dataset, [0, 1], plain, augment);
    expect([...labels]).toEqual([4, 1]);
    expect([...mixed!.labels]).toEqual([1, 4]);
    const share = mixed!.shares[0]!;
    expect(Math.abs(values[0]! - (1 - share))).toBeLessThan(1 / 255); // red 0 of the first, 1 of the second
  });

  test('an index outside the data is refused', () => {
    expect(() => toBatch(dataset, [2], plain)).toThrow(RangeError);
  });
});

test('clips are frames after each other, each with its planes', () => {
  const form = { modality: 'video', frames: 2, size: [1, 1] } as const;
  const records = memoryRecords(form, Uint8Array.of(0, 51, 102, 153, 204, 255));
  expect(rounded(toBatch({ labels: Uint16Array.of(0), form, records }, [0], plain).values)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
});

test('spectrograms keep bands first, or are turned where the model has frames first', () => {
  const form = { modality: 'audio', size: [2, 3], frontEnd: 'nano' } as const;
  const records = memoryRecords(form, bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6)));
  const dataset = { labels: Uint16Array.of(0), form, records };
  const normalization = { mean: [1], std: [2] };
  expect(rounded(toBatch(dataset, [0], { normalization }).values)).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
  expect(rounded(toBatch(dataset, [0], { normalization, framesFirst: true }).values)).toEqual([0, 1.5, 0.5, 2, 1, 2.5]);
});

test('points come as they are', () => {
  const form = { modality: 'point', points: 2 } as const;
  const records = memoryRecords(form, bytesOf(Float32Array.of(0, 0.5, 1, -1, 0.25, 0)));
  expect([...toBatch({ labels: Uint16Array.of(0), form, records }, [0], plain).values]).toEqual([0, 0.5, 1, -1, 0.25, 0]);
});
