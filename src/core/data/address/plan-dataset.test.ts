/** @file Which files of a dataset are taken: lists as real datasets have them, and budgets that are too small. */
import { describe, expect, test } from 'vitest';
import { type ListedFile, planDataset, planKind } from './plan-dataset.ts';

const MB = 1e6;
const files = (sizes: Record<string, number>): ListedFile[] =>
  Object.entries(sizes).map(([path, bytes]) => ({ path, bytes, sha256: null }));
const taken = (sizes: Record<string, number>, limits = { bytes: 500 * MB, files: 2000 }) => {
  const plan = planDataset(files(sizes), undefined, limits);
  return plan && { ...plan, files: plan.files.map(({ path }) => path) };
};
const shards = (count: number, bytes: number, split = 'train') =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`data/${split}-${String(at).padStart(5, '0')}-of-${count}.parquet`, bytes]));

describe('parquet', () => {
  test('the train split, without the others', () => {
    expect(taken({ 'README.md': 1, ...shards(2, MB), ...shards(1, MB, 'test'), ...shards(1, MB, 'validation') })).toEqual({
      kind: 'parquet',
      files: ['data/train-00000-of-2.parquet', 'data/train-00001-of-2.parquet'],
      of: { files: 2, bytes: 2 * MB },
      split: 'train',
      otherSplits: ['validation', 'test'],
      part: '',
      otherParts: [],
    });
  });
  test('spread over the whole where it is too large', () => {
    const plan = taken(shards(12, 120 * MB));
    expect(plan?.files).toEqual([0, 3, 6, 9].map((at) => `data/train-${String(at).padStart(5, '0')}-of-12.parquet`));
    expect(plan?.of).toEqual({ files: 12, bytes: 1440 * MB });
  });
  test('one part, the one called default first; splits in folders, also partial ones', () => {
    const paths = { 'fr/train/0000.parquet': 1, 'en/train/0000.parquet': 1, 'en/partial-train/0001.parquet': 1, 'en/test/0000.parquet': 1 };
    expect(taken(paths)).toMatchObject({
      files: ['en/partial-train/0001.parquet', 'en/train/0000.parquet'],
      split: 'train',
      part: 'en',
      otherParts: ['fr'],
    });
    expect(taken({ ...paths, 'default/test/0000.parquet': 1 })).toMatchObject({
      files: ['default/test/0000.parquet'],
      split: 'test',
      part: 'default',
    });
  });
  test('a shard that is too large alone is passed over; with no other, nothing is taken', () => {
    expect(taken({ 'a.parquet': 900 * MB, 'b.parquet': 10 * MB })?.files).toEqual(['b.parquet']);
    expect(taken({ 'a.parquet': 900 * MB })).toMatchObject({ files: [], of: { files: 1 } });
  });
});

describe('archives and samples', () => {
  test('archives by their names', () => {
    expect(taken({ 'train.zip': 5, 'test.zip': 5, 'labels.csv': 1, '.gitattributes': 1 })).toMatchObject({
      kind: 'archives',
      files: ['train.zip'],
      otherSplits: ['test'],
    });
    expect(taken({ 'images.tar.gz': 5, 'README.md': 1 })?.files).toEqual(['images.tar.gz']);
  });
  test('samples in folders, of each in turn, with the tables beside them', () => {
    const sizes: Record<string, number> = { 'metadata.csv': 10 };
    for (const className of ['cat', 'dog', 'owl']) for (let at = 0; at < 10; at++) sizes[`train/${className}/${at}.png`] = 10;
    expect(taken(sizes, { bytes: 1000, files: 7 })?.files).toEqual([
      'metadata.csv',
      ...['cat/0', 'cat/1', 'cat/2', 'dog/0', 'dog/1', 'owl/0', 'owl/1'].map((name) => `train/${name}.png`),
    ]);
    expect(taken(sizes, { bytes: 95, files: 100 })?.files).toHaveLength(10);
  });
  test('a class that is called train is no split', () => {
    const plan = taken({ 'img/train/1.png': 1, 'img/bus/1.png': 1, 'img/train/2.png': 1 });
    expect(plan).toMatchObject({ split: null, of: { files: 3 } });
    expect(taken({ 'set/train/a/1.png': 1, 'set/val/a/1.png': 1 })).toMatchObject({ split: 'train', files: ['set/train/a/1.png'] });
  });
  test('other kinds are none', () => {
    expect(planKind(files({ 'a.py': 1, 'b.jsonl': 1, 'c.csv': 1 }))).toBeNull();
    expect(taken({ 'a.py': 1, 'b.jsonl': 1 })).toBeNull();
    expect(taken({})).toBeNull();
    expect(taken({ 'train-images-idx3-ubyte.gz': 9, 'train-labels-idx1-ubyte.gz': 1 })).toMatchObject({ kind: 'files', of: { files: 2 } });
  });
});

test('20,000 files are planned in a moment', () => {
  const many = files(Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`train/${at % 50}/${at}.png`, 1000])));
  const start = process.cpuUsage();
  expect(planDataset(many)?.files).toHaveLength(2000);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(2000);
});
