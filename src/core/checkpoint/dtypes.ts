/**
 * @file The number types of safetensors: their sizes, and their bytes ⇄ f32. Little-endian, as the format says and as
 * every machine that runs a browser is.
 */
import { decodeBfloat16, decodeFloat16, encodeFloat16 } from './float16.ts';

/** Bytes of one element, for the types that are read. */
export const DTYPE_BYTES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const;

export type Dtype = keyof typeof DTYPE_BYTES;

/** Types that the format knows and this reader does not. */
export const OTHER_DTYPES = ['F4', 'F6_E2M3', 'F6_E3M2', 'F8_E4M3', 'F8_E5M2', 'F8_E8M0', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ', 'C64'];

export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(DTYPE_BYTES, name);
}

/** Types whose values are measurements; the others count something. */
export function isFloat(dtype: Dtype): boolean {
  return dtype.startsWith('F') || dtype === 'BF16';
}

/**
 * @param bytes a whole number of elements, in a buffer of their own that starts at 0
 * @returns every element as f32, rounded to nearest; a new array (F32: the same bytes)
 * @throws RangeError for a 64-bit integer beyond ±2^53
 */
export function decodeNumbers(dtype: Dtype, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const { buffer } = bytes;
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return new Float32Array(new Float64Array(buffer));
    case 'F16':
      return decodeFloat16(new Uint16Array(buffer));
    case 'BF16':
      return decodeBfloat16(new Uint16Array(buffer));
    default:
      return new Float32Array(decodeIntegers(dtype, bytes));
  }
}

/**
 * @returns the exact integers; BOOL as 0 and 1
 * @throws RangeError for a 64-bit integer beyond ±2^53
 */
export function decodeIntegers(dtype: Exclude<Dtype, 'F64' | 'F32' | 'F16' | 'BF16'>, bytes: Uint8Array<ArrayBuffer>): Float64Array {
  const { buffer } = bytes;
  switch (dtype) {
    case 'I64':
      return Float64Array.from(new BigInt64Array(buffer), exactly);
    case 'U64':
      return Float64Array.from(new BigUint64Array(buffer), exactly);
    case 'I32':
      return new Float64Array(new Int32Array(buffer));
    case 'U32':
      return new Float64Array(new Uint32Array(buffer));
    case 'I16':
      return new Float64Array(new Int16Array(buffer));
    case 'U16':
      return new Float64Array(new Uint16Array(buffer));
    case 'I8':
      return new Float64Array(new Int8Array(buffer));
    case 'U8':
      return new Float64Array(bytes);
    case 'BOOL':
      return Float64Array.from(bytes, (byte) => (byte ? 1 : 0));
    default:
      return dtype satisfies never;
  }
}

function exactly(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is beyond 2^53`);
  return number;
}

/** @returns bytes of `data` as F32 (a view, not a copy) or F16 (rounded to even) */
export function encodeNumbers(dtype: 'F32' | 'F16', data: Float32Array): Uint8Array<ArrayBuffer> {
  if (dtype === 'F16') return new Uint8Array(encodeFloat16(data).buffer as ArrayBuffer);
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}
