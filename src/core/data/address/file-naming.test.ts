/** @file Names that fit what the bytes are, from servers that name files badly; and pages and pointers told from data. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileName, HEAD_BYTES, notData } from './file-naming.ts';

const text = (words: string) => new TextEncoder().encode(words);
const latin = (words: string) => Uint8Array.from(words, (letter) => letter.charCodeAt(0));
const fixture = (path: string) => new Uint8Array(readFileSync(new URL(`../../../../${path}`, import.meta.url))).subarray(0, HEAD_BYTES);
const name = (url: string, head: Uint8Array, disposition: string | null = null, type: string | null = null) =>
  fileName({ url: `https://data.example/${url}`, disposition, type, head });

test.each<[string, string, Uint8Array, string]>([
  ['a zip without an ending', 'get?id=7', latin('PK\x03\x04'), 'get.zip'],
  ['a zip called php', 'download.php', latin('PK\x03\x04'), 'download.php.zip'],
  ['a zip called so', 'pets.ZIP', latin('PK\x03\x04'), 'pets.ZIP'],
  ['arrays in a zip', 'x.npz', latin('PK\x03\x04'), 'x.npz'],
  ['gzip', 'set', latin('\x1f\x8b\x08'), 'set.tar.gz'],
  ['gzip of IDX', 'train-images-idx3-ubyte.gz', latin('\x1f\x8b\x08'), 'train-images-idx3-ubyte.gz'],
  ['parquet', '0000', latin('PAR1\x15'), '0000.parquet'],
  ['an array', 'x.dat', latin('\x93NUMPY\x01\x00'), 'x.dat.npy'],
  ['a tar', 'set', latin(`a/1.png${'\0'.repeat(250)}ustar\0`), 'set.tar'],
  ['wav', 'sound', latin('RIFF\x24\0\0\0WAVEfmt '), 'sound.wav'],
  ['wav called mp3', 'sound.mp3', latin('RIFF\x24\0\0\0WAVEfmt '), 'sound.mp3.wav'],
  ['flac', 's', latin('fLaC'), 's.flac'],
  ['ogg', 's', latin('OggS\0'), 's.ogg'],
  ['webm', 'clip', fixture('test/fixtures/video/clip.webm'), 'clip.webm'],
  ['mkv', 'clip.mkv', fixture('test/fixtures/video/clip.mkv'), 'clip.mkv'],
  ['ply', 'scan', text('ply\nformat ascii 1.0\n'), 'scan.ply'],
  ['a table', 'labels.csv', text('filename,label\n'), 'labels.csv'],
  ['something unknown', 'model.stl', latin('\0\x01\x02'), 'model.stl'],
  ['nothing but a host', '', text('a,b\n'), 'data.example'],
])('%s', (_, url, head, wanted) => {
  expect(name(url, head)).toBe(wanted);
});

test('the server’s word wins, and cannot name folders', () => {
  const zip = latin('PK\x03\x04');
  expect(name('get', zip, 'attachment; filename="my pets.zip"')).toBe('my pets.zip');
  expect(name('get', zip, "attachment; filename=x.zip; filename*=UTF-8''gr%C3%BCn.zip")).toBe('grün.zip');
  expect(name('get', zip, 'attachment; filename=pets.zip')).toBe('pets.zip');
  expect(name('get', zip, 'attachment; filename="..\\\\..\\\\evil.zip"')).toBe('evil.zip');
  expect(name('get', zip, 'attachment; filename="a/b/c.zip"')).toBe('c.zip');
  expect(name('get', zip, "attachment; filename*=UTF-8''%E0%A4%A")).toBe('get.zip');
  expect(name('get', text('a,b\n'), null, 'text/csv; charset=utf-8')).toBe('get.csv');
});

test('pages, pointers and nothing are no data', () => {
  expect(notData(text('<!DOCTYPE html><html>'), 'application/zip')).toBe('page');
  expect(notData(text('<!-- a comment --><html>'), 'text/html')).toBe('page');
  expect(notData(text('version https://git-lfs.github.com/spec/v1\n'), null)).toBe('lfs');
  expect(notData(new Uint8Array(), null)).toBe('empty');
  // A server that calls every file a page.
  expect(notData(latin('PK\x03\x04'), 'text/html')).toBeNull();
  expect(notData(text('filename,label\n'), 'text/csv')).toBeNull();
});
