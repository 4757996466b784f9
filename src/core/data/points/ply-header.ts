/**
 * @file The header of a PLY file (G. Turk, "The PLY Polygon File Format", 1994): which elements follow, how many of each,
 * and what each is made of. Everything that it claims is checked against the bytes before anything is allocated.
 */
import type { PointFault } from './point-fault.ts';

export type PlyType = 'i1' | 'u1' | 'i2' | 'u2' | 'i4' | 'u4' | 'f4' | 'f8';
export type PlyEncoding = 'ascii' | 'binary_little_endian' | 'binary_big_endian';

export interface PlyProperty {
  name: string;
  type: PlyType;
  /** Type of the count that stands before a list; absent for one number. */
  countType?: PlyType;
}
export interface PlyElement {
  name: string;
  count: number;
  properties: PlyProperty[];
}
export interface PlyHeader {
  encoding: PlyEncoding;
  elements: PlyElement[];
  /** Where the first element begins. */
  bodyStart: number;
}

const LIMITS = { headerBytes: 65_536, elements: 64, properties: 512 } as const;
const ENCODINGS = new Set<string>(['ascii', 'binary_little_endian', 'binary_big_endian']);
const TYPES: Record<string, PlyType> = {
  ...{ char: 'i1', uchar: 'u1', short: 'i2', ushort: 'u2', int: 'i4', uint: 'u4', float: 'f4', double: 'f8' },
  ...{ int8: 'i1', uint8: 'u1', int16: 'i2', uint16: 'u2', int32: 'i4', uint32: 'u4', float32: 'f4', float64: 'f8' },
};

/** @throws PlaygroundError `ply-magic`, `ply-header`, `ply-format`, `ply-cut` */
export function readPlyHeader(bytes: Uint8Array, fault: PointFault): PlyHeader {
  const { lines, bodyStart } = headerLines(bytes, fault);
  let encoding: PlyEncoding | undefined;
  const elements: PlyElement[] = [];
  for (const line of lines.slice(1, -1)) {
    const words = line.split(/\s+/).filter(Boolean);
    const [keyword = '', first = '', second = ''] = words;
    if (keyword === '' || keyword === 'comment' || keyword === 'obj_info') continue;
    const odd = () => fault('header', `has the header line “${line.slice(0, 60)}”, which is not PLY`);
    if (keyword === 'format') {
      if (encoding || words.length !== 3) throw odd();
      if (!ENCODINGS.has(first) || second !== '1.0')
        throw fault('format', `is PLY “${first.slice(0, 30)} ${second.slice(0, 10)}”; ascii and binary 1.0 are read`);
      encoding = first as PlyEncoding;
    } else if (keyword === 'element') {
      if (words.length !== 3 || !/^\d{1,15}$/.test(second) || elements.length >= LIMITS.elements) throw odd();
      if (elements.some(({ name }) => name === first)) throw fault('header', `declares the element “${first.slice(0, 40)}” twice`);
      elements.push({ name: first, count: Number(second), properties: [] });
    } else if (keyword === 'property') {
      const element = elements.at(-1);
      const property = propertyOf(words);
      if (!element || !property || element.properties.length >= LIMITS.properties) throw odd();
      if (element.properties.some(({ name }) => name === property.name))
        throw fault('header', `declares the property “${property.name.slice(0, 40)}” twice`);
      element.properties.push(property);
    } else throw odd();
  }
  if (!encoding) throw fault('header', 'has no format line in its header');
  for (const { name, count, properties } of elements)
    if (properties.length === 0 && count > 0) throw fault('header', `declares ${count} of “${name.slice(0, 40)}” without a property`);
  return { encoding, elements, bodyStart };
}

function propertyOf(words: string[]): PlyProperty | undefined {
  if (words[1] === 'list') {
    const [countType, type, name] = [TYPES[words[2] ?? ''], TYPES[words[3] ?? ''], words[4]];
    if (words.length !== 5 || !countType || !type || !name || countType.startsWith('f')) return undefined;
    return { name, type, countType };
  }
  const [type, name] = [TYPES[words[1] ?? ''], words[2]];
  return words.length === 3 && type && name ? { name, type } : undefined;
}

/** Lines end with LF, CR LF or CR: as the first one does, since a binary body may begin with any of them. */
function headerLines(bytes: Uint8Array, fault: PointFault): { lines: string[]; bodyStart: number } {
  const isPly = bytes[0] === 112 && bytes[1] === 108 && bytes[2] === 121;
  const newline = bytes[3] === 10 ? '\n' : bytes[3] === 13 ? (bytes[4] === 10 ? '\r\n' : '\r') : '';
  if (isPly && bytes.length < 5) throw fault('cut', 'ends inside its header');
  if (!isPly || newline === '') throw fault('magic', 'is not a PLY file: its first line is not “ply”');
  const limit = Math.min(bytes.length, LIMITS.headerBytes);
  const lines: string[] = [];
  for (let start = 0, at = 0; at < limit; at++) {
    if (bytes[at] !== newline.charCodeAt(0) || (newline.length === 2 && bytes[at + 1] !== 10)) continue;
    const line = String.fromCharCode(...bytes.subarray(start, at)).trim();
    lines.push(line);
    start = at + newline.length;
    if (line === 'end_header') return { lines, bodyStart: start };
  }
  // A header may also be all of the file: nothing after `end_header`, not even a line end.
  if (limit === bytes.length) throw fault('cut', 'ends inside its header: there is no line “end_header”');
  throw fault('header', `has no line “end_header” in its first ${LIMITS.headerBytes} bytes`);
}
