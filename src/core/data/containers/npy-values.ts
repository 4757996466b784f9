/**
 * @file Numbers of a NumPy array from their bytes. Between `npy-header.ts` and what reads pictures and labels.
 */
import type { NpyHeader } from './npy-header.ts';

/**
 * @param bytes whole values of the header's type
 * @returns a function from place to number; 64-bit integers beyond 2⁵³ lose digits
 */
export function numbersOf(bytes: Uint8Array, { kind, itemBytes, isLittleEndian }: NpyHeader): (at: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = isLittleEndian;
  switch (`${kind}${itemBytes}`) {
    case 'b1':
    case 'u1':
      return (at) => view.getUint8(at);
    case 'i1':
      return (at) => view.getInt8(at);
    case 'u2':
      return (at) => view.getUint16(2 * at, little);
    case 'i2':
      return (at) => view.getInt16(2 * at, little);
    case 'u4':
      return (at) => view.getUint32(4 * at, little);
    case 'i4':
      return (at) => view.getInt32(4 * at, little);
    case 'u8':
      return (at) => Number(view.getBigUint64(8 * at, little));
    case 'i8':
      return (at) => Number(view.getBigInt64(8 * at, little));
    case 'f2':
      return (at) => halfToNumber(view.getUint16(2 * at, little));
    case 'f4':
      return (at) => view.getFloat32(4 * at, little);
    case 'f8':
      return (at) => view.getFloat64(8 * at, little);
    default:
      throw new RangeError(`${kind}${itemBytes} is no number type`);
  }
}

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
