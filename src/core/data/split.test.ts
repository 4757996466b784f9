import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchIndices, epochOrder } from './batches.ts';
import { splitDataset } from './split.ts';

const labelsOf = (...counts: number[]) => Uint16Array.from(counts.flatMap((count, label) => Array(count).fill(label)));

describe('splitDataset', () => {
  it('divides 70/15/15 within each class', () => {
    const labels = labelsOf(60, 200);
    const { train, validation, test } = splitDataset(labels, 2, 7);
    const ofClass = (part: Uint32Array, label: number) => part.filter((sample) => labels[sample] === label).length;
    expect([ofClass(train, 0), ofClass(validation, 0), ofClass(test, 0)]).toEqual([42, 9, 9]);
    expect([ofClass(train, 1), ofClass(validation, 1), ofClass(test, 1)]).toEqual([140, 30, 30]);
  });

  it('uses every sample once and gives each class of three or more a place in each part', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 6 }), fc.nat(), (counts, seed) => {
        const labels = labelsOf(...counts);
        const split = splitDataset(labels, counts.length, seed);
        const all = [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b);
        expect(all).toEqual(Array.from(labels, (_, i) => i));
        for (const [label, count] of counts.entries())
          for (const part of [split.train, split.validation, split.test])
            if (count >= 3) expect(part.some((sample) => labels[sample] === label)).toBe(true);
      }),
    );
  });

  it('repeats with the seed, changes with another, and does not move one class when another grows', () => {
    const labels = labelsOf(40, 40);
    expect(splitDataset(labels, 2, 7)).toEqual(splitDataset(labels, 2, 7));
    expect(splitDataset(labels, 2, 8)).not.toEqual(splitDataset(labels, 2, 7));
    const grown = splitDataset(labelsOf(40, 90), 2, 7);
    expect(grown.test.filter((s) => s < 40)).toEqual(splitDataset(labels, 2, 7).test.filter((s) => s < 40));
  });

  it('limits each class to a subset that a larger limit contains', () => {
    const labels = labelsOf(100, 5);
    const sizes = (limit: number) => {
      const { train, validation, test } = splitDataset(labels, 2, 1, limit);
      return train.length + validation.length + test.length;
    };
    expect(sizes(20)).toBe(25);
    expect(sizes(1)).toBe(6);
    expect(sizes(0)).toBe(105);
  });

  it('refuses a label without a class', () => {
    expect(() => splitDataset([0, 2], 2, 0)).toThrow(RangeError);
  });

  it('takes a hundred thousand samples', () => {
    const { train } = splitDataset(new Uint16Array(200_000), 1, 0);
    expect(train.length).toBe(140_000);
  });
});

describe('batches', () => {
  const train = Uint32Array.from({ length: 70 }, (_, i) => i * 2);
  it('shuffles by seed and epoch and leaves the input alone', () => {
    expect(epochOrder(train, 0, 1)).toEqual(epochOrder(train, 0, 1));
    expect(epochOrder(train, 1, 1)).not.toEqual(epochOrder(train, 0, 1));
    expect(train[1]).toBe(2);
  });
  it('makes batches of one size', () => {
    expect(batchIndices(train, 32).map((batch) => batch.length)).toEqual([32, 32]);
    expect(batchIndices(train, 128).map((batch) => batch.length)).toEqual([70]);
    expect(batchIndices(new Uint32Array(0), 8)).toEqual([]);
    expect(() => batchIndices(train, 0)).toThrow(RangeError);
  });
});
