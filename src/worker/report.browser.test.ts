/** @file Copies found in stored and in loose records alike, by their places in the data set, in time. */
import { expect, it } from 'vitest';
import type { RecordForm } from '../core/data/record-form.ts';
import { DATA_FOLDER, recordSource } from '../core/data/records.ts';
import { createRng } from '../core/tensor/rng.ts';
import { findCopies } from './report-client.ts';

const form: RecordForm = { modality: 'image', size: [64, 64] };
const each = 64 * 64 * 3;

/** Coarse random pictures. */
function picture(seed: number): Uint8Array<ArrayBuffer> {
  const rng = createRng(seed, 'pictures');
  const cells = Array.from({ length: 64 }, () => rng.integer(200));
  return Uint8Array.from({ length: each }, (_, at) => cells[Math.floor(at / 1536) * 8 + Math.floor((at % 192) / 24)]! + (at % 3));
}

async function store(folder: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(DATA_FOLDER, { create: true });
  const file = await (await root.getDirectoryHandle(folder, { create: true })).getFileHandle(name, { create: true });
  const stream = await file.createWritable();
  await stream.write(bytes);
  await stream.close();
}

it('finds copies across files and memory, and empty records', async () => {
  const folder = `report-${crypto.randomUUID()}`;
  const [a, b, c] = [picture(1), picture(2), picture(3)];
  const plain = new Uint8Array(each).fill(9);
  await store(folder, 'one.bin', new Uint8Array([...a, ...plain, ...b]));
  await store(folder, 'two.bin', new Uint8Array([...b.map((value) => value + 9), ...c]));
  const at = (file: string, index: number) => ({ path: `${file}/${index}`, place: { file, index }, record: null });
  const source = recordSource(form, folder, [
    at('two.bin', 1),
    at('one.bin', 2),
    { path: 'x', place: null, record: a },
    at('two.bin', 0),
    at('one.bin', 0),
    at('one.bin', 1),
  ]);
  expect(await findCopies(form, source)).toEqual({ count: 6, exact: [[2, 4]], near: [[1, 3]], constant: [5], notFinite: [] });
  await expect(findCopies(form, { ...source, folder: 'gone' })).rejects.toMatchObject({ code: 'records-gone' });
  const control = new AbortController();
  const running = findCopies(form, source, { signal: control.signal });
  control.abort();
  await expect(running).rejects.toMatchObject({ code: 'report-ended' });
});

it('looks through 10,000 stored pictures in seconds', async () => {
  const folder = `report-${crypto.randomUUID()}`;
  const some = Array.from({ length: 50 }, (_, seed) => picture(seed));
  const bytes = new Uint8Array(10_000 * each);
  for (let at = 0; at < 10_000; at++) {
    bytes.set(some[at % 50]!, at * each);
    for (let place = at * each; place < (at + 1) * each; place += 97) bytes[place] = (at * 31 + place) & 255;
  }
  await store(folder, 'many.bin', bytes);
  const samples = Array.from({ length: 10_000 }, (_, at) => ({
    path: `${at}`,
    place: { file: 'many.bin', index: 9999 - at },
    record: null,
  }));
  let signs = 0;
  const start = performance.now();
  const { count } = await findCopies(form, recordSource(form, folder, samples), { onLooked: () => signs++ });
  const seconds = (performance.now() - start) / 1000;
  console.info(`10,000 stored pictures of 64 × 64: ${seconds.toFixed(1)} s, ${signs} signs`);
  expect(count).toBe(10_000);
});
