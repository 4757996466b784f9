/**
 * @file Writes the records of one import to one file of the browser's file storage (OPFS). At quota its `write` returns a short count and
 * throws nothing, so each count is compared; from the first failure on records stay in memory. Used by the parse worker.
 */
import { bytesOf, type RecordForm, type RecordValues, recordBytes } from '../core/data/record-form.ts';
import type { RecordPlace } from '../core/data/records.ts';
import type { Problem } from '../core/errors.ts';
import { dataFolder } from './data-folder.ts';

export interface RecordWriter {
  /** @returns where it is stored; null when it is not: the caller keeps the values */
  write(values: RecordValues): RecordPlace | null;
  /** Ends writing, so that others can read the file. */
  close(): void;
}

/** Part of a sync access handle that is used; tests bring their own. */
export type RecordFile = Pick<FileSystemSyncAccessHandle, 'write' | 'truncate' | 'flush' | 'close'>;

/**
 * Makes a new file: a worker that was ended before may still hold its own.
 * @param folder '' keeps everything in memory
 * @param onFailed told once, when records cannot be stored
 */
export async function createRecordWriter(
  folder: string,
  form: RecordForm,
  onFailed: (problem: Problem) => void,
  open: (folder: string, file: string) => Promise<RecordFile> = openFile,
): Promise<RecordWriter> {
  if (folder === '') return { write: () => null, close: () => undefined };
  const name = `records-${crypto.randomUUID()}.bin`;
  const each = recordBytes(form);
  let file: RecordFile | null = null;
  let count = 0;
  const giveUp = (problem: Problem) => {
    const broken = file;
    file = null;
    try {
      broken?.truncate(count * each); // what is there stays whole
      broken?.flush();
    } catch {
      // What was written before is read with its size compared.
    }
    broken?.close();
    onFailed(problem);
  };
  try {
    file = await open(folder, name);
  } catch {
    giveUp(noStorage());
  }
  return {
    write(values) {
      if (!file) return null;
      const bytes = bytesOf(values);
      if (bytes.length !== each) throw new RangeError(`A record has ${bytes.length} bytes where its form needs ${each}`);
      try {
        if (file.write(bytes, { at: count * each }) === each) return { file: name, index: count++ };
      } catch {
        // Some browsers throw at quota, others return a short count; both end the same way.
      }
      giveUp(storageFull());
      return null;
    },
    close() {
      if (!file) return;
      try {
        file.flush();
      } finally {
        file.close();
        file = null;
      }
    },
  };
}

async function openFile(folder: string, name: string): Promise<RecordFile> {
  const place = await dataFolder(folder, { create: true });
  return (await place.getFileHandle(name, { create: true })).createSyncAccessHandle();
}

function noStorage(): Problem {
  return {
    code: 'records-in-memory',
    message: 'This browser gives no file storage here, as in some private windows, so the data stays in memory.',
    hint: 'Everything works; a very large data set may need an ordinary window.',
  };
}

function storageFull(): Problem {
  return {
    code: 'records-in-memory',
    message: 'The browser’s file storage is full, so the rest of the data stays in memory.',
    hint: 'Everything works; to make room, delete downloaded models or data of other sites.',
  };
}
