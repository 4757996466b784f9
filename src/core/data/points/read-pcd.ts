/**
 * @file PCD files (ascii, binary, binary_compressed) → points. x, y, z are taken by name; NaN, as depth cameras write it,
 * goes through to the gate. Not three's PCDLoader: it rounds to float32 before the centre is taken off, takes `1e5x` for a
 * number, and never holds the number of points against the bytes (1,036 of 1,231 damaged files accepted were wrong).
 */
import { scanLines } from './line-scanner.ts';
import { lzfLimit, unpackLzf } from './lzf.ts';
import { type PcdField, type PcdHeader, readPcdHeader } from './pcd-header.ts';
import { POINT_LIMITS, type RawPoints, tooManyPoints } from './point-cloud.ts';
import type { PointFault } from './point-fault.ts';

/** @throws PlaygroundError `pcd-…` unless the file holds exactly what its header counts */
export function readPcd(bytes: Uint8Array, fault: PointFault): RawPoints {
  const header = readPcdHeader(bytes, fault);
  const axes = ['x', 'y', 'z'].map((axis) => header.fields.find(({ name, count }) => name === axis && count === 1));
  const missing = ['x', 'y', 'z'].filter((_, i) => !axes[i]);
  if (missing.length > 0) throw fault('columns', `has points without ${missing.join(', ')}; its fields are ${fieldNames(header)}`);
  const body = bytes.subarray(header.bodyStart);
  const read = { ascii: readText, binary: readBinary, binary_compressed: readPacked }[header.encoding];
  return { coordinates: read(body, header, axes as PcdField[], fault), faces: null };
}

function readText(body: Uint8Array, header: PcdHeader, axes: PcdField[], fault: PointFault): Float64Array {
  const { points, columns } = header;
  checkSize(points * columns * 2 - 1, body.length, header, fault);
  const coordinates = new Float64Array(3 * points);
  const scanner = scanLines(body);
  for (let p = 0; p < points; p++) {
    if (!scanner.nextLine()) throw fault('cut', `ends after ${p} of ${points} points`);
    for (let column = 0; column < columns; column++) {
      if (!scanner.nextWord()) throw fault('row', `has ${column} of ${columns} numbers in line ${scanner.lineNumber()} after its header`);
      const value = scanner.number();
      if (value === undefined)
        throw fault('number', `has “${scanner.word()}” in place of a number in line ${scanner.lineNumber()} after its header`);
      for (let axis = 0; axis < 3; axis++) if (axes[axis]!.column === column) coordinates[3 * p + axis] = value;
    }
    if (scanner.nextWord()) throw fault('row', `has more than ${columns} numbers in line ${scanner.lineNumber()} after its header`);
  }
  if (scanner.nextLine()) throw fault('extra', `goes on after the ${points} points that its header counts`);
  return coordinates;
}

function readBinary(body: Uint8Array, header: PcdHeader, axes: PcdField[], fault: PointFault): Float64Array {
  const needed = header.points * header.rowBytes;
  checkSize(needed, body.length, header, fault);
  if (body.length > needed) throw fault('extra', `has ${body.length - needed} bytes more than its ${header.points} points take`);
  return columnsOf(body, header, axes, (axis, p) => p * header.rowBytes + axis.offset);
}

/** Packed by field: all x, then all y …, as LZF. */
function readPacked(body: Uint8Array, header: PcdHeader, axes: PcdField[], fault: PointFault): Float64Array {
  if (body.length < 8) throw fault('cut', 'ends before its packed points');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const [packed, size] = [view.getUint32(0, true), view.getUint32(4, true)];
  if (packed > body.length - 8) throw fault('cut', `states ${packed} packed bytes and has ${body.length - 8}`);
  if (packed < body.length - 8) throw fault('extra', `states ${packed} packed bytes and has ${body.length - 8}`);
  if (size !== header.points * header.rowBytes)
    throw fault('count', `states ${size} unpacked bytes, but its ${header.points} points take ${header.points * header.rowBytes}`);
  checkSize(size, Math.min(lzfLimit(packed), POINT_LIMITS.bytes), header, fault);
  const unpacked = unpackLzf(body.subarray(8), size);
  if (!unpacked) throw fault('packed', 'has packed points that do not unpack to what is stated');
  return columnsOf(unpacked, header, axes, (axis, p) => axis.offset * header.points + p * axis.size);
}

function checkSize(needed: number, there: number, { points }: PcdHeader, fault: PointFault): void {
  if (needed > there) throw fault('cut', `counts ${points} points in its header, which take ${needed} bytes where ${there} are`);
  if (points > POINT_LIMITS.points) throw tooManyPoints(points, fault);
}

function columnsOf(bytes: Uint8Array, { points }: PcdHeader, axes: PcdField[], place: (axis: PcdField, p: number) => number): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const coordinates = new Float64Array(3 * points);
  axes.forEach((field, axis) => {
    for (let p = 0; p < points; p++) coordinates[3 * p + axis] = valueAt(view, place(field, p), field);
  });
  return coordinates;
}

/** PCD is little-endian. */
function valueAt(view: DataView, at: number, { type, size }: PcdField): number {
  if (type === 'F') return size === 8 ? view.getFloat64(at, true) : view.getFloat32(at, true);
  if (size === 8) return Number(type === 'I' ? view.getBigInt64(at, true) : view.getBigUint64(at, true));
  if (type === 'I') return size === 1 ? view.getInt8(at) : size === 2 ? view.getInt16(at, true) : view.getInt32(at, true);
  return size === 1 ? view.getUint8(at) : size === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
}

function fieldNames({ fields }: PcdHeader): string {
  return fields
    .map(({ name }) => name)
    .join(', ')
    .slice(0, 80);
}
