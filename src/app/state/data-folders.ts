/**
 * @file Folders in the browser's file storage for the records of data sets: one for each import, given up when its data leaves the page.
 * One that the engine still reads is deleted when it has taken other data. Between data-import.ts and worker/record-folders-client.ts.
 */
import { type DataFolder, newDataFolder, sweepDataFolders } from '../../worker/record-folders-client.ts';
import { engineDataStore } from './engine-dataset.ts';

const held = new Map<string, DataFolder>();

/** A folder for a new import. @returns '' where the browser has no such storage: records then stay in memory. Never rejects */
export async function newFolder(): Promise<string> {
  const folder = await newDataFolder();
  if (folder.name !== '') held.set(folder.name, folder);
  return folder.name;
}

/** The data in it has left the page. */
export function retireFolder(name: string): void {
  void held.get(name)?.release();
  held.delete(name);
}

/** Deletes what pages before left behind, and later what only the engine still held. Call once. */
export function startSweeping(): void {
  void sweepDataFolders();
  engineDataStore.subscribe(() => void sweepDataFolders());
}
