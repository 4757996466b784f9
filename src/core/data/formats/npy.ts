/**
 * @file NumPy's `.npy` files ⇄ numbers with a shape. npyjs reads and writes the values; it believes every header, so the
 * header is checked here first, against NumPy's format description (numpy.lib.format, versions 1.0 to 3.0).
 */
import { dump, type NpyArray, parse } from 'npyjs';
import { PlaygroundError } from '../../errors.ts';

export interface NumberArray {
  shape: number[];
  /** Row-major. */
  data: Float32Array;
}

/** Longest header and most dimensions that are read. */
export const NPY_LIMITS = { headerBytes: 65_536, rank: 8 } as const;

const MAGIC = '\x93NUMPY';
const HEADER = /^\{\s*(?:'(descr|fortran_order|shape)':\s*('[^']*'|True|False|\([\d, ]*\))\s*,?\s*){3}\}\s*$/;
const BYTES: Record<string, number> = { i1: 1, u1: 1, b1: 1, i2: 2, u2: 2, f2: 2, i4: 4, u4: 4, f4: 4, i8: 8, u8: 8, f8: 8 };

/**
 * Real numbers of any NumPy type, as f32; column order is turned to row order, big-endian is read.
 * @throws PlaygroundError `npy-…` for anything that is not one whole array of numbers
 */
export function readNpy(buffer: ArrayBuffer, fileName: string): NumberArray {
  const fail = (code: string, message: string) =>
    new PlaygroundError({
      code: `npy-${code}`,
      message: `${fileName} ${message}.`,
      hint: 'Save it again with numpy.save(name, array.astype("float32")).',
      where: fileName,
    });
  if (latin1(buffer, 0, 6) !== MAGIC) throw fail('magic', 'is not a .npy file: its first bytes are not those of NumPy');
  if (buffer.byteLength < 12) throw fail('cut', 'ends inside its header');
  const view = new DataView(buffer);
  const version = view.getUint8(6);
  if (version < 1 || version > 3) throw fail('version', `has format version ${version}; 1, 2 and 3 are read`);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > NPY_LIMITS.headerBytes)
    throw fail('header', `states a header of ${length} bytes; at most ${NPY_LIMITS.headerBytes} are read`);
  if (start + length > buffer.byteLength) throw fail('cut', 'ends inside its header');
  const header = latin1(buffer, start, length);
  if (!HEADER.test(header)) throw fail('header', 'has a header that does not describe one plain array');

  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? '';
  const size = BYTES[descr.slice(1)];
  if (!/^[<>|=]/.test(descr) || size === undefined) throw fail('dtype', `holds “${descr.slice(0, 40)}”; integers and floats are read`);
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? '').split(',').flatMap((part) => (part.trim() ? [Number(part)] : []));
  const count = shape.reduce((product, dimension) => product * dimension, 1);
  if (shape.length > NPY_LIMITS.rank || !Number.isSafeInteger(count * size)) throw fail('shape', `has the unusable shape (${shape})`);
  const rest = buffer.byteLength - start - length;
  if (rest !== count * size) throw fail('size', `holds ${rest} bytes where its shape (${shape}) needs ${count * size}`);

  const values = toFloat32(parse(aligned(buffer, start, header, descr, size)), fail);
  return { shape, data: /'fortran_order':\s*True/.test(header) ? toRowOrder(values, shape) : values };
}

/** A version 1.0 file of f32 in row order. */
export function writeNpy({ shape, data }: NumberArray): ArrayBuffer {
  return dump(data, shape);
}

/** A copy that npyjs can map: little-endian, its values at a multiple of 8. */
function aligned(buffer: ArrayBuffer, start: number, header: string, descr: string, size: number): ArrayBuffer {
  const text = header.replace(descr, `<${descr.slice(1)}`).trimEnd();
  const padded = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(buffer, start + header.length);
  const copy = new Uint8Array(10 + padded + bytes.length);
  const head = `${MAGIC}\x01\x00${String.fromCharCode(padded & 255, padded >> 8)}${text.padEnd(padded - 1)}\n`;
  for (let i = 0; i < head.length; i++) copy[i] = head.charCodeAt(i);
  copy.set(bytes, 10 + padded);
  if (descr.startsWith('>')) for (let at = 10 + padded; at < copy.length; at += size) copy.subarray(at, at + size).reverse();
  return copy.buffer;
}

function toFloat32({ data }: NpyArray, fail: (code: string, message: string) => PlaygroundError): Float32Array {
  if (data instanceof Float32Array) return data;
  const values = Array.from(data as unknown as ArrayLike<number | bigint | boolean>, Number);
  const odd = values.find((value) => Number.isInteger(value) && !Number.isSafeInteger(value));
  if (odd !== undefined && (data instanceof BigInt64Array || data instanceof BigUint64Array))
    throw fail('integer', `holds the integer ${odd}, beyond what can be read exactly`);
  return Float32Array.from(values);
}

/** Column order → row order. */
function toRowOrder(values: Float32Array, shape: readonly number[]): Float32Array {
  const rows = new Float32Array(values.length);
  const index = new Array<number>(shape.length).fill(0);
  for (let at = 0; at < values.length; at++) {
    rows[index.reduce((flat, i, axis) => flat * shape[axis]! + i, 0)] = values[at]!;
    for (let axis = 0; axis < shape.length && ++index[axis]! === shape[axis]; axis++) index[axis] = 0;
  }
  return rows;
}

function latin1(buffer: ArrayBuffer, begin: number, length: number): string {
  return String.fromCharCode(...new Uint8Array(buffer.slice(begin, begin + length)));
}
