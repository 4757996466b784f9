/**
 * @file What can be wrong with a zip or one of its entries, in sentences. Belongs to `zip-archive.ts`.
 */

import type { FileEntry } from '@zip.js/zip.js/lib/zip-core-native.js';
import { PlaygroundError } from '../../errors.ts';
import { byteText, countText, displayName } from '../display-name.ts';
import { COPY_AGAIN } from '../file-error.ts';
import { IDX_NAME, PACKED_NAME } from '../file-kinds.ts';
import { LIMITS } from '../limits.ts';

/** `path is ….` with what was done and what to do. */
export function archiveProblem(
  path: string,
  code: string,
  is: string,
  todo = 'Unpack it with another program and drop the folder.',
): PlaygroundError {
  const where = displayName(path);
  return new PlaygroundError({ code, message: `${where} ${is}.`, hint: `It was left out. ${todo}`, where });
}

/** Why this entry is left out before it is read, or undefined. Reads its name and its claims only. */
export function entryProblem(entry: FileEntry, path: string): PlaygroundError | undefined {
  const unsafe = unsafeName(entry.filename);
  if (unsafe) return archiveProblem(path, 'zip-unsafe-name', `was not opened: ${unsafe}`, 'The rest of the archive loads.');
  const size = entry.uncompressedSize;
  if (entry.encrypted) return archiveProblem(path, 'zip-encrypted', 'is protected with a password', 'Make the archive again without one.');
  if (entry.symlink) return archiveProblem(path, 'zip-link', 'is a link, not a file', 'The rest of the archive loads.');
  if (PACKED_NAME.test(entry.filename) && !IDX_NAME.test(entry.filename))
    return archiveProblem(path, 'zip-nested', 'is an archive inside an archive, which is not opened', 'Unpack it and drop it by itself.');
  if (size > LIMITS.zipEntryBytes)
    return archiveProblem(
      path,
      'zip-entry-too-large',
      `unpacks to ${byteText(size)}; ${byteText(LIMITS.zipEntryBytes)} are the limit for one file`,
      'The rest of the archive loads.',
    );
  if (size > LIMITS.zipRatioFromBytes && size > LIMITS.zipRatio * entry.compressedSize) {
    const ratio = entry.compressedSize > 0 ? `${countText(size / entry.compressedSize)} times its packed size` : 'something from nothing';
    return archiveProblem(
      path,
      'zip-bomb',
      `unpacks to ${byteText(size)}, ${ratio}, as archives made to do harm do`,
      'The rest of the archive loads.',
    );
  }
  return undefined;
}

/** Why a name cannot be a path inside the archive, as the end of a sentence, or undefined. */
export function unsafeName(name: string): string | undefined {
  if (name === '') return 'it has no name';
  if (name.includes('\0')) return 'its name has a zero byte in it';
  const parts = name.split(/[/\\]/);
  if (parts.includes('..')) return 'its name leads out of the archive with “..”';
  if (/^[/\\]/.test(name) || /^[a-z]:/i.test(name)) return 'its name is an absolute path';
  if (name.length > LIMITS.pathLength) return `its name is longer than ${LIMITS.pathLength} characters`;
  if (parts.length > LIMITS.folderDepth) return `it lies more than ${LIMITS.folderDepth} folders deep`;
  return undefined;
}

/** The ways in which the reader fails, by the start of its message. What is not listed counts as damaged. */
const READER_ERRORS: readonly [start: string, code: string, is: string, todo?: string][] = [
  ['End of central directory not found', 'zip-not-a-zip', 'is not a zip archive, or its end is missing', COPY_AGAIN],
  ['File format is not recognized', 'zip-not-a-zip', 'is not a zip archive', COPY_AGAIN],
  ['Split zip file', 'zip-split', 'is one part of an archive that was split', 'Join the parts, or unpack them and drop the folder.'],
  [
    'Compression method not supported',
    'zip-method',
    'is packed with a method other than deflate',
    'Make the archive again with the usual method.',
  ],
  ['Reserved compression method', 'zip-method', 'is packed with an unknown method', 'Make the archive again with the usual method.'],
  ['File contains encrypted entry', 'zip-encrypted', 'is protected with a password', 'Make the archive again without one.'],
  ['Encryption method not supported', 'zip-encrypted', 'is protected with a password', 'Make the archive again without one.'],
  ['Encrypted central directory', 'zip-encrypted', 'is protected with a password', 'Make the archive again without one.'],
  ['Invalid CRC32', 'zip-checksum', 'is damaged: its checksum does not fit', 'Copy the archive again from its source.'],
  ['Ambiguous archive', 'zip-ambiguous', 'is damaged or was altered: it can be read in two ways'],
];

/** A PlaygroundError from whatever was thrown while reading `path`, an archive or an entry of one. */
export function readProblem(thrown: unknown, path: string): PlaygroundError {
  if (thrown instanceof PlaygroundError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const known = READER_ERRORS.find(([start]) => text.startsWith(start));
  if (!known)
    return archiveProblem(
      path,
      'zip-damaged',
      `is damaged and could not be unpacked (${displayName(text, 80)})`,
      'Copy the archive again from its source.',
    );
  const [, code, is, todo] = known;
  const reason = (thrown as { reason?: unknown }).reason;
  return archiveProblem(path, code, typeof reason === 'string' ? `${is} (${reason})` : is, todo);
}
