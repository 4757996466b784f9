/**
 * @file The 512-byte headers of a tar archive, checked one after the other: checksum, size within the file, the zero block at
 * the end, and nothing after it (POSIX ustar and pax, GNU long names). Our own, because nanotar 0.3 checks no sum, cuts names
 * at their first space and may loop on a negative size. Used by `tar-archive.ts`.
 */
import type { PlaygroundError } from '../../errors.ts';
import { countText } from '../display-name.ts';
import { containerError } from './container-entry.ts';
import { CONTAINER_LIMITS } from './container-limits.ts';
import { type PaxRecords, readPax } from './tar-pax.ts';

export interface TarBlock {
  name: string;
  /** Where its bytes begin, and how many there are. */
  at: number;
  size: number;
  /** The type letter: `0` file, `1` and `2` links, `5` folder; empty is a file too. */
  type: string;
  pax: PaxRecords;
}

const BLOCK = 512;
const LONG_NAME = 'L';
const LONG_LINK = 'K';
const TEXT = new TextDecoder();

/**
 * All entries but those that only say something about the next one.
 * @throws PlaygroundError `tar-not-a-tar`, `tar-damaged`, `tar-size`, `tar-cut`, `tar-after-end`, `tar-pax` or `tar-too-many-entries`
 */
export function tarBlocks(bytes: Uint8Array, path: string): TarBlock[] {
  const blocks: TarBlock[] = [];
  let next: { name?: string; pax: PaxRecords } = { pax: new Map() };
  let at = 0;
  for (;;) {
    if (at + BLOCK > bytes.length) throw cut(path, at, bytes.length);
    const header = bytes.subarray(at, at + BLOCK);
    if (isZero(header)) break;
    const { type, size, name } = readHeader(header, at, path);
    const data = at + BLOCK;
    if (data + size > bytes.length) throw cut(path, data + size, bytes.length);
    const content = bytes.subarray(data, data + size);
    if (type === 'x') next = { ...next, pax: readPax(content, path) };
    else if (type === LONG_NAME) next = { ...next, name: textOf(content) };
    else if (type !== 'g' && type !== LONG_LINK) {
      blocks.push({ name: next.pax.get('path') ?? next.name ?? name, at: data, size, type, pax: next.pax });
      next = { pax: new Map() };
    }
    if (blocks.length > CONTAINER_LIMITS.tarEntries) throw tooMany(path);
    at = data + Math.ceil(size / BLOCK) * BLOCK;
  }
  if (!isZero(bytes.subarray(at)))
    throw containerError(
      path,
      'tar-after-end',
      'has bytes after its end mark, as archives that were joined have',
      'Unpack it and drop the folder.',
    );
  return blocks;
}

function readHeader(header: Uint8Array, at: number, path: string): { type: string; size: number; name: string } {
  const stated = octal(header, 148, 8);
  if (stated !== checksum(header)) {
    if (at === 0)
      throw containerError(path, 'tar-not-a-tar', 'is not a tar archive: its first header has no valid checksum', 'Check its suffix.');
    throw containerError(path, 'tar-damaged', `is damaged: the header at byte ${countText(at)} does not fit its checksum`);
  }
  const size = octal(header, 124, 12);
  if (size === undefined)
    throw containerError(path, 'tar-size', `states no readable size in its header at byte ${countText(at)}`, 'Pack it again.');
  const isUstar = textOf(header.subarray(257, 263)).startsWith('ustar');
  // GNU's own header has times where ustar has the start of a long path.
  const prefix = isUstar && header[263] === 0x30 ? textOf(header.subarray(345, 500)) : '';
  const name = textOf(header.subarray(0, 100));
  const type = header[156]! === 0 ? '0' : String.fromCharCode(header[156]!);
  return { type, size, name: prefix === '' ? name : `${prefix}/${name}` };
}

/** The sum of all bytes, the checksum's own eight taken as spaces. */
function checksum(header: Uint8Array): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at++) if (at < 148 || at >= 156) sum += header[at]!;
  return sum;
}

/** A number of octal digits with spaces or zero bytes around, or undefined. */
function octal(header: Uint8Array, from: number, length: number): number | undefined {
  const digits = /^[ \0]*([0-7]+)[ \0]*$/.exec(String.fromCharCode(...header.subarray(from, from + length)))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}

function textOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return TEXT.decode(end === -1 ? field : field.subarray(0, end));
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function cut(path: string, needed: number, there: number): PlaygroundError {
  const missing = needed === there ? 'its end mark is missing' : `an entry reaches to byte ${countText(needed)}`;
  return containerError(path, 'tar-cut', `ends early: ${countText(there)} bytes are there, and ${missing}`);
}

function tooMany(path: string): PlaygroundError {
  const is = `holds more than ${countText(CONTAINER_LIMITS.tarEntries)} entries, which is the limit`;
  return containerError(path, 'tar-too-many-entries', is, 'Split it into several archives.');
}
