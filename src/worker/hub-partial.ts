/**
 * @file A file while it is being downloaded: appended to and hashed at once, kept for resuming, thrown away, or taken over by
 * the cache. It goes on in memory where the storage is missing, denied or full, and says so.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { FileStorage, FileWriter } from './file-storage.ts';
import { megabytes } from './hub-errors.ts';

export interface PartialFile {
  /** Bytes there now. */
  readonly size: number;
  /** Why it is in memory only, as a sentence for the model's card; null while it is in the storage. */
  readonly inMemory: string | null;
  append(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** From the beginning again. */
  restart(): Promise<void>;
  /** SHA-256 of what is there, hexadecimal; of nothing where it is not hashed. Nothing can be appended after it. */
  hash(): string;
  /** Ends writing. In the storage the file stays, for the cache or for another try. */
  close(): void;
  /** Ends writing and removes the file. */
  discard(): Promise<void>;
  /** The bytes; call after `close`. */
  blob(): Promise<Blob>;
}

/** Parts in memory are joined into one Blob at this size, which the browser may move to its disk. */
const JOIN_BYTES = 16 << 20;
const READ_STEP = 4 << 20;

/**
 * Opens the rest of an earlier try, or an empty file.
 * @param storage null keeps everything in memory
 * @param most bytes that the whole file has; a longer rest is not used
 * @param isHashed false where no hash is known to compare with: it costs about 20 ms for each MB
 */
export async function openPartial(storage: FileStorage | null, name: string, most: number, isHashed = true): Promise<PartialFile> {
  let hash = sha256.create();
  let digest: string | null = null;
  let size = 0;
  let writer: FileWriter | null = null;
  let inMemory: string | null = storage ? null : 'Kept in memory only: this browser gives the page no storage. A reload forgets it.';
  let joined = new Blob();
  let loose: Uint8Array<ArrayBuffer>[] = [];
  let looseBytes = 0;

  if (storage) {
    try {
      const rest = await storage.read(name);
      const usable = rest && rest.size <= most ? rest : null;
      for (let at = 0; usable && at < usable.size; at += READ_STEP)
        hash.update(new Uint8Array(await usable.slice(at, at + READ_STEP).arrayBuffer()));
      size = usable?.size ?? 0;
      writer = await storage.write(name, size);
    } catch (thrown) {
      hash = sha256.create();
      size = 0;
      const isFull = thrown instanceof Error && thrown.name === 'QuotaExceededError';
      inMemory = isFull
        ? await fullWords(storage, 'it has no room for this model')
        : 'Kept in memory only: the storage is in use by another tab, or denied. A reload forgets it.';
    }
  }

  const remember = (bytes: Uint8Array<ArrayBuffer>) => {
    loose.push(bytes.slice());
    looseBytes += bytes.length;
    if (looseBytes < JOIN_BYTES) return;
    joined = new Blob([joined, ...loose]);
    loose = [];
    looseBytes = 0;
  };

  /** The storage took less than it was given: what it holds comes to memory, and its room is freed. */
  const moveToMemory = async () => {
    writer?.close();
    writer = null;
    const held = await storage?.read(name);
    if (held) joined = await memoryCopy(held.slice(0, size));
    const words = await fullWords(storage, `it took ${megabytes(size)} of this model`);
    await storage?.remove(name);
    inMemory = words;
  };

  const endWriter = () => {
    writer?.close();
    writer = null;
  };

  return {
    get size() {
      return size;
    },
    get inMemory() {
      return inMemory;
    },
    async append(bytes) {
      const count = writer ? tryWrite(writer, bytes) : 0;
      if (writer && count !== bytes.length) await moveToMemory();
      if (inMemory !== null) remember(bytes);
      if (isHashed) hash.update(bytes);
      size += bytes.length;
    },
    async restart() {
      hash = sha256.create();
      digest = null;
      size = 0;
      joined = new Blob();
      loose = [];
      looseBytes = 0;
      if (!writer || !storage) return;
      endWriter();
      writer = await storage.write(name, 0);
    },
    hash() {
      digest ??= bytesToHex(hash.digest());
      return digest;
    },
    close() {
      writer?.flush();
      endWriter();
    },
    async discard() {
      endWriter();
      joined = new Blob();
      loose = [];
      if (inMemory === null) await storage?.remove(name);
    },
    async blob() {
      if (inMemory !== null) return new Blob([joined, ...loose]);
      return (await storage?.read(name)) ?? new Blob();
    },
  };
}

/**
 * A copy that no longer needs the file behind it. It is read in steps, each a Blob of its own at once, so that no more than one
 * step is in this worker's memory: the browser holds Blobs elsewhere, and may move them to its disk.
 */
export async function memoryCopy(file: Blob): Promise<Blob> {
  const parts: Blob[] = [];
  for (let at = 0; at < file.size; at += READ_STEP) parts.push(new Blob([await file.slice(at, at + READ_STEP).arrayBuffer()]));
  return new Blob(parts);
}

/** Browsers state a quota that they do not always grant: what was taken is the number to trust. */
async function fullWords(storage: FileStorage | null, found: string): Promise<string> {
  const { used, quota } = (await storage?.estimate()) ?? { used: null, quota: null };
  const stated = used === null || quota === null ? '' : `; it states ${megabytes(used)} of ${megabytes(quota)} used`;
  return `Kept in memory only: the browser's storage is full, ${found}${stated}. A reload forgets it; delete a downloaded model to make room.`;
}

/** Some browsers throw at quota, some return a wrong count: both are a failed write. */
function tryWrite(writer: FileWriter, bytes: Uint8Array): number {
  try {
    return writer.write(bytes);
  } catch {
    return -1;
  }
}
