/** @file What a person reads before and while data is fetched. */
import { expect, test } from 'vitest';
import type { DatasetPreview } from '../../../worker/address-protocol.ts';
import { datasetWords, fileWords, progressWords } from './address-words.ts';

const whole: DatasetPreview = {
  kind: 'dataset',
  repo: 'tests/pets',
  revision: 'main',
  commit: 'a'.repeat(40),
  files: 'parquet',
  count: 2,
  bytes: 40e6,
  of: { files: 2, bytes: 40e6 },
  split: null,
  otherSplits: [],
  part: '',
  otherParts: [],
  isConverted: false,
  isCut: false,
};

test('a dataset that is taken whole', () => {
  expect(datasetWords(whole)).toEqual(['2 parquet files, 40 MB.']);
  expect(datasetWords({ ...whole, files: 'archives', count: 1, of: { files: 1, bytes: 40e6 }, split: 'train', isConverted: true })).toEqual(
    ['1 archive, train split, 40 MB.', 'From the copy in parquet that Hugging Face keeps.'],
  );
});

test('a dataset of which a part is taken says how much, and what else there is', () => {
  const words = datasetWords({
    ...whole,
    count: 4,
    bytes: 480e6,
    of: { files: 12, bytes: 1440e6 },
    split: 'train',
    otherSplits: ['validation', 'test'],
    part: 'en',
    otherParts: ['fr', 'de', 'es', 'it', 'pt', '\u202Eevil'],
    isCut: true,
  });
  expect(words).toEqual([
    '4 of 12 parquet files, train split, part en, 480 MB of 1.4 GB, spread over the whole.',
    'At most 500 MB and 2,000 files are taken of one dataset.',
    'Not taken: validation and test. The page makes its own split.',
    'Other parts: fr, de, es, it and 2 more. Add /tree/main/ and the part to the address to choose one.',
    'Only its first 20,000 files were looked at.',
  ]);
});

test('a file, and progress', () => {
  expect(fileWords({ kind: 'file', host: 'data.example', name: 'a.zip', bytes: 12e6 })).toBe('12 MB at data.example.');
  expect(fileWords({ kind: 'file', host: 'data.example', name: 'a.zip', bytes: null })).toContain('does not say how large');
  expect(progressWords({ loaded: 0, total: 40e6, msLeft: null })).toBe('0 kB of 40 MB');
  expect(progressWords({ loaded: 12e6, total: 40e6, done: 3, of: 12, msLeft: 20_000 })).toBe(
    '12 MB of 40 MB, 3 of 12 files, about 20 s left',
  );
  expect(progressWords({ loaded: 12e6, total: null, msLeft: null })).toBe('12 MB so far');
});
