/**
 * @file Records in the browser's file storage (OPFS) and in memory, read one by one without waiting: what the engine trains on.
 * The parse worker wrote the files (`record-writer.ts`). Only in workers: synchronous handles exist nowhere else.
 */
import type { Dataset, DatasetPlan } from '../core/data/dataset.ts';
import { type RecordForm, recordBytes, recordValues } from '../core/data/record-form.ts';
import { memoryRecords, type RecordSource, type Records } from '../core/data/records.ts';
import { PlaygroundError } from '../core/errors.ts';
import { dataFolder } from './data-folder.ts';
import { recordsGone } from './records-gone.ts';

/** The data sets that are open in this worker. A file is opened once, however many of them have records in it. */
export interface OpenDatasets {
  /** @throws PlaygroundError `records-gone` when a file is no longer there, `records-held` when another page holds it */
  open(plan: DatasetPlan): Promise<Dataset>;
  /** Closes all others, so that their files can be deleted; their records cannot be read any more. */
  keepOnly(datasets: readonly (Dataset | null)[]): void;
}

/** One that is being written is waited for so long, in ms: an ended parse worker lets go a moment later. */
const PATIENCE = { tries: 20, ms: 100 };

export function createOpenDatasets(openFile: (folder: string, file: string) => Promise<RecordReader> = openStored): OpenDatasets {
  const files = new Map<string, OpenFile>();
  /** Keys of `files` that someone needs: data sets, and calls of `open` that are still waiting. */
  const keysOf = new Map<Dataset | symbol, readonly string[]>();
  const closeUnused = () => {
    const used = new Set([...keysOf.values()].flat());
    for (const [key, file] of files) {
      if (used.has(key)) continue;
      files.delete(key);
      // One that is being opened is closed when it is.
      if (file.reader) file.reader.close();
      else file.opening.then((reader) => reader.close()).catch(() => undefined);
    }
  };
  const reach = (folder: string, name: string): Promise<RecordReader> => {
    const key = `${folder}/${name}`;
    const known = files.get(key);
    if (known) return known.opening;
    const file: OpenFile = { opening: openFile(folder, name), reader: null };
    files.set(key, file);
    file.opening.then(
      (reader) => {
        file.reader = reader;
      },
      () => {
        if (files.get(key) === file) files.delete(key);
      },
    );
    return file.opening;
  };
  return {
    async open({ source, ...labelled }) {
      const keys = source.files.map((file) => `${source.folder}/${file}`);
      const waiting = Symbol('open');
      keysOf.set(waiting, keys);
      try {
        const opening = await Promise.allSettled(source.files.map((file) => reach(source.folder, file)));
        const readers = opening.map((outcome) => {
          if (outcome.status === 'fulfilled') return outcome.value;
          throw outcome.reason instanceof PlaygroundError ? outcome.reason : recordsGone();
        });
        const dataset = { ...labelled, records: recordsOf(labelled.form, source, readers) };
        keysOf.set(dataset, keys);
        return dataset;
      } finally {
        keysOf.delete(waiting);
        closeUnused();
      }
    },
    keepOnly(datasets) {
      for (const owner of keysOf.keys()) if (typeof owner !== 'symbol' && !datasets.includes(owner)) keysOf.delete(owner);
      closeUnused();
    },
  };
}

interface OpenFile {
  opening: Promise<RecordReader>;
  /** Null until it is open. */
  reader: RecordReader | null;
}

/** Part of a sync access handle that is used; tests bring their own. */
type RecordReader = Pick<FileSystemSyncAccessHandle, 'read' | 'close'>;

function recordsOf(form: RecordForm, { files, fileOf, indexOf, memory }: RecordSource, readers: readonly RecordReader[]): Records {
  const each = recordBytes(form);
  const loose = memoryRecords(form, memory);
  return {
    count: fileOf.length,
    read(index) {
      const file = fileOf[index];
      if (file === undefined) throw new RangeError(`There is no record ${index} among ${fileOf.length}`);
      const at = indexOf[index]!;
      if (file === files.length) return loose.read(at);
      const bytes = new Uint8Array(each);
      if (readers[file]?.read(bytes, { at: at * each }) !== each) throw recordsGone();
      return recordValues(form, bytes);
    },
  };
}

/** Several readers at a time where the browser knows how; TypeScript's library does not list the option yet. */
async function openStored(folder: string, name: string): Promise<RecordReader> {
  const file = await (await dataFolder(folder)).getFileHandle(name);
  const open = file.createSyncAccessHandle.bind(file) as (options: { mode: 'read-only' }) => Promise<FileSystemSyncAccessHandle>;
  for (let left = PATIENCE.tries; ; left--) {
    try {
      return await open({ mode: 'read-only' });
    } catch (error) {
      const isHeld = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!isHeld) throw error;
      if (left === 0) throw held();
    }
    await new Promise((resolve) => setTimeout(resolve, PATIENCE.ms));
  }
}

function held(): PlaygroundError {
  return new PlaygroundError({
    code: 'records-held',
    message: 'Another page of this browser is still using the data that was read from your files.',
    hint: 'Close the other page, or drop the files again.',
  });
}
