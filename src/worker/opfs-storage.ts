/**
 * @file The browser's private file system (OPFS) as FileStorage, one folder. Written through sync access handles, which exist
 * in workers only. At quota their `write` returns a wrong count and throws nothing: see model-cache.ts.
 */
import type { FileStorage, FileWriter, StoredFile } from './file-storage.ts';

const FOLDER = 'hub-models';
/** Bytes of one step where a file must be copied because it cannot be renamed. */
const COPY_STEP = 4 << 20;

interface Renamable {
  move?(name: string): Promise<void>;
}

/**
 * @returns null where the browser has no such storage, or denies it (private windows of some browsers). Where it is merely full, even for a
 *   folder: a storage that is empty and whose `write` throws `QuotaExceededError` until there is room
 */
export async function openOpfs(): Promise<FileStorage | null> {
  try {
    return opfsStorage(await openFolder());
  } catch (thrown) {
    // The caller keeps models in memory and says why.
    return isFull(thrown) ? fullStorage() : null;
  }
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
}

function isFull(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'QuotaExceededError';
}

function fullStorage(): FileStorage {
  let storage: FileStorage | null = null;
  const withRoom = async () => {
    storage ??= opfsStorage(await openFolder());
    return storage;
  };
  return {
    list: async () => storage?.list() ?? [],
    read: async (name) => storage?.read(name) ?? null,
    write: async (name, size) => (await withRoom()).write(name, size),
    rename: async (from, to) => (await withRoom()).rename(from, to),
    remove: async (name) => storage?.remove(name),
    estimate,
  };
}

async function estimate() {
  const { usage, quota } = await navigator.storage.estimate();
  return { used: usage ?? null, quota: quota ?? null };
}

function opfsStorage(folder: FileSystemDirectoryHandle): FileStorage {
  const handleOf = async (name: string, create = false) => {
    try {
      return await folder.getFileHandle(name, { create });
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'NotFoundError') return null;
      throw thrown;
    }
  };

  const storage: FileStorage = {
    async list() {
      const files: StoredFile[] = [];
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind !== 'file') continue;
        const { size, lastModified } = await (handle as FileSystemFileHandle).getFile();
        files.push({ name, size, modified: lastModified });
      }
      return files;
    },
    async read(name) {
      return (await (await handleOf(name))?.getFile()) ?? null;
    },
    async write(name, size): Promise<FileWriter> {
      const access = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
      access.truncate(size);
      let at = size;
      return {
        write(bytes) {
          const count = access.write(bytes, { at });
          if (count === bytes.length) at += count;
          else access.truncate(at); // what is there stays whole
          return count;
        },
        flush: () => access.flush(),
        close: () => access.close(),
      };
    },
    async rename(from, to) {
      const handle = (await handleOf(from)) as (FileSystemFileHandle & Renamable) | null;
      if (!handle) throw new DOMException(`${from} is not there`, 'NotFoundError');
      if (handle.move) await handle.move(to);
      else await copy(from, to);
    },
    async remove(name) {
      if (await handleOf(name)) await folder.removeEntry(name);
    },
    estimate,
  };

  /** For browsers that cannot rename; a copy that was not written whole is removed again. */
  const copy = async (from: string, to: string) => {
    const file = await storage.read(from);
    if (!file) return;
    const writer = await storage.write(to, 0);
    try {
      for (let at = 0; at < file.size; at += COPY_STEP) {
        const part = new Uint8Array(await file.slice(at, at + COPY_STEP).arrayBuffer());
        if (writer.write(part) !== part.length) throw new DOMException('The storage is full', 'QuotaExceededError');
      }
      writer.flush();
    } catch (thrown) {
      writer.close();
      await storage.remove(to);
      throw thrown;
    }
    writer.close();
    await storage.remove(from);
  };
  return storage;
}
