/**
 * @file The bytes of one file → its points and triangles: the format is told by content first and by suffix where content
 * does not tell; one reader a format; one gate behind them all. Runs in the parse worker, before `point-record.ts`.
 */
import { byteText, countText } from '../display-name.ts';
import { latin1 } from '../formats/sniff.ts';
import { refuseOtherContent } from './other-content.ts';
import { POINT_LIMITS, type PointCloud, type RawPoints, toPointCloud } from './point-cloud.ts';
import { type PointFault, type PointFormat, pointFault } from './point-fault.ts';
import { readNpyPoints } from './read-npy-points.ts';
import { readObj } from './read-obj.ts';
import { readOff } from './read-off.ts';
import { readPcd } from './read-pcd.ts';
import { readPly } from './read-ply.ts';
import { isBinaryStl, readStl } from './read-stl.ts';
import { readTable } from './read-table.ts';

/** How many leading bytes tell the format. */
const HEAD_BYTES = 1024;

/** A format that has a reader. */
export type ReadFormat = Exclude<PointFormat, 'points'>;

/** Suffixes, in lower case, that may hold points or surfaces. */
export const POINT_SUFFIXES: Readonly<Record<string, ReadFormat>> = {
  ...{ ply: 'ply', pcd: 'pcd', off: 'off', obj: 'obj', stl: 'stl', npy: 'npy-points' },
  ...{ xyz: 'table', txt: 'table', csv: 'table', tsv: 'table', pts: 'table', asc: 'table' },
};

const READERS: Record<ReadFormat, (bytes: Uint8Array, fault: PointFault, fileName: string) => RawPoints> = {
  ply: readPly,
  pcd: readPcd,
  off: readOff,
  obj: readObj,
  stl: readStl,
  table: readTable,
  'npy-points': (bytes, fault, fileName) => readNpyPoints(bytes, fileName, fault),
};

/**
 * @param bytes the whole file
 * @param fileName fit to be shown (`displayName`); its suffix decides where the content does not
 * @returns what the file holds, its points relative to the centre of their box, and the format it turned out to be
 * @throws PlaygroundError with a code `<format>-<fault>`, for anything that is not whole
 */
export function readPoints(bytes: Uint8Array, fileName: string): PointCloud & { format: ReadFormat } {
  const general = pointFault(fileName, 'points');
  if (bytes.length > POINT_LIMITS.bytes)
    throw general('too-many', `has ${byteText(bytes.length)}; at most ${countText(POINT_LIMITS.bytes / 1e6)} MB are read`);
  refuseOtherContent(bytes, fileName);
  const content = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  const format = formatOf(content, fileName);
  if (!format) throw general('magic', 'is none of the formats that hold points: PLY, PCD, XYZ, TXT, CSV, PTS, OFF, OBJ, STL, NPY');
  const fault = pointFault(fileName, format);
  return { ...toPointCloud(READERS[format](content, fault, fileName), fault), format };
}

function formatOf(bytes: Uint8Array, fileName: string): ReadFormat | undefined {
  const suffix = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  return formatByContent(bytes) ?? POINT_SUFFIXES[suffix] ?? formatByWords(bytes);
}

function formatByContent(bytes: Uint8Array): ReadFormat | undefined {
  const head = latin1(bytes, 0, HEAD_BYTES);
  if (/^ply[\r\n]/.test(head)) return 'ply';
  if (head.startsWith('\x93NUMPY')) return 'npy-points';
  if (/^(?:#.*\n|\s)*(?:VERSION \.?\d|FIELDS |COLUMNS )/.test(head)) return 'pcd';
  if (/^(?:#.*\n|\s)*(?:ST)?C?N?4?n?OFF(?:[\s\d#]|$)/.test(head)) return 'off';
  if (isBinaryStl(bytes) || /^\s*solid\b[^\n\r]*[\r\n]+\s*(?:facet|endsolid)\b/i.test(head)) return 'stl';
  return undefined;
}

/** For a file whose suffix says nothing: lines of OBJ, or rows of numbers. */
function formatByWords(bytes: Uint8Array): ReadFormat | undefined {
  const head = latin1(bytes, 0, HEAD_BYTES);
  if (/^v\s+\S+\s+\S+\s+\S/m.test(head)) return 'obj';
  return /^\s*(?:[-+\d.][-+\d.e]*[\s,;]+){2,}[-+\d.]/i.test(head) ? 'table' : undefined;
}
