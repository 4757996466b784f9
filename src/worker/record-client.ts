/**
 * @file The page's way to single records, to show them: from the browser's file storage, some of them kept. The engine reads
 * the same files by itself (`stored-records.ts`).
 */
import type { DatasetPlan } from '../core/data/dataset.ts';
import { type RecordForm, type RecordValues, recordBytes, recordValues } from '../core/data/record-form.ts';
import { memoryRecords, type RecordPlace } from '../core/data/records.ts';
import { dataFolder } from './data-folder.ts';
import { recordsGone } from './records-gone.ts';

/** Kept in memory: at most so many, and no more bytes than that together. */
export const KEPT = { records: 400, bytes: 32e6 } as const;

const kept = new Map<string, { reading: Promise<RecordValues>; bytes: number }>();
let keptBytes = 0;

/** @returns the record's values, not to be changed; rejects when the browser has cleared its storage */
export function readStored(form: RecordForm, folder: string, place: RecordPlace): Promise<RecordValues> {
  const key = `${folder}/${place.file}/${place.index}`;
  const known = kept.get(key);
  if (known) return known.reading;
  const one = { reading: readNow(form, folder, place), bytes: recordBytes(form) };
  kept.set(key, one);
  keptBytes += one.bytes;
  one.reading.catch(() => forget(key, one));
  for (const [oldest, old] of kept) {
    if (kept.size <= KEPT.records && keptBytes <= KEPT.bytes) break;
    if (old !== one) forget(oldest, old);
  }
  return one.reading;
}

function forget(key: string, one: { bytes: number }): void {
  if (kept.get(key) !== one) return;
  kept.delete(key);
  keptBytes -= one.bytes;
}

/** Record `index` of a data set, wherever it lies. */
export async function readPlanned({ form, source }: Pick<DatasetPlan, 'form' | 'source'>, index: number): Promise<RecordValues> {
  const { folder, files, fileOf, indexOf, memory } = source;
  const file = files[fileOf[index] ?? -1];
  const at = indexOf[index] ?? 0;
  return file === undefined ? memoryRecords(form, memory).read(at) : readStored(form, folder, { file, index: at });
}

async function readNow(form: RecordForm, folder: string, { file, index }: RecordPlace): Promise<RecordValues> {
  const handle = await (await dataFolder(folder)).getFileHandle(file);
  const each = recordBytes(form);
  const part = (await handle.getFile()).slice(index * each, (index + 1) * each);
  const bytes = new Uint8Array(await part.arrayBuffer());
  if (bytes.length !== each) throw recordsGone();
  return recordValues(form, bytes);
}
