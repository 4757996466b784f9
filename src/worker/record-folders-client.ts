/**
 * @file The page's housekeeping of stored data sets: one folder of records each, protected by a Web Lock for as long as a page uses it.
 * Folders without a lock belong to no open page and are deleted at the next start. The files: `record-writer.ts`.
 */
import { allDataFolders, dataFolder } from './data-folder.ts';

const LOCK_PREFIX = 'data-set:';

export interface DataFolder {
  /** For `ParseRequest.folder`; '' where the browser has no file storage: records then stay in memory. */
  name: string;
  /** Gives up the folder and deletes it, now or, where the engine still reads it, at a later `sweepDataFolders`. */
  release(): Promise<void>;
}

/** A new folder name, locked for this page; nothing is written yet. Never rejects. */
export async function newDataFolder(): Promise<DataFolder> {
  const none: DataFolder = { name: '', release: async () => undefined };
  try {
    await navigator.storage.getDirectory();
  } catch {
    return none; // denied, or not a secure address: everything works from memory
  }
  const name = `set-${crypto.randomUUID()}`;
  let letGo: () => void = () => undefined;
  await new Promise<void>((locked) => {
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    navigator.locks
      .request(LOCK_PREFIX + name, () => {
        locked();
        return held;
      })
      .catch(() => locked()); // without a lock, another tab might delete it at its start; reading then says so
  });
  return {
    name,
    async release() {
      letGo();
      await remove(name);
    },
  };
}

/**
 * Deletes the folders of pages that are gone. For the page's start, and after the engine has closed old records.
 * @returns how many were deleted. Never rejects.
 */
export async function sweepDataFolders(): Promise<number> {
  let deleted = 0;
  try {
    const root = await allDataFolders();
    const names: string[] = [];
    for await (const name of root.keys()) names.push(name);
    for (const name of names) {
      const isGone = await navigator.locks.request(LOCK_PREFIX + name, { ifAvailable: true }, async (lock) => {
        return lock !== null && (await remove(name));
      });
      if (isGone) deleted++;
    }
  } catch {
    // No storage, or nothing in it.
  }
  return deleted;
}

/** An ended parse worker lets go of its file a moment later, in ms. */
const PATIENCE = { tries: 10, ms: 200 };

/**
 * Deletes files of a folder that stays in use: those of imports that came to nothing.
 * @param isLoose asked immediately before each deletion
 * @returns how many were deleted. Never rejects.
 */
export async function deleteRecordFiles(folder: string, isLoose: (file: string) => boolean): Promise<number> {
  let deleted = 0;
  try {
    const place = await dataFolder(folder);
    const files: string[] = [];
    for await (const file of place.keys()) files.push(file);
    for (const file of files) {
      for (let left = PATIENCE.tries; left > 0 && isLoose(file); left--) {
        const isGone = await place.removeEntry(file).then(
          () => true,
          () => false,
        );
        if (isGone) deleted++;
        if (isGone) break;
        await new Promise((resolve) => setTimeout(resolve, PATIENCE.ms));
      }
    }
  } catch {
    // No storage, or the folder is gone as a whole.
  }
  return deleted;
}

/** @returns false where a reader still holds a file, or there is no such folder */
async function remove(name: string): Promise<boolean> {
  try {
    await (await allDataFolders()).removeEntry(name, { recursive: true });
    return true;
  } catch {
    return false;
  }
}
