/** @file The data report: copies that were planted are found and nothing else, sentences say what is there, 10,000 records in time. */
import { describe, expect, it } from 'vitest';
import { createRng, type Rng } from '../../tensor/rng.ts';
import type { RecordForm } from '../record-form.ts';
import { splitDataset } from '../split.ts';
import { makeDataReport } from './data-report.ts';
import { createCopyFinder } from './find-copies.ts';
import { hashOf } from './record-hash.ts';
import type { SeenValues } from './record-spread.ts';
import { thumbMaker } from './record-thumb.ts';
import { BANDS, bandKey, differentBits, MOST_BITS, signHasher } from './sign-hash.ts';
import { splitOverlaps } from './split-overlaps.ts';
import { spreadOf, spreadText } from './spread.ts';

const SIDE = 32;
const PICTURE: RecordForm = { modality: 'image', size: [SIDE, SIDE] };
const copiesOf = (form: RecordForm, records: Iterable<SeenValues>) => {
  const finder = createCopyFinder(form);
  for (const record of records) finder.add(record);
  return finder.found();
};

/** Blobs of random colours, [side, side, 3]. */
function picture(rng: Rng, side = SIDE): Uint8Array {
  const blobs = Array.from({ length: 6 }, () => ({ x: rng.next(), y: rng.next(), size: 0.05 + 0.2 * rng.next(), light: 255 * rng.next() }));
  const pixels = new Uint8Array(side * side * 3).fill(rng.integer(256));
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++)
      for (const { x, y, size, light } of blobs)
        if ((column / side - x) ** 2 + (row / side - y) ** 2 < size * size)
          pixels.fill(light, 3 * (row * side + column), 3 * (row * side + column) + 3);
  return pixels;
}
const pictures = (count: number, side = SIDE) => {
  const rng = createRng(1, 'report');
  return Array.from({ length: count }, () => picture(rng, side));
};
const brighter = (record: Uint8Array) => record.map((value) => Math.min(255, 8 + value * 0.95));
const noisy = (record: Uint8Array) => {
  const rng = createRng(2, 'noise');
  return record.map((value) => Math.max(0, Math.min(255, value + 4 * rng.normal())));
};

describe('exact copies', () => {
  it('are equal records and no others, in any alignment', () => {
    const all = pictures(50);
    const shifted = new Uint8Array(all[7]!.length + 1);
    shifted.set(all[7]!, 1);
    const records = [...all, all[3]!.slice(), shifted.subarray(1), all[3]!.slice(), brighter(all[9]!)];
    expect(copiesOf(PICTURE, records)).toMatchObject({
      count: 54,
      exact: [
        [3, 50, 52],
        [7, 51],
      ],
    });
    expect(copiesOf(PICTURE, [])).toEqual({ count: 0, exact: [], near: [], constant: [], notFinite: [] });
  });

  it('are found when the record is one buffer used again', () => {
    const buffer = new Uint8Array(12);
    function* reused() {
      for (let at = 0; at < 4; at++) yield buffer.fill(at % 2);
    }
    expect(copiesOf(PICTURE, reused()).exact).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });
});

describe('hashOf', () => {
  it('differs for each bit, and for lengths', () => {
    const record = pictures(1)[0]!;
    const seen = new Set([
      hashOf(record),
      hashOf(record.slice(0, -1)),
      hashOf(new Uint8Array(4)),
      hashOf(new Uint8Array(8)),
      hashOf(new Uint8Array(3)),
    ]);
    for (let bit = 0; bit < 8 * record.length; bit++) {
      record[bit >> 3]! ^= 1 << (bit & 7);
      seen.add(hashOf(record));
      record[bit >> 3]! ^= 1 << (bit & 7);
    }
    expect(seen.size).toBe(5 + 8 * record.length);
  });

  it('spreads small numbers over all four lanes', () => {
    const lanes = Array.from({ length: 4 }, () => new Set<string>());
    for (let at = 0; at < 20_000; at++) {
      const hash = hashOf(Uint8Array.of(at & 255, at >> 8, 0, 0, 9, 9, 9, 9));
      for (const [lane, seen] of lanes.entries()) seen.add(hash.slice(8 * lane, 8 * lane + 8));
    }
    for (const seen of lanes) expect(seen.size).toBeGreaterThan(19_990);
  });
});

describe('signHasher', () => {
  it('shares a band whenever at most seven bits differ', () => {
    const rng = createRng(3, 'bits');
    for (let round = 0; round < 2000; round++) {
      const words = [rng.integer(2 ** 32), rng.integer(2 ** 32)];
      const both = Int32Array.of(...words, ...words);
      const flipped = new Set(Array.from({ length: rng.integer(MOST_BITS + 1) }, () => rng.integer(64)));
      for (const bit of flipped) both[2 + (bit >> 5)]! ^= 1 << (bit & 31);
      expect(differentBits(both, 0, 1)).toBe(flipped.size);
      expect(Array.from({ length: BANDS }, (_, band) => bandKey(both, 0, band) === bandKey(both, 1, band))).toContain(true);
    }
    const ones = Int32Array.of(-1, -1);
    expect(Array.from({ length: BANDS }, (_, band) => bandKey(ones, 0, band))).toEqual([255, 511, 767, 1023, 1279, 1535, 1791, 2047]);
  });

  it('has about as many different bits as the angle says', () => {
    const rng = createRng(8, 'angles');
    const hash = signHasher(256);
    const bits = (a: Float32Array, b: Float32Array) => differentBits(Int32Array.of(...hash(a), ...hash(b)), 0, 1);
    const random = () => Float32Array.from({ length: 256 }, () => rng.normal());
    for (const share of [0.1, 0.3, 1]) {
      let mean = 0;
      for (let round = 0; round < 100; round++) {
        const a = random();
        mean +=
          bits(
            a,
            a.map((value) => value + share * rng.normal()),
          ) / 100;
      }
      // a and a + share · noise meet at the angle atan(share)
      expect(Math.abs(mean - (64 * Math.atan(share)) / Math.PI)).toBeLessThan(1);
    }
    const a = random();
    expect(
      bits(
        a,
        a.map((value) => -value),
      ),
    ).toBe(64);
  });
});

describe('near copies', () => {
  it('finds lighter and noisy copies of pictures, and no two that are different', () => {
    const all = pictures(300);
    expect(copiesOf(PICTURE, all).near).toEqual([]);
    const records = [...all, brighter(all[3]!), noisy(all[4]!), all[5]!.slice(), noisy(brighter(all[3]!))];
    expect(copiesOf(PICTURE, records)).toMatchObject({
      near: [
        [3, 300, 303],
        [4, 301],
      ],
      exact: [[5, 302]],
    });
  });

  it('tells thin drawings on white apart, whose hashes are often equal', () => {
    const rng = createRng(4, 'strokes');
    const drawings = Array.from({ length: 200 }, () => {
      const pixels = new Uint8Array(SIDE * SIDE * 3).fill(255);
      let [x, y] = [4 + rng.integer(24), 4 + rng.integer(24)];
      for (let step = 0; step < 40; step++) {
        pixels.fill(0, 3 * (y * SIDE + x), 3 * (y * SIDE + x) + 3);
        x = Math.max(0, Math.min(SIDE - 1, x + rng.integer(3) - 1));
        y = Math.max(0, Math.min(SIDE - 1, y + rng.integer(3) - 1));
      }
      return pixels;
    });
    expect(copiesOf(PICTURE, drawings).near).toEqual([]);
  });

  it.each<[string, RecordForm, (rng: Rng) => Float32Array | Uint8Array, (values: number, rng: Rng) => number]>([
    ['sounds', { modality: 'audio', size: [64, 64], frontEnd: 'nano' }, sound, (value, rng) => value + 0.5 + 0.1 * rng.normal()],
    ['points', { modality: 'point', points: 1024 }, cloud, (value, rng) => value + 0.002 * rng.normal()],
    ['clips', { modality: 'video', frames: 4, size: [SIDE, SIDE] }, clip, (value) => Math.min(255, value + 6)],
  ])('does the same for %s', (_, form, make, change) => {
    const rng = createRng(5, 'others');
    const records = Array.from({ length: 60 }, () => make(rng));
    expect(copiesOf(form, records).near).toEqual([]);
    const copy = records[8]!.map((value) => change(value, rng)) as Float32Array;
    expect(copiesOf(form, [...records, copy]).near).toEqual([[8, 60]]);
  });

  it('looks through 10,000 pictures of 64 × 64 in 3 s', () => {
    const some = pictures(500, 64);
    const rng = createRng(6, 'many');
    const size = 64 * 64 * 3;
    const all = new Uint8Array(10_000 * size);
    /** Each a mixture of two, so that no two are alike; the last 100 repeat the first 100, a little lighter. */
    for (let at = 0; at < 9900; at++) {
      const [a, b, share] = [some[rng.integer(500)]!, some[rng.integer(500)]!, 0.2 + 0.6 * rng.next()];
      for (let i = 0; i < size; i++) all[at * size + i] = share * a[i]! + (1 - share) * b[i]! * 0.98;
    }
    for (let i = 0; i < 100 * size; i++) all[9900 * size + i] = all[i]! + 3;
    const record = (at: number) => all.subarray(at * size, (at + 1) * size);
    const start = process.cpuUsage();
    const { near: groups } = copiesOf(
      { modality: 'image', size: [64, 64] },
      Array.from({ length: 10_000 }, (_, at) => record(at)),
    );
    const seconds = process.cpuUsage(start).user / 1e6;
    console.info(`10,000 records: ${seconds.toFixed(2)} s of processor time, ${groups.length} groups`);
    const found = groups.filter((group) => group.some((at) => at >= 9900));
    expect(found.flat().filter((at) => at >= 9900)).toHaveLength(100);
    expect(seconds).toBeLessThan(5); // 3 s where nothing else runs
  });
});

function sound(rng: Rng): Float32Array {
  const tones = Array.from({ length: 4 }, () => ({
    bin: rng.integer(64),
    from: rng.integer(40),
    length: 8 + rng.integer(20),
    loud: 3 + 6 * rng.next(),
  }));
  const mel = new Float32Array(64 * 64).fill(-8);
  for (const { bin, from, length, loud } of tones)
    for (let near = -3; near <= 3; near++)
      for (let frame = from; frame < Math.min(64, from + length); frame++)
        if (bin + near >= 0 && bin + near < 64) mel[(bin + near) * 64 + frame]! += loud / (1 + near * near);
  return mel;
}

function cloud(rng: Rng): Float32Array {
  const boxes = Array.from({ length: 3 }, () => Array.from({ length: 6 }, () => 1.2 * rng.next() - 0.6));
  return Float32Array.from({ length: 1024 * 3 }, (_, at) => {
    const [low, high] = [boxes[Math.floor(at / 3) % 3]![at % 3]!, boxes[Math.floor(at / 3) % 3]![3 + (at % 3)]!];
    return low + (high - low) * rng.next();
  });
}

function clip(rng: Rng): Uint8Array {
  const frames = Array.from({ length: 4 }, () => picture(rng));
  return Uint8Array.from(frames.flatMap((frame) => [...frame]));
}

describe('records with nothing in them', () => {
  it('are one colour, silence, a single point, and numbers that are none', () => {
    const [plain, nearly] = [new Uint8Array(3072).fill(7), new Uint8Array(3072).fill(250).map((value, at) => value + (at % 3))];
    expect(copiesOf(PICTURE, [...pictures(20), plain, nearly])).toMatchObject({ constant: [20, 21], notFinite: [] });
    const audio: RecordForm = { modality: 'audio', size: [4, 4], frontEnd: 'nano' };
    const [silent, loud, broken] = [
      new Float32Array(16).fill(-15.9),
      Float32Array.from({ length: 16 }, (_, at) => at % 5),
      new Float32Array(16).fill(Number.NaN),
    ];
    expect(copiesOf(audio, [silent, loud, broken])).toMatchObject({ constant: [0], notFinite: [2] });
    const far = new Float32Array(12).fill(1000);
    expect(copiesOf({ modality: 'point', points: 4 }, [far]).constant).toEqual([0]);
  });
});

describe('splitOverlaps', () => {
  it('counts held-out samples with a copy that is trained on', () => {
    const split = { train: Uint32Array.of(0, 1, 2, 3), validation: Uint32Array.of(4, 5), test: Uint32Array.of(6, 7, 8, 9) };
    expect(
      splitOverlaps(
        [
          [0, 6, 7],
          [1, 2],
          [4, 8],
          [5, 3, 20],
        ],
        split,
      ),
    ).toEqual({
      groups: [
        [0, 6, 7],
        [4, 8],
        [5, 3],
      ],
      validation: [5],
      test: [6, 7],
      testShare: 0.5,
    });
  });
});

describe('spreadOf', () => {
  it('gives least, median, most and what is far away', () => {
    expect(spreadOf([5, 5, 0.4, 5, 5, 21])).toEqual({ least: 0.4, median: 5, most: 21, odd: [2, 5] });
    expect([spreadOf([]), spreadOf([3])]).toEqual([undefined, { least: 3, median: 3, most: 3, odd: [] }]);
    expect([spreadText(spreadOf([3, 3])!, 's'), spreadText(spreadOf([0.1234, 7.2])!, 's')]).toEqual([
      'all 3 s',
      '0.123 to 7.2 s, median 3.66 s',
    ]);
  });
});

describe('makeDataReport', () => {
  it('says in sentences what there is, warnings first', () => {
    const all = pictures(46);
    const records = [...all, all[0]!.slice(), noisy(all[1]!), new Uint8Array(all[0]!.length)];
    const labels = records.map((_, at) => (at < 4 ? 1 : 0));
    const split = {
      train: Uint32Array.from({ length: 44 }, (_, at) => at),
      validation: Uint32Array.of(44, 45),
      test: Uint32Array.of(46, 47, 48),
    };
    const bad = { code: 'picture-cut-off', message: 'a.png ends early.', hint: 'Copy it again.' };
    const report = makeDataReport({
      modality: 'image',
      copies: copiesOf(PICTURE, records),
      classNames: ['dots', 'rings', 'none'],
      labels,
      quantities: [{ name: 'width', unit: 'pixels', values: records.map((_, at) => 100 + at) }],
      unreadable: [bad, bad, { ...bad, code: 'file-empty', message: 'b.png is empty.' }],
      split,
    });
    expect(report).toMatchObject({
      count: 49,
      balance: 45 / 4,
      exact: [[0, 46]],
      near: [[1, 47]],
      conflicts: [[0, 46]],
      alike: [[1, 47]],
      constant: [48],
    });
    expect(report.overlaps).toMatchObject({ test: [46, 47] });
    expect(report.notes.map(({ isWarning, message }) => `${isWarning ? '! ' : ''}${message}`)).toEqual([
      '! Class dots has 45 samples, rings only 4: 11 to 1.',
      '! Only 3 pictures are kept for the test: one more right is 33 points of accuracy.',
      '! 1 picture is an exact copy of others.',
      '! 2 pictures form 1 group of almost the same.',
      '! 1 group of copies is in more than one class.',
      '! 1 group of almost the same is in more than one class.',
      '! 2 test pictures (67 % of the test set) are copies of training ones, or almost: the accuracy will look better than it is.',
      '! 1 picture has nothing in it.',
      '! a.png ends early. So it is with 1 more file.',
      '! b.png is empty.',
      '49 samples in 2 classes, 4 to 45 each.',
      'The width of the pictures: 100 to 148 pixels, median 124 pixels.',
    ]);
    for (const { isWarning, hint } of report.notes) expect(Boolean(hint)).toBe(isWarning);
  });

  it('is made anew for the samples that are left after an edit, in their own order', () => {
    const all = pictures(8);
    const copies = copiesOf(PICTURE, [...all, all[0]!.slice(), all[1]!.slice(), new Uint8Array(all[0]!.length)]);
    const edited = makeDataReport({
      modality: 'image',
      copies,
      records: [10, 8, 5, 0, 1],
      classNames: ['a', 'b'],
      labels: [0, 0, 1, 1, 1],
    });
    expect(edited).toMatchObject({ count: 5, exact: [[1, 3]], conflicts: [[1, 3]], constant: [0], classes: [{ count: 2 }, { count: 3 }] });
  });

  it('has nothing to warn of in an even set without copies, and takes an empty one', () => {
    const labels = Array.from({ length: 150 }, (_, at) => at % 3);
    const report = makeDataReport({
      modality: 'image',
      copies: copiesOf(PICTURE, pictures(150)),
      classNames: ['a', 'b', 'c'],
      labels,
      split: splitDataset(labels, 3, 1),
    });
    expect(report.notes.map(({ message }) => message)).toEqual(['150 samples in 3 classes, 50 each.']);
    expect(report.overlaps!.groups).toEqual([]);
    expect(makeDataReport({ modality: 'image', copies: copiesOf(PICTURE, []), classNames: [], labels: [] }).notes).toEqual([]);
    expect(() => makeDataReport({ modality: 'image', copies: copiesOf(PICTURE, pictures(1)), classNames: ['a'], labels: [1] })).toThrow(
      RangeError,
    );
  });

  it('makes thumbs of every form without numbers that are none', () => {
    const rng = createRng(7, 'thumbs');
    for (const [form, record] of [
      [PICTURE, picture(rng)],
      [{ modality: 'audio', size: [10, 20], frontEnd: 'nano' }, new Float32Array(200).fill(1)],
      [{ modality: 'video', frames: 1, size: [SIDE, SIDE] }, picture(rng)],
      [{ modality: 'point', points: 2 }, Float32Array.of(-1, 0, 1, 5, -5, 0)],
    ] as const)
      expect(thumbMaker(form as RecordForm)(record).every(Number.isFinite)).toBe(true);
  });
});
