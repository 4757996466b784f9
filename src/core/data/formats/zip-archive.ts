/**
 * @file Reads a zip that nobody has checked. Entries are listed first, then read one by one with their checksum and with
 * the bytes counted as they are unpacked: declared sizes are only claims. Entries with a bad name are left out, a bad
 * archive as a whole. Used in the parse worker, which can be ended if this ever hangs.
 */
import { BlobReader, type FileEntry, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { PlaygroundError, type Problem, toProblem } from '../../errors.ts';
import { isIgnoredPath } from '../class-paths.ts';
import { byteText, countText, displayName } from '../display-name.ts';
import { LIMITS } from '../limits.ts';
import { archiveProblem, entryProblem, readProblem } from './zip-problems.ts';

export interface ArchiveEntry {
  /** Path of the archive, `/`, path inside it. */
  path: string;
  /** Unpacked size that the archive claims. */
  bytes: number;
  /** @throws PlaygroundError when the entry cannot be unpacked or is more than it claimed */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

export interface Archive {
  entries: ArchiveEntry[];
  /** Entries that were left out. */
  rejected: Problem[];
}

/** Up to this size an archive is read into memory once, which is several times faster than a read for each entry. */
const IN_MEMORY_BYTES = 300e6;
const FIRST_BUFFER = 65_536;

/**
 * @param archivePath names the archive in messages and leads every entry's path
 * @throws PlaygroundError when it is no zip, is damaged, or exceeds a limit
 */
export async function openArchive(archive: Blob, archivePath: string): Promise<Archive> {
  if (archive.size === 0) throw archiveProblem(archivePath, 'zip-empty-file', 'is empty: it has 0 bytes');
  if (archive.size > LIMITS.zipBytes) {
    const is = `has ${byteText(archive.size)}; ${byteText(LIMITS.zipBytes)} are the limit`;
    throw archiveProblem(archivePath, 'zip-too-large', is, 'Unpack it and drop the folder.');
  }
  try {
    const reader =
      archive.size <= IN_MEMORY_BYTES ? new Uint8ArrayReader(new Uint8Array(await archive.arrayBuffer())) : new BlobReader(archive);
    const found = await listEntries(
      new ZipReader(reader, { useWebWorkers: false, useCompressionStream: true, checkCrc32: true }),
      archivePath,
    );
    checkOverlap(found, archivePath);
    return sortOut(found, archivePath);
  } catch (error) {
    throw readProblem(error, archivePath);
  }
}

async function listEntries(reader: ZipReader<unknown>, archivePath: string): Promise<FileEntry[]> {
  const files: FileEntry[] = [];
  let count = 0;
  // Names are judged one by one below, so that one bad name does not cost the others.
  for await (const entry of reader.getEntriesGenerator({ strictness: 'strict', filenameValidation: 'tolerant' })) {
    if (++count > LIMITS.zipEntries) {
      const is = `holds more than ${countText(LIMITS.zipEntries)} entries, which is the limit`;
      throw archiveProblem(archivePath, 'zip-too-many-entries', is, 'Split it into several archives.');
    }
    if (!entry.directory) files.push(entry);
  }
  return files;
}

/** An archive whose entries share bytes unpacks to more than was ever packed. */
function checkOverlap(entries: readonly FileEntry[], archivePath: string): void {
  const inOrder = [...entries].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const entry of inOrder) {
    if (entry.offset < end)
      throw archiveProblem(archivePath, 'zip-overlap', 'has entries that share the same bytes, as archives made to do harm have');
    const localHeaderBytes = 30 + entry.rawFilename.length;
    end = entry.offset + localHeaderBytes + entry.compressedSize;
  }
}

function sortOut(found: readonly FileEntry[], archivePath: string): Archive {
  const entries: ArchiveEntry[] = [];
  const rejected: Problem[] = [];
  const names = new Set<string>();
  const budget = { left: LIMITS.zipTotalBytes };
  for (const entry of found) {
    // Some programs of Windows write \ between folders, and folders as empty entries.
    const name = entry.filename.normalize('NFC').replaceAll('\\', '/');
    if (isIgnoredPath(name) || (name.endsWith('/') && entry.uncompressedSize === 0)) continue;
    const path = `${archivePath}/${name}`;
    const problem = entryProblem(entry, path) ?? (names.has(name) ? twice(path) : undefined);
    names.add(name);
    if (problem) rejected.push(toProblem(problem));
    else entries.push({ path, bytes: entry.uncompressedSize, read: () => unpack(entry, path, budget) });
  }
  return { entries, rejected };
}

/** Unpacks one entry, counting; stops as soon as there is more than was claimed or than the whole archive may give. */
async function unpack(entry: FileEntry, path: string, budget: { left: number }): Promise<Uint8Array<ArrayBuffer>> {
  const claimed = entry.uncompressedSize;
  // A claim costs nothing to make: the buffer grows with what is really there.
  let bytes = new Uint8Array(Math.min(claimed, Math.max(FIRST_BUFFER, 4 * entry.compressedSize)));
  let at = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      budget.left -= chunk.length;
      if (budget.left < 0) throw tooMuch(path);
      if (at + chunk.length > claimed) throw lyingSize(path);
      if (at + chunk.length > bytes.length) {
        const larger = new Uint8Array(Math.min(claimed, Math.max(2 * bytes.length, at + chunk.length)));
        larger.set(bytes.subarray(0, at));
        bytes = larger;
      }
      bytes.set(chunk, at);
      at += chunk.length;
    },
  });
  try {
    await entry.getData(sink, { strictness: 'strict', checkCrc32: true });
  } catch (error) {
    throw readProblem(error, path);
  }
  if (at !== claimed) throw lyingSize(path);
  return bytes;
}

function tooMuch(path: string): PlaygroundError {
  return new PlaygroundError({
    code: 'zip-total-too-large',
    message: `${displayName(path)} was not unpacked: its archive unpacks to more than ${byteText(LIMITS.zipTotalBytes)}.`,
    hint: 'What came before it is kept. Split the archive, or drop the unpacked folder.',
    where: displayName(path),
  });
}

function twice(path: string): PlaygroundError {
  return archiveProblem(path, 'zip-same-name', 'has the same name as another file of the archive', 'The first of them loads.');
}

function lyingSize(path: string): PlaygroundError {
  return archiveProblem(path, 'zip-wrong-size', 'unpacks to another size than its archive says', 'The archive is damaged; make it again.');
}
