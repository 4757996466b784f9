/**
 * @file STL files, text and binary → triangles with three points each; normals are left out, since they follow from the
 * corners. A binary file is told by its length: 84 bytes and 50 for each triangle it counts, whatever its first word says.
 * Not three's STLLoader: it takes text by pattern, so that a facet which does not fit is silently left out.
 */
import { type LineScanner, scanLines } from './line-scanner.ts';
import { float64List } from './number-list.ts';
import { POINT_LIMITS, type RawPoints, tooManyPoints } from './point-cloud.ts';
import type { PointFault } from './point-fault.ts';

const [HEADER, RECORD] = [84, 50];

/** Whether the bytes are exactly as many as a binary file of that many triangles has. */
export function isBinaryStl(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER && bytes.length === HEADER + RECORD * statedTriangles(bytes);
}

/** @throws PlaygroundError `stl-…` */
export function readStl(bytes: Uint8Array, fault: PointFault): RawPoints {
  if (isBinaryStl(bytes)) return readBinary(bytes, fault);
  const start = String.fromCharCode(...bytes.subarray(0, 512));
  if (/^\s*solid/i.test(start) && !bytes.subarray(0, 4096).includes(0)) return readText(bytes, fault);
  if (bytes.length < HEADER) throw fault('magic', 'is not an STL file: it neither begins with “solid” nor has a whole header');
  const [stated, length] = [statedTriangles(bytes), bytes.length];
  const needed = HEADER + RECORD * stated;
  if (needed > length) throw fault('cut', `counts ${stated} triangles, which take ${needed} bytes where ${length} are`);
  throw fault('extra', `counts ${stated} triangles, which take ${needed} bytes where ${length} are`);
}

function statedTriangles(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(80, true);
}

function readBinary(bytes: Uint8Array, fault: PointFault): RawPoints {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const triangles = (bytes.length - HEADER) / RECORD;
  if (3 * triangles > POINT_LIMITS.points) throw tooManyPoints(3 * triangles, fault);
  const coordinates = new Float64Array(9 * triangles);
  for (let triangle = 0; triangle < triangles; triangle++)
    for (let i = 0; i < 9; i++) coordinates[9 * triangle + i] = view.getFloat32(HEADER + RECORD * triangle + 12 + 4 * i, true);
  return { coordinates, faces: inOrder(triangles) };
}

/** Solid after solid: `solid`, facets of `facet normal`, `outer loop`, three `vertex`, `endloop`, `endfacet`; `endsolid`. */
function readText(bytes: Uint8Array, fault: PointFault): RawPoints {
  const scanner = scanLines(bytes);
  const coordinates = float64List();
  let isOpen = false;
  while (scanner.nextLine()) {
    scanner.nextWord();
    if (scanner.is(isOpen ? 'endsolid' : 'solid')) isOpen = !isOpen;
    else if (isOpen && scanner.is('facet')) {
      if (coordinates.length() >= 3 * POINT_LIMITS.points) throw tooManyPoints(null, fault);
      expectLine(scanner, 'outer', fault);
      for (let corner = 0; corner < 3; corner++) {
        expectLine(scanner, 'vertex', fault);
        coordinates.push3(coordinate(scanner, fault), coordinate(scanner, fault), coordinate(scanner, fault));
        if (scanner.nextWord()) throw fault('row', `has more than three coordinates in line ${scanner.lineNumber()}`);
      }
      expectLine(scanner, 'endloop', fault);
      expectLine(scanner, 'endfacet', fault);
    } else throw odd(scanner, isOpen ? 'facet or endsolid' : 'solid', fault);
  }
  if (isOpen) throw fault('cut', 'ends before “endsolid”');
  return { coordinates: coordinates.take(), faces: inOrder(coordinates.length() / 9) };
}

function expectLine(scanner: LineScanner, keyword: string, fault: PointFault): void {
  if (!scanner.nextLine()) throw fault('cut', `ends inside a facet, where “${keyword}” is expected`);
  scanner.nextWord();
  if (!scanner.is(keyword)) throw odd(scanner, keyword, fault);
}

function coordinate(scanner: LineScanner, fault: PointFault): number {
  if (!scanner.nextWord()) throw fault('row', `has fewer than three coordinates in line ${scanner.lineNumber()}`);
  const value = scanner.number();
  if (value === undefined) throw fault('number', `has “${scanner.word()}” in place of a number in line ${scanner.lineNumber()}`);
  return value;
}

function odd(scanner: LineScanner, expected: string, fault: PointFault) {
  return fault('row', `has “${scanner.text().slice(0, 40)}” in line ${scanner.lineNumber()}, where ${expected} is expected`);
}

/** Triangle i has the corners 3i, 3i + 1, 3i + 2. */
function inOrder(triangles: number): Uint32Array {
  const faces = new Uint32Array(3 * triangles);
  for (let corner = 0; corner < faces.length; corner++) faces[corner] = corner;
  return faces;
}
