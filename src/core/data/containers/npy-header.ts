/**
 * @file The header of a NumPy array in a file, checked against the file's size, so that single samples can be sliced out of an
 * array that never lies in memory as a whole (numpy.lib.format 1.0 to 3.0). `formats/npy.ts` reads whole arrays instead.
 */
import { byteText, countText } from '../display-name.ts';
import { containerError } from './container-entry.ts';
import { CONTAINER_LIMITS } from './container-limits.ts';

export interface NpyHeader {
  /** NumPy's letter: b bool, i and u integers, f float, U and S text. */
  kind: string;
  /** Bytes of one value. */
  itemBytes: number;
  isLittleEndian: boolean;
  shape: number[];
  /** Where the values begin. */
  start: number;
}

const MAGIC = '\x93NUMPY';
const FIELD = `'(?:descr|fortran_order|shape)':\\s*(?:'[^']*'|True|False|\\([\\d, ]*\\))\\s*`;
const HEADER = new RegExp(`^\\{\\s*${FIELD},\\s*${FIELD},\\s*${FIELD},?\\s*\\}\\s*$`);
const NUMBERS: Record<string, readonly number[]> = { b: [1], i: [1, 2, 4, 8], u: [1, 2, 4, 8], f: [2, 4, 8] };
const SAVE_AGAIN = 'Save it again with numpy.save(name, numpy.ascontiguousarray(array)).';

/** @throws PlaygroundError `npy-…` for anything that is not one whole plain array in row order */
export async function readNpyHeader(file: Blob, path: string): Promise<NpyHeader> {
  const head = await file.slice(0, 12).arrayBuffer();
  const view = new DataView(head);
  if (head.byteLength === 0) throw containerError(path, 'npy-empty', 'is empty: it has 0 bytes');
  if (latin1(head.slice(0, 6)) !== MAGIC.slice(0, head.byteLength))
    throw containerError(path, 'npy-magic', 'is not a NumPy file: its first bytes are others', 'Check its suffix.');
  if (head.byteLength < 12) throw containerError(path, 'npy-cut', 'ends inside its header');
  const version = view.getUint8(6);
  if (version < 1 || version > 3)
    throw containerError(path, 'npy-version', `has format version ${version}; 1, 2 and 3 are read`, SAVE_AGAIN);
  const textAt = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > CONTAINER_LIMITS.npyHeaderBytes)
    throw containerError(path, 'npy-header-long', `states a header of ${byteText(length)}`, SAVE_AGAIN);
  const start = textAt + length;
  if (start > file.size) throw containerError(path, 'npy-cut', 'ends inside its header');
  const text = latin1(await file.slice(textAt, start).arrayBuffer());
  const header = { ...parseHeader(text, path), start };
  const needed = header.shape.reduce((product, size) => product * size, header.itemBytes);
  if (header.shape.length > CONTAINER_LIMITS.npyRank || !Number.isSafeInteger(needed))
    throw containerError(path, 'npy-shape', `has the unusable shape (${header.shape.slice(0, 10).join(', ')})`, SAVE_AGAIN);
  if (file.size - start !== needed) {
    const is = `holds ${countText(file.size - start)} bytes where its shape (${header.shape.join(', ')}) needs ${countText(needed)}`;
    throw containerError(path, 'npy-size', is);
  }
  return header;
}

function parseHeader(text: string, path: string): Omit<NpyHeader, 'start'> {
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d, ]*)\)/.exec(text)?.[1];
  if (/'descr':\s*\[/.test(text))
    throw containerError(path, 'npy-fields', 'holds records with named fields, not one plain array', SAVE_AGAIN);
  if (!HEADER.test(text) || descr === undefined || order === undefined || shape === undefined)
    throw containerError(path, 'npy-header', 'has a header that does not describe one plain array', SAVE_AGAIN);
  const [, mark, kind = '', bytes = ''] = /^([<>|=]?)([a-zA-Z])(\d{0,9})$/.exec(descr) ?? [];
  if (kind === 'O')
    throw containerError(path, 'npy-objects', 'holds Python objects, which are never opened because they can run code', SAVE_AGAIN);
  const itemBytes = Number(bytes) * (kind === 'U' ? 4 : 1);
  const isKnown = NUMBERS[kind]?.includes(itemBytes) ?? ((kind === 'U' || kind === 'S') && itemBytes > 0);
  if (!isKnown)
    throw containerError(path, 'npy-dtype', `holds values of type “${descr.slice(0, 40)}”; integers, floats and text are read`, SAVE_AGAIN);
  if (order === 'True' && shape.split(',').filter((part) => part.trim() !== '').length > 1)
    throw containerError(path, 'npy-fortran', 'is stored in column order (Fortran), so its samples do not lie together', SAVE_AGAIN);
  const sizes = shape.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part.trim().replace(/ /g, '?'))]));
  if (sizes.some((size) => !Number.isSafeInteger(size)))
    throw containerError(path, 'npy-header', 'has a header that does not describe one plain array', SAVE_AGAIN);
  return { kind, itemBytes, isLittleEndian: mark !== '>', shape: sizes };
}

function latin1(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
}
