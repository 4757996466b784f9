/**
 * @file The header of a PCD file (Point Cloud Library, "The PCD (Point Cloud Data) file format", versions .5 to .7): fields
 * with their sizes and types, the number of points, and how the data are written.
 */
import { scanLines } from './line-scanner.ts';
import type { PointFault } from './point-fault.ts';

export type PcdEncoding = 'ascii' | 'binary' | 'binary_compressed';

export interface PcdField {
  name: string;
  /** Signed, unsigned, float. */
  type: 'I' | 'U' | 'F';
  /** Bytes of one value. */
  size: number;
  /** Values of this field in each point. */
  count: number;
  /** Bytes of the point before this field. */
  offset: number;
  /** Values of the point before this field. */
  column: number;
}
export interface PcdHeader {
  fields: PcdField[];
  points: number;
  /** Bytes of one point. */
  rowBytes: number;
  /** Values of one point. */
  columns: number;
  encoding: PcdEncoding;
  /** Where the points begin. */
  bodyStart: number;
}

const LIMITS = { headerBytes: 65_536, fields: 256, rowBytes: 65_536 } as const;
const KEYWORDS = ['VERSION', 'FIELDS', 'SIZE', 'TYPE', 'COUNT', 'WIDTH', 'HEIGHT', 'VIEWPOINT', 'POINTS', 'DATA'];
const SIZES: Record<string, readonly number[]> = { I: [1, 2, 4, 8], U: [1, 2, 4, 8], F: [4, 8] };

/** @throws PlaygroundError `pcd-magic`, `pcd-header`, `pcd-format`, `pcd-count`, `pcd-cut` */
export function readPcdHeader(bytes: Uint8Array, fault: PointFault): PcdHeader {
  const { entries, bodyStart } = headerLines(bytes, fault);
  const words = (keyword: string) => entries.get(keyword) ?? [];
  const wholes = (keyword: string) =>
    words(keyword).map((word) => {
      if (!/^\d{1,15}$/.test(word))
        throw fault('header', `has “${word.slice(0, 30)}” in its header line ${keyword}, where a whole number is expected`);
      return Number(word);
    });
  const names = words('FIELDS');
  const [sizes, types] = [wholes('SIZE'), words('TYPE')];
  const counts = entries.has('COUNT') ? wholes('COUNT') : names.map(() => 1);
  if (names.length === 0 || names.length > LIMITS.fields) throw fault('header', `names ${names.length} fields in its header`);
  for (const [keyword, list] of [
    ['SIZE', sizes],
    ['TYPE', types],
    ['COUNT', counts],
  ] as const)
    if (list.length !== names.length)
      throw fault('header', `names ${names.length} fields, but its line ${keyword} has ${list.length} entries`);

  const twice = ['x', 'y', 'z'].find((axis) => names.indexOf(axis) !== names.lastIndexOf(axis)); // padding may repeat: “_”
  if (twice) throw fault('header', `names the field “${twice}” twice`);

  let offset = 0;
  let column = 0;
  const fields = names.map((name, i): PcdField => {
    const [size, type, count] = [sizes[i]!, types[i]!, counts[i]!];
    if (!SIZES[type]?.includes(size))
      throw fault('header', `gives the field “${name.slice(0, 30)}” type ${type.slice(0, 10)} and ${size} bytes`);
    const field = { name, type: type as PcdField['type'], size, count, offset, column };
    offset += size * count;
    column += count;
    return field;
  });
  if (offset === 0 || offset > LIMITS.rowBytes) throw fault('header', `gives one point ${offset} bytes`);
  const [width, height, stated] = [wholes('WIDTH')[0], wholes('HEIGHT')[0] ?? 1, wholes('POINTS')[0]];
  const points = stated ?? (width === undefined ? undefined : width * height);
  if (points === undefined) throw fault('header', 'has neither POINTS nor WIDTH in its header');
  if (width !== undefined && width * height !== points)
    throw fault('count', `has POINTS ${points} in its header, but WIDTH × HEIGHT is ${width * height}`);
  const encoding = words('DATA')[0] ?? '';
  if (encoding !== 'ascii' && encoding !== 'binary' && encoding !== 'binary_compressed')
    throw fault('format', `is PCD with DATA “${encoding.slice(0, 30)}”; ascii, binary and binary_compressed are read`);
  return { fields, points, rowBytes: offset, columns: column, encoding, bodyStart };
}

/** Words of each line by its keyword, up to and with DATA. */
function headerLines(bytes: Uint8Array, fault: PointFault): { entries: Map<string, string[]>; bodyStart: number } {
  const limit = Math.min(bytes.length, LIMITS.headerBytes);
  const entries = new Map<string, string[]>();
  for (let start = 0, at = 0; at < limit; at++) {
    if (bytes[at] !== 10) continue;
    const line = String.fromCharCode(...bytes.subarray(start, at)).trim();
    start = at + 1;
    if (line === '' || line.startsWith('#')) continue;
    const [first = '', ...words] = line.split(/\s+/);
    // PCL before 0.5 wrote COLUMNS for FIELDS.
    const keyword = first === 'COLUMNS' ? 'FIELDS' : first;
    if (!KEYWORDS.includes(keyword))
      throw entries.size === 0
        ? fault('magic', 'is not a PCD file: it does not begin with VERSION or FIELDS')
        : fault('header', `has the header line “${line.slice(0, 60)}”, which is not PCD`);
    if (entries.has(keyword)) throw fault('header', `has two header lines ${keyword}`);
    entries.set(keyword, words);
    if (keyword === 'DATA') return { entries, bodyStart: start };
  }
  if (entries.size === 0 && !/^(#|VERSION|FIELDS)/.test(scanFirst(bytes))) throw fault('magic', 'is not a PCD file');
  if (limit === bytes.length) throw fault('cut', 'ends inside its header: there is no line DATA');
  throw fault('header', `has no line DATA in its first ${LIMITS.headerBytes} bytes`);
}

function scanFirst(bytes: Uint8Array): string {
  const lines = scanLines(bytes.subarray(0, 100));
  return lines.nextLine() ? lines.text() : '';
}
