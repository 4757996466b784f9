/** @file Originals through the real worker: a sound in a zip, a picture on its own, an array's picture, what is gone, the second of two of one name. */
import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { expect, test } from 'vitest';
import { bytesOf, wav } from '../core/data/audio/test-wav.ts';
import { readOriginal } from './original-client.ts';
import type { DroppedFile } from './parse-protocol.ts';

const signal = new AbortController().signal;
const tone = Int16Array.from({ length: 8000 }, (_, at) => 16_384 * Math.sin(at / 9));
const sound = wav({ rate: 8000, data: bytesOf(tone) });

async function zip(entries: Readonly<Record<string, Uint8Array>>): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  for (const [name, bytes] of Object.entries(entries)) await writer.add(name, new Uint8ArrayReader(bytes));
  return writer.close();
}

const ask = (files: DroppedFile[], path: string, modality: 'audio' | 'image') =>
  readOriginal({ files, path, modality, aroundSeconds: 0 }, { signal });

test('the samples of a sound, at its own rate', async () => {
  const set = await zip({ 'yes/a.wav': sound, 'no/b.wav': wav() });
  const other = await zip({ 'yes/a.wav': wav() });
  const files = [
    { path: 'other.zip', file: other },
    { path: 'set.zip', file: set },
  ];
  const original = await ask(files, 'set.zip/yes/a.wav', 'audio');
  if (original.kind !== 'sound') throw new TypeError(original.kind);
  expect(original).toMatchObject({ sampleRate: 8000, seconds: 1, fromSeconds: 0 });
  expect(original.samples.length).toBe(8000);
  for (const at of [0, 17, 7999]) expect(original.samples[at]).toBeCloseTo((tone[at] ?? 0) / 32_768, 6);
});

test('a file on its own is handed over as it is', async () => {
  const file = new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']);
  const original = await ask([{ path: 'a/b.SVG', file }], 'a/b.SVG', 'image');
  if (original.kind !== 'file') throw new TypeError(original.kind);
  expect(original.blob.type).toBe('image/svg+xml');
  expect(await original.blob.text()).toBe(await file.text());
});

test('damaged and missing files say so', async () => {
  await expect(ask([{ path: 'a/b.wav', file: new Blob([sound.slice(0, 30)]) }], 'a/b.wav', 'audio')).rejects.toMatchObject({
    message: expect.stringContaining('b.wav'),
  });
  await expect(ask([{ path: 'a/c.wav', file: new Blob([sound]) }], 'a/b.wav', 'audio')).rejects.toMatchObject({ code: 'original-gone' });
});

test('the second of two different files of one path', async () => {
  const other = wav({ rate: 16_000 });
  const both = [sound, sound, other].map((bytes) => ({ path: 'a/b.wav', file: new Blob([bytes]) }));
  expect(await ask(both, 'a/b.wav', 'audio')).toMatchObject({ sampleRate: 8000 });
  expect(await ask(both, 'a/b (2).wav', 'audio')).toMatchObject({ sampleRate: 16_000 });
});

test('a clip that lies there as loose frames, each counted once', async () => {
  const files = [0, 1, 2].flatMap((at) =>
    ['wave/1', 'wave/12'].map((clip) => ({ path: `${clip}/${at}.png`, file: new Blob([`${clip}${at}`]) })),
  );
  const original = await readOriginal({ files, path: 'wave/1', modality: 'video', aroundSeconds: 0 }, { signal });
  expect(original).toEqual({ kind: 'frames', count: 3 });
});
