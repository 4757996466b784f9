/**
 * @file The page's way to single records, to show them: from the browser's file storage, a few hundred kept. The engine reads
 * the same files by itself (`stored-records.ts`).
 */
import type { DatasetPlan } from '../core/data/dataset.ts';
import { type RecordForm, type RecordValues, recordBytes, recordValues } from '../core/data/record-form.ts';
import { DATA_FOLDER, memoryRecords, type RecordPlace } from '../core/data/records.ts';

const KEPT = 400;

const kept = new Map<string, Promise<RecordValues>>();

/** @returns the record's values, not to be changed; rejects when the browser has cleared its storage */
export function readStored(form: RecordForm, folder: string, place: RecordPlace): Promise<RecordValues> {
  const key = `${folder}/${place.file}/${place.index}`;
  const known = kept.get(key);
  if (known) return known;
  const reading = readNow(form, folder, place);
  kept.set(key, reading);
  reading.catch(() => kept.delete(key));
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return reading;
}

/** Record `index` of a data set, wherever it lies. */
export async function readPlanned({ form, source }: Pick<DatasetPlan, 'form' | 'source'>, index: number): Promise<RecordValues> {
  const { folder, files, fileOf, indexOf, memory } = source;
  const file = files[fileOf[index] ?? -1];
  const at = indexOf[index] ?? 0;
  return file === undefined ? memoryRecords(form, memory).read(at) : readStored(form, folder, { file, index: at });
}

async function readNow(form: RecordForm, folder: string, { file, index }: RecordPlace): Promise<RecordValues> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(DATA_FOLDER);
  const handle = await (await root.getDirectoryHandle(folder)).getFileHandle(file);
  const each = recordBytes(form);
  const part = (await handle.getFile()).slice(index * each, (index + 1) * each);
  return recordValues(form, new Uint8Array(await part.arrayBuffer()));
}
