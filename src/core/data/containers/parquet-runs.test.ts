/** @file Run-length numbers: the same counts as hyparquet's decoder finds, and a refusal where that one would not come back. */
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../tensor/rng.ts';
import { walkRuns } from './parquet-runs.ts';

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** Runs of both kinds, as a writer makes them. */
function encode(values: readonly number[], width: number, rng: ReturnType<typeof createRng>): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < values.length; ) {
    let run = 1;
    while (at + run < values.length && values[at + run] === values[at]) run++;
    if (run > 4 || rng.next() < 0.3) {
      bytes.push(...varint(2 * run), ...Array.from({ length: (width + 7) >> 3 }, (_, byte) => (values[at]! >> (8 * byte)) & 255));
      at += run;
    } else {
      const groups = Math.min(1 + rng.integer(3), Math.ceil((values.length - at) / 8));
      // A packed run that does not end the values has to be full.
      const packed = new Array(groups * width).fill(0);
      for (let i = 0; i < groups * 8; i++)
        for (let bit = 0; bit < width; bit++)
          if (((values[at + i] ?? 0) >> bit) & 1) packed[(i * width + bit) >> 3] |= 1 << ((i * width + bit) & 7);
      bytes.push(...varint(2 * groups + 1), ...packed);
      at += groups * 8;
    }
  }
  return bytes;
}

describe('walkRuns', () => {
  it('counts as hyparquet decodes, over 2,000 seeded pages', () => {
    for (let seed = 0; seed < 2000; seed++) {
      const rng = createRng(seed, 'runs');
      const width = 1 + rng.integer(12);
      const few = 1 + rng.integer(2 ** width);
      let last = 0;
      const values = Array.from({ length: 1 + rng.integer(60) }, () => {
        if (rng.next() < 0.5) last = rng.integer(few);
        return last;
      });
      const page = Uint8Array.from(encode(values, width, rng));
      const decoded = new Array(values.length);
      readRleBitPackedHybrid({ view: new DataView(page.buffer), offset: 0 }, width, decoded, page.length);
      expect(decoded, `seed ${seed}`).toEqual(values);
      const level = values[0]!;
      const equal = decoded.filter((value) => value === level).length;
      expect(walkRuns(page, [0, page.length], width, values.length, level)).toEqual({ equal, largest: Math.max(...decoded) });
      expect(() => walkRuns(page.subarray(0, -1), [0, page.length - 1], width, values.length)).toThrow(RangeError);
    }
  });

  it.each<[string, number[], number]>([
    ['a run of two thousand million', [...varint(2 * 0x7fffffff), 1], 1],
    ['a packed run of as many', varint(2 * 0x0fffffff + 1), 1],
    ['a run of nothing', [0, 0, 0, 0], 1],
    ['a packed run of nothing', [1, 1, 1, 1], 1],
    ['a length that never ends', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0], 1],
    ['a run longer than there are values', [2 * 9, 1], 1],
    ['no bytes', [], 1],
  ])('refuses %s', (_, bytes, width) => {
    expect(() => walkRuns(Uint8Array.from(bytes), [0, bytes.length], width, 8)).toThrow(RangeError);
  });
});
