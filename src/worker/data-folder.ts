/**
 * @file The way to stored data sets in the browser's file storage (OPFS): one folder for all of them, one inside for each. Page and workers
 * go through here; what the files hold, `record-writer.ts` says.
 */
import { DATA_FOLDER } from '../core/data/records.ts';

/** The folder of all data sets. @throws DOMException where the storage is denied or full, or `NotFoundError` unless `create` is given */
export async function allDataFolders(options: { create?: boolean } = {}): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(DATA_FOLDER, options);
}

/** The folder of one data set. @throws DOMException as `allDataFolders` */
export async function dataFolder(name: string, options: { create?: boolean } = {}): Promise<FileSystemDirectoryHandle> {
  return (await allDataFolders(options)).getDirectoryHandle(name, options);
}
