/**
 * @file Records in the browser's file storage (OPFS) and in memory, read one by one without waiting: what the engine trains on.
 * The parse worker wrote the files (`record-writer.ts`). Only in workers: synchronous handles exist nowhere else.
 */

import { type RecordForm, recordBytes, recordValues } from '../core/data/record-form.ts';
import { memoryRecords, type RecordSource, type Records } from '../core/data/records.ts';
import { PlaygroundError } from '../core/errors.ts';

/** Folder of all data sets in the origin's storage. */
export const DATA_FOLDER = 'data-sets';

export interface OpenRecords extends Records {
  /** Ends reading; the files stay. */
  close(): void;
}

/** @throws PlaygroundError `records-gone` when a file is no longer there */
export async function openRecords(form: RecordForm, { folder, files, fileOf, indexOf, memory }: RecordSource): Promise<OpenRecords> {
  const each = recordBytes(form);
  const loose = memoryRecords(form, memory);
  const handles: FileSystemSyncAccessHandle[] = [];
  const close = () => {
    for (const handle of handles.splice(0)) handle.close();
  };
  try {
    if (files.length > 0) {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(DATA_FOLDER);
      const place = await root.getDirectoryHandle(folder);
      for (const name of files) handles.push(await openForReading(await place.getFileHandle(name)));
    }
  } catch {
    close();
    throw gone();
  }
  return {
    count: fileOf.length,
    read(index) {
      const file = fileOf[index];
      if (file === undefined) throw new RangeError(`There is no record ${index} among ${fileOf.length}`);
      const at = indexOf[index]!;
      if (file === files.length) return loose.read(at);
      const bytes = new Uint8Array(each);
      if (handles[file]?.read(bytes, { at: at * each }) !== each) throw gone();
      return recordValues(form, bytes);
    },
    close,
  };
}

/** Several readers at a time where the browser knows how; TypeScript's library does not list the option yet. */
function openForReading(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  const open = file.createSyncAccessHandle.bind(file) as (options: { mode: 'read-only' }) => Promise<FileSystemSyncAccessHandle>;
  return open({ mode: 'read-only' });
}

function gone(): PlaygroundError {
  return new PlaygroundError({
    code: 'records-gone',
    message: 'The browser no longer has the data that was read from your files.',
    hint: 'It may have cleared its storage. Drop the files again.',
  });
}
