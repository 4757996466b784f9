/** @file What people paste: files, datasets in all their spellings, pages that are no files, and things that are no addresses. */
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { readAddress } from './read-address.ts';

const problem = (text: string): PlaygroundError => {
  try {
    readAddress(text);
  } catch (thrown) {
    if (thrown instanceof PlaygroundError) return thrown;
  }
  throw new Error(`${text} was taken`);
};

test.each([
  ['https://data.example/pets.zip', 'https://data.example/pets.zip', 'pets.zip'],
  ['  https://data.example/a%20b.tar.gz?x=1#top ', 'https://data.example/a%20b.tar.gz?x=1', 'a b.tar.gz'],
  ['data.example/sets/pets.zip', 'https://data.example/sets/pets.zip', 'pets.zip'],
  ['https://data.example', 'https://data.example/', 'data.example'],
  ['https://data.example/%E0%A4%A', 'https://data.example/%E0%A4%A', '%E0%A4%A'],
  ['https://github.com/o/r/blob/main/d/pets.zip', 'https://raw.githubusercontent.com/o/r/main/d/pets.zip', 'pets.zip'],
  ['https://github.com/o/r/raw/refs/heads/main/pets.zip', 'https://raw.githubusercontent.com/o/r/refs/heads/main/pets.zip', 'pets.zip'],
  ['https://huggingface.co/datasets/o/n/blob/main/pets.zip', 'https://huggingface.co/datasets/o/n/resolve/main/pets.zip', 'pets.zip'],
  [
    'https://hf.co/datasets/o/n/resolve/main/d/0.parquet?download=true',
    'https://huggingface.co/datasets/o/n/resolve/main/d/0.parquet',
    '0.parquet',
  ],
  [
    'https://huggingface.co/datasets/mnist/resolve/main/d/0.parquet',
    'https://huggingface.co/datasets/mnist/resolve/main/d/0.parquet',
    '0.parquet',
  ],
])('%s is a file', (text, url, name) => {
  expect(readAddress(text)).toEqual({ kind: 'file', url, host: new URL(url).host, name });
});

describe('datasets', () => {
  test.each([
    ['https://huggingface.co/datasets/ylecun/mnist', 'ylecun/mnist', 'main', ''],
    ['huggingface.co/datasets/ylecun/mnist/', 'ylecun/mnist', 'main', ''],
    ['https://huggingface.co/datasets/ylecun/mnist/viewer/mnist/train', 'ylecun/mnist', 'main', ''],
    ['https://huggingface.co/datasets/o/n/tree/v1.0/data/en', 'o/n', 'v1.0', 'data/en'],
    ['https://huggingface.co/datasets/o/n/tree/refs%2Fconvert%2Fparquet/default', 'o/n', 'refs/convert/parquet', 'default'],
    ['https://huggingface.co/datasets/o/n/tree/refs/convert/parquet', 'o/n', 'refs/convert/parquet', ''],
    ['hf:datasets/o/n', 'o/n', 'main', ''],
    ['hf://datasets/o/n@v2', 'o/n', 'v2', ''],
    ['datasets/o/n', 'o/n', 'main', ''],
    ['datasets/mnist', 'mnist', 'main', ''],
  ])('%s', (text, repo, revision, folder) => {
    const found = readAddress(text);
    expect(found).toMatchObject({ kind: 'dataset', repo, revision, folder });
    // What the settings carry is read as the same.
    expect(readAddress(found.url)).toEqual(found);
  });
  test.each([
    'datasets/',
    'datasets/a/b/c',
    'datasets/a--b/c',
    'hf:datasets/../x',
    'datasets/o/n@a b',
    'https://huggingface.co/datasets/o/n/tree/main/..%2Fx',
  ])('%s is none', (text) => {
    expect(problem(text).code).toBe('address-form');
  });
});

test.each([
  ['', 'missing'],
  ['   ', 'missing'],
  ['pets', 'not an address'],
  ['owner/name', 'not an address'],
  ['http://data.example/pets.zip', 'plain http'],
  ['ftp://data.example/pets.zip', 'not an https address'],
  ['file:///etc/passwd', 'not an https address'],
  ['javascript:alert(1)', 'not an https address'],
  ['data:text/plain,hi', 'not an https address'],
  ['blob:https://data.example/1', 'not an https address'],
  ['https://user:secret@data.example/a.zip', 'password'],
  ['https://huggingface.co/timm/vit_tiny', 'models are chosen in the Train column'],
  [`https://data.example/${'x'.repeat(3000)}`, 'letters'],
])('“%s” is refused before any request', (text, words) => {
  const { code, message, hint } = problem(text);
  expect([code, message.includes('secret')]).toEqual(['address-form', false]);
  expect(message).toContain(words);
  expect(hint).toContain('https');
});

test.each([
  ['https://drive.google.com/file/d/1/view', 'Google Drive'],
  ['https://docs.google.com/uc?id=1', 'Google Drive'],
  ['https://www.dropbox.com/s/1/pets.zip?dl=0', 'Dropbox'],
  ['https://1drv.ms/u/s', 'OneDrive'],
  ['https://firm.sharepoint.com/x', 'OneDrive'],
  ['https://we.tl/t-1', 'WeTransfer'],
  ['https://www.kaggle.com/datasets/o/n', 'signed in'],
  ['https://github.com/o/r', 'Download ZIP'],
  ['https://github.com/o/r/tree/main/d', 'Download ZIP'],
  ['https://github.com/o/r/archive/refs/heads/main.zip', 'no other page'],
  ['https://github.com/o/r/releases/download/v1/a.zip', 'a release'],
])('%s is said to be a page', (text, words) => {
  expect(problem(text)).toMatchObject({
    code: 'address-share-page',
    message: expect.stringContaining(words),
    hint: expect.stringContaining('drop'),
  });
});
