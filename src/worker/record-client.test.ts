/** @file Single records on the page: kept within bounds of bytes, told when they are cut short; loose files of a folder are deleted. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RecordForm } from '../core/data/record-form.ts';
import { KEPT, readStored } from './record-client.ts';
import { deleteRecordFiles } from './record-folders-client.ts';
import { createPreview, SHOWN_AT_ONCE } from './record-preview.ts';

const form: RecordForm = { modality: 'image', size: [1000, 1000] };
const each = 3e6;
const read = vi.fn((start: number, end: number) => new Blob([new Uint8Array(Math.min(end, 100 * each) - start)]));
const removed: string[] = [];
/** Files that a worker holds for so many tries. */
const held = new Map<string, number>();

const folder = {
  getDirectoryHandle: async () => folder,
  getFileHandle: async () => ({ getFile: async () => ({ slice: read }) }),
  keys: () => ['a', 'b', 'c'].values(),
  removeEntry: async (file: string) => {
    const left = held.get(file) ?? 0;
    held.set(file, left - 1);
    if (left > 0) throw new DOMException('held', 'NoModificationAllowedError');
    removed.push(file);
  },
};

beforeEach(() => {
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => folder } });
  read.mockClear();
  removed.length = 0;
});
afterEach(() => vi.unstubAllGlobals());

test('a record is read once while there is room, and large ones make room soon', async () => {
  const fits = Math.floor(KEPT.bytes / each);
  const at = (index: number) => readStored(form, 'set', { file: 'a', index });
  for (let index = 0; index < fits; index++) await at(index);
  await at(0);
  expect(read).toHaveBeenCalledTimes(fits);
  await at(fits);
  await at(fits - 1);
  expect(read).toHaveBeenCalledTimes(fits + 1);
  await at(0);
  expect(read).toHaveBeenCalledTimes(fits + 2);
});

test('a record that is cut short is refused, and not kept', async () => {
  const cut = () => readStored(form, 'other', { file: 'a', index: 99.5 });
  await expect(cut()).rejects.toMatchObject({ code: 'records-gone' });
  await expect(cut()).rejects.toMatchObject({ code: 'records-gone' });
  expect(read).toHaveBeenCalledTimes(2);
});

test('files that nothing points to are deleted, one that is held as soon as it is let go', async () => {
  held.set('b', 2);
  expect(await deleteRecordFiles('set', (file) => file !== 'c')).toBe(2);
  expect(removed).toEqual(['a', 'b']);
});

test('a few records of each class go to the page at once, within a bound of bytes', () => {
  const isShown = createPreview();
  const small = ['a', 'b'].map((name) => Array.from({ length: 20 }, () => isShown(name, 100)).filter(Boolean).length);
  expect(small).toEqual([SHOWN_AT_ONCE.records, SHOWN_AT_ONCE.records]);
  const large = Array.from({ length: 1000 }, (_, at) => isShown(`${at}`, each)).filter(Boolean).length;
  expect(large).toBe(Math.floor((SHOWN_AT_ONCE.bytes - 1600) / each));
});
