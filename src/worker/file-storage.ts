/**
 * @file What the model cache needs of a file system: a flat folder of files that are appended to, renamed and removed.
 * opfs-storage.ts is the real one; tests put one in memory that fails where they want.
 */

export interface StoredFile {
  name: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
}

export interface FileWriter {
  /**
   * Writes at the end.
   * @returns bytes written as the platform tells it; fewer, or nonsense, when the storage is full: the caller must compare
   */
  write(bytes: Uint8Array): number;
  /** Makes sure that what was written is on disk. */
  flush(): void;
  close(): void;
}

export interface FileStorage {
  list(): Promise<StoredFile[]>;
  /** A file that is read in parts; null when there is none. */
  read(name: string): Promise<Blob | null>;
  /**
   * Opens a file for appending and cuts it to `size` bytes first; made when missing. One writer a file at a time.
   * @throws DOMException when another tab writes it, or the storage is denied
   */
  write(name: string, size: number): Promise<FileWriter>;
  /** Takes the place of a file of the new name. */
  rename(from: string, to: string): Promise<void>;
  /** Does nothing when the file is not there. */
  remove(name: string): Promise<void>;
  /** Of the whole origin, in bytes; null where the browser does not tell. */
  estimate(): Promise<{ used: number | null; quota: number | null }>;
}
