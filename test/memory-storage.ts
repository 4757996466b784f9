/**
 * @file A file system in memory for tests of the model cache: it ends at a chosen operation like a tab that is closed, runs
 * full like the browser's (wrong counts, no error), and its files can be damaged.
 */
import type { FileStorage } from '../src/worker/file-storage.ts';

/** Thrown where the tab is closed. */
export class Killed extends Error {}

export interface MemoryStorage extends FileStorage {
  files: Map<string, { bytes: Uint8Array<ArrayBuffer>; modified: number }>;
  /** Operations that change something, so far. */
  operations: number;
  /** The operation of this number throws Killed before it does anything. */
  killAt: number;
  /** Bytes that fit. */
  capacity: number;
  now: number;
}

export function memoryStorage(): MemoryStorage {
  const files: MemoryStorage['files'] = new Map();
  const used = () => [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  const act = () => {
    storage.operations += 1;
    if (storage.operations === storage.killAt) throw new Killed(`closed before operation ${storage.killAt}`);
  };
  const put = (name: string, bytes: Uint8Array<ArrayBuffer>) => files.set(name, { bytes, modified: storage.now });
  const storage: MemoryStorage = {
    files,
    operations: 0,
    killAt: 0,
    capacity: Number.POSITIVE_INFINITY,
    now: Date.now(),
    list: async () => [...files].map(([name, { bytes, modified }]) => ({ name, size: bytes.length, modified })),
    read: async (name) => {
      const file = files.get(name);
      return file ? new Blob([file.bytes]) : null;
    },
    async write(name, size) {
      act();
      put(name, (files.get(name)?.bytes ?? new Uint8Array()).slice(0, size));
      return {
        write(bytes) {
          act();
          const before = files.get(name)?.bytes ?? new Uint8Array();
          if (used() + bytes.length > storage.capacity) return 2 ** 32 - 8; // what Chromium answers at its quota
          const after = new Uint8Array(before.length + bytes.length);
          after.set(before);
          after.set(bytes, before.length);
          put(name, after);
          return bytes.length;
        },
        flush() {},
        close() {},
      };
    },
    async rename(from, to) {
      act();
      const file = files.get(from);
      if (!file) throw new DOMException(`${from} is not there`, 'NotFoundError');
      files.delete(from);
      files.set(to, file);
    },
    async remove(name) {
      act();
      files.delete(name);
    },
    estimate: async () => ({ used: used(), quota: Number.isFinite(storage.capacity) ? storage.capacity : null }),
  };
  return storage;
}
