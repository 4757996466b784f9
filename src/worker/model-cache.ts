/**
 * @file Downloaded models in the browser's storage. A model is there when the index names it: its weights were written to a
 * temporary file, checked, renamed, and then the index was replaced, in this order, so that a page that ends at any
 * moment leaves either the model or a part from which the download goes on.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import type { FileStorage } from './file-storage.ts';
import { hubError } from './hub-errors.ts';

export interface CacheEntry {
  /** `hf:owner/name@revision` */
  id: string;
  commit: string;
  /** Name of the weights file in the storage. */
  file: string;
  /** Of the weights file in its repository, for messages. */
  weightsName: string;
  bytes: number;
  /** Of the weights, hexadecimal. */
  sha256: string;
  /** Milliseconds since 1970. */
  storedAt: number;
  configText: string | null;
  readme: string | null;
  /** preprocessor_config.json */
  preprocessorText: string | null;
}

export interface ModelCache {
  entries(): Promise<CacheEntry[]>;
  find(id: string): Promise<CacheEntry | undefined>;
  /**
   * The weights, readable in parts.
   * @param check `hash` reads them once in a session to compare their SHA-256; `size` is enough to look at a header
   * @throws PlaygroundError `storage-damaged` when they are not what was stored; the model is then deleted
   */
  open(entry: CacheEntry, check: 'hash' | 'size'): Promise<Blob>;
  /**
   * Takes a complete, checked temporary file over: renamed first, then named in the index.
   * @param temporary null when the weights are there already, under another revision of the same commit
   */
  commit(temporary: string | null, entry: CacheEntry): Promise<void>;
  /** Also where the storage is full; nothing happens where it is not there. */
  remove(id: string): Promise<void>;
  /** Name of the temporary file of a download; what an earlier try left under the final name is put there again. */
  temporary(repo: string, commit: string): Promise<string>;
}

const INDEX = 'index.json';
const NEW_INDEX = 'index.tmp';
const PART = '.part';
const WEIGHTS = '.safetensors';
/** Age at which the rest of a broken download is removed, in ms. */
const PART_AGE_MS = 24 * 3600e3;
const HASH_STEP = 4 << 20;

const IndexSchema = v.array(
  v.object({
    id: v.string(),
    commit: v.string(),
    file: v.string(),
    weightsName: v.string(),
    bytes: v.number(),
    sha256: v.string(),
    storedAt: v.number(),
    configText: v.nullable(v.string()),
    readme: v.nullable(v.string()),
    preprocessorText: v.optional(v.nullable(v.string()), null), // older entries have none
  }),
);

/** Name of the weights of one commit in the storage. */
export function storedName(repo: string, commit: string): string {
  return `${repo.replace('/', '--')}@${commit}${WEIGHTS}`;
}

/** @param now the time, in ms since 1970 */
export function createModelCache(storage: FileStorage, now: () => number = Date.now): ModelCache {
  const verified = new Set<string>();
  let settled: Promise<void> | null = null;

  const readIndex = async (): Promise<CacheEntry[]> => {
    for (const name of [INDEX, NEW_INDEX]) {
      const text = await (await storage.read(name))?.text();
      const parsed = text === undefined ? null : v.safeParse(IndexSchema, parse(text));
      if (parsed?.success) return parsed.output;
    }
    return [];
  };

  const writeIndex = async (entries: readonly CacheEntry[]) => {
    const bytes = new TextEncoder().encode(JSON.stringify(entries));
    const writer = await storage.write(NEW_INDEX, 0);
    try {
      if (writer.write(bytes) !== bytes.length) throw new DOMException('The storage is full', 'QuotaExceededError');
      writer.flush();
    } finally {
      writer.close();
    }
    await storage.rename(NEW_INDEX, INDEX);
  };

  /** Reads, changes and replaces the index while no other tab does. */
  const change = (edit: (entries: CacheEntry[]) => CacheEntry[]) =>
    exclusively(async () => {
      const before = await readIndex();
      const after = edit(before);
      await writeIndex(after);
      const used = new Set(after.map(({ file }) => file));
      for (const { file } of before) if (!used.has(file)) await storage.remove(file);
    });

  /** Index and files agree: what is named is there, what is not named is temporary and young. */
  const reconcile = async () => {
    const files = new Map((await storage.list()).map((file) => [file.name, file]));
    const entries = await readIndex();
    const whole = entries.filter(({ file, bytes }) => files.get(file)?.size === bytes);
    if (whole.length < entries.length) await change((current) => current.filter(({ file, bytes }) => files.get(file)?.size === bytes));
    const named = new Set(whole.map(({ file }) => file));
    for (const { name, modified } of files.values()) {
      const isRest = name.endsWith(PART) || (name.endsWith(WEIGHTS) && !named.has(name));
      // Another tab may hold it: then it is not old, or the browser refuses and the next start tries again.
      if (isRest && now() - modified > PART_AGE_MS) await storage.remove(name).catch(() => {});
    }
  };

  const entries = async () => {
    settled ??= reconcile().catch((thrown: unknown) => {
      settled = null;
      throw thrown;
    });
    await settled;
    return readIndex();
  };

  const cache: ModelCache = {
    entries,
    find: async (id) => (await entries()).find((entry) => entry.id === id),
    async open(entry, check) {
      const file = await storage.read(entry.file);
      const fault =
        file?.size !== entry.bytes
          ? `${file?.size ?? 0} of ${entry.bytes} bytes are there`
          : check === 'size' || verified.has(entry.file) || (await hashOf(file)) === entry.sha256
            ? null
            : 'its SHA-256 is another one';
      if (file && fault === null) {
        verified.add(entry.file);
        return file;
      }
      await cache.remove(entry.id);
      throw hubError('storage-damaged', entry.id.slice('hf:'.length), fault ?? '');
    },
    async commit(temporary, entry) {
      if (temporary !== null) await storage.rename(temporary, entry.file);
      await change((current) => [...current.filter(({ id }) => id !== entry.id), entry]);
      verified.add(entry.file);
    },
    async remove(id) {
      const entries = await readIndex();
      const file = entries.find((entry) => entry.id === id)?.file;
      if (file === undefined) return;
      const without = () => change((current) => current.filter((entry) => entry.id !== id));
      await without().catch(async (thrown: unknown) => {
        const isShared = entries.some((entry) => entry.file === file && entry.id !== id);
        if (isShared || !(thrown instanceof Error && thrown.name === 'QuotaExceededError')) throw thrown;
        // A full storage has no room for a new index either. Were the tab closed now, the next start drops the entry.
        await storage.remove(file);
        await without();
      });
    },
    async temporary(repo, commit) {
      await entries();
      const final = storedName(repo, commit);
      const name = final.slice(0, -WEIGHTS.length) + PART;
      const isNamed = (await readIndex()).some(({ file }) => file === final);
      if (!isNamed && !(await storage.read(name)) && (await storage.read(final))) await storage.rename(final, name);
      return name;
    },
  };
  return cache;
}

/** SHA-256 of a file, read in parts. */
export async function hashOf(file: Blob): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += HASH_STEP) hash.update(new Uint8Array(await file.slice(at, at + HASH_STEP).arrayBuffer()));
  return bytesToHex(hash.digest());
}

function exclusively<T>(work: () => Promise<T>): Promise<T> {
  if (typeof navigator === 'undefined' || !navigator.locks) return work();
  return navigator.locks.request('m2pt-model-cache', work) as Promise<T>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
