/**
 * @file Small reads at any place of a large file, through a window that moves: a video may have gigabytes, and the heads of
 * its parts are a few bytes each. Used by the checks before a decoder sees the file.
 */
import { fileError } from '../file-error.ts';

export interface BlobWindow {
  /** Bytes of the file. */
  size: number;
  /** `length` bytes from `at`, fewer at the file's end; a view that is valid until the next read. */
  read(at: number, length: number): Promise<Uint8Array>;
}

const WINDOW = 65_536;

/** For a file that lies in memory. */
export function windowOn(bytes: Uint8Array): BlobWindow {
  return { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) };
}

/** @param path names the file in the `file-unreadable` that `read` throws when the browser cannot read it any more */
export function openWindow(file: Blob, path: string): BlobWindow {
  let start = 0;
  let bytes = new Uint8Array();
  const load = async (from: number, to: number) => {
    try {
      return new Uint8Array(await file.slice(from, to).arrayBuffer());
    } catch {
      // Moved, changed or no longer permitted since the drop; the browser does not say which.
      throw fileError(path, 'file-unreadable', 'could not be opened; it may have been moved or changed', 'Drop it again.');
    }
  };
  return {
    size: file.size,
    async read(at, length) {
      const end = Math.min(file.size, at + length);
      if (at < start || end > start + bytes.length) {
        bytes = await load(at, Math.max(end, Math.min(file.size, at + WINDOW)));
        start = at;
      }
      return bytes.subarray(at - start, Math.max(at, end) - start);
    },
  };
}
