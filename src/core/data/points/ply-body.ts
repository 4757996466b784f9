/**
 * @file The numbers after a PLY header, one after another, whether they are text or bytes: `read-ply.ts` walks the
 * elements and asks for each value by its type. Lists cost what they hold; nothing is allocated here.
 */
import { scanLines } from './line-scanner.ts';
import type { PlyEncoding, PlyHeader, PlyProperty, PlyType } from './ply-header.ts';
import type { PointFault } from './point-fault.ts';

export interface PlyBody {
  beginRow(): void;
  /** The row's next value. @throws PlaygroundError `ply-cut`, `ply-number`, `ply-row` */
  value(type: PlyType): number;
  endRow(): void;
  /** @throws PlaygroundError `ply-extra` where something is left */
  end(): void;
}

const SIZE: Record<PlyType, number> = { i1: 1, u1: 1, i2: 2, u2: 2, i4: 4, u4: 4, f4: 4, f8: 8 };

/** Fewest bytes that the elements can have; what is declared is held against it before memory is asked for. */
export function fewestBytes({ encoding, elements }: PlyHeader): number {
  const each = ({ type, countType }: PlyProperty) => (encoding === 'ascii' ? 2 : SIZE[countType ?? type]);
  const total = elements.reduce((sum, { count, properties }) => sum + count * properties.reduce((row, one) => row + each(one), 0), 0);
  return encoding === 'ascii' ? Math.max(0, total - 1) : total;
}

export function plyBody(bytes: Uint8Array, start: number, encoding: PlyEncoding, fault: PointFault): PlyBody {
  return encoding === 'ascii' ? textBody(bytes, start, fault) : binaryBody(bytes, start, encoding === 'binary_little_endian', fault);
}

function textBody(bytes: Uint8Array, start: number, fault: PointFault): PlyBody {
  const scanner = scanLines(bytes, start);
  const where = () => `in line ${scanner.lineNumber()} after its header`;
  return {
    beginRow() {
      if (!scanner.nextLine()) throw fault('cut', `ends before all that its header counts, ${where()}`);
    },
    value(type) {
      if (!scanner.nextWord()) throw fault('row', `has too few numbers ${where()}`);
      const value = scanner.number();
      if (value === undefined) throw fault('number', `has “${scanner.word()}” in place of a number ${where()}`);
      if (!type.startsWith('f') && !Number.isInteger(value))
        throw fault('number', `has “${scanner.word()}” in place of a whole number ${where()}`);
      return value;
    },
    endRow() {
      if (scanner.nextWord()) throw fault('row', `has too many numbers ${where()}`);
    },
    end() {
      if (scanner.nextLine()) throw fault('extra', `goes on after all that its header counts, ${where()}`);
    },
  };
}

function binaryBody(bytes: Uint8Array, start: number, isLittle: boolean, fault: PointFault): PlyBody {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  return {
    beginRow() {},
    value(type) {
      const here = at;
      at += SIZE[type];
      if (at > bytes.length) throw fault('cut', `ends after ${bytes.length} bytes, before all that its header counts`);
      switch (type) {
        case 'f4':
          return view.getFloat32(here, isLittle);
        case 'f8':
          return view.getFloat64(here, isLittle);
        case 'u1':
          return view.getUint8(here);
        case 'i1':
          return view.getInt8(here);
        case 'u2':
          return view.getUint16(here, isLittle);
        case 'i2':
          return view.getInt16(here, isLittle);
        case 'u4':
          return view.getUint32(here, isLittle);
        case 'i4':
          return view.getInt32(here, isLittle);
      }
    },
    endRow() {},
    end() {
      const left = bytes.length - at;
      const isLineEnd = left <= 2 && bytes.subarray(at).every((byte) => byte === 10 || byte === 13);
      if (!isLineEnd) throw fault('extra', `has ${left} bytes more than its header counts`);
    },
  };
}
