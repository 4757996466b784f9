/**
 * @file OFF files (Geomview, "OFF Files") → points and triangles; three has no loader for them. OFF, COFF, NOFF, STOFF and
 * their mixtures as text; the counts may stand on the first line, also glued to the word, as in ModelNet40. What follows
 * x, y, z on a line (colours, normals) and after a face's corners is left out.
 */
import { faceFan } from './face-fan.ts';
import { type LineScanner, scanLines } from './line-scanner.ts';
import { POINT_LIMITS, type RawPoints, tooManyPoints } from './point-cloud.ts';
import type { PointFault } from './point-fault.ts';

const MAGIC = /^((?:ST)?C?N?)(4?n?)OFF(.*)$/;

/** @throws PlaygroundError `off-…` unless the file holds exactly what its counts say */
export function readOff(bytes: Uint8Array, fault: PointFault): RawPoints {
  const scanner = scanLines(bytes, 0, '#');
  const [points, faces] = readCounts(bytes, scanner, fault);
  // A point takes six characters, a face two.
  const fewest = points * 6 + faces * 2 - 1;
  if (fewest > bytes.length)
    throw fault('cut', `counts ${points} points and ${faces} faces, which take more than its ${bytes.length} bytes`);
  if (points > POINT_LIMITS.points) throw tooManyPoints(points, fault);

  const coordinates = new Float64Array(3 * points);
  for (let p = 0; p < points; p++) {
    if (!scanner.nextLine()) throw fault('cut', `ends after ${p} of ${points} points`);
    for (let axis = 0; axis < 3; axis++) coordinates[3 * p + axis] = coordinate(scanner, fault);
    while (scanner.nextWord()) if (scanner.number() === undefined) throw notNumber(scanner, fault);
  }
  const fan = faceFan(fault);
  for (let face = 0; face < faces; face++) {
    if (!scanner.nextLine()) throw fault('cut', `ends after ${face} of ${faces} faces`);
    const corners = scanner.nextWord() ? scanner.whole() : undefined;
    if (corners === undefined || corners === 0)
      throw fault('face', `has a face with “${scanner.word()}” corners in line ${scanner.lineNumber()}`);
    fan.begin();
    for (let i = 0; i < corners; i++) {
      if (!scanner.nextWord()) throw fault('row', `has ${i} of ${corners} corners in line ${scanner.lineNumber()}`);
      const corner = scanner.whole();
      if (corner === undefined || corner >= points)
        throw fault(
          'face-index',
          `has a face with corner “${scanner.word()}” in line ${scanner.lineNumber()}; its points are 0 to ${points - 1}`,
        );
      fan.corner(corner);
    }
  }
  if (scanner.nextLine()) throw fault('extra', `goes on in line ${scanner.lineNumber()} after all that it counts`);
  return { coordinates, faces: fan.take() };
}

/** Points and faces; a third number, of edges, means nothing to anyone. */
function readCounts(bytes: Uint8Array, scanner: LineScanner, fault: PointFault): [number, number] {
  if (!scanner.nextLine()) throw fault('none', 'holds nothing');
  const [, , dimensions, glued = ''] = MAGIC.exec(scanner.text()) ?? [undefined, undefined, undefined, undefined];
  if (dimensions === undefined) throw fault('magic', 'is not an OFF file: its first line does not say OFF');
  if (dimensions !== '') throw fault('format', `is ${dimensions}OFF, with points of other than three dimensions`);
  if (/^\s*BINARY/.test(glued)) throw fault('format', 'is a binary OFF file; OFF is read as text');
  if (glued.trim() === '' && !scanner.nextLine()) throw fault('cut', 'ends after its first line');
  const line = glued.trim() === '' ? scanner.text() : glued.trim();
  const counts = /^(\d{1,15})\s+(\d{1,15})(?:\s+\d{1,15})?$/.exec(line);
  if (!counts) throw fault('header', `has “${line.slice(0, 40)}” where the numbers of points, faces and edges are expected`);
  if (bytes.includes(0)) throw fault('header', 'has bytes that are not text');
  return [Number(counts[1]), Number(counts[2])];
}

function coordinate(scanner: LineScanner, fault: PointFault): number {
  if (!scanner.nextWord()) throw fault('row', `has fewer than three coordinates in line ${scanner.lineNumber()}`);
  const value = scanner.number();
  if (value === undefined) throw notNumber(scanner, fault);
  return value;
}

function notNumber(scanner: LineScanner, fault: PointFault) {
  return fault('number', `has “${scanner.word()}” in place of a number in line ${scanner.lineNumber()}`);
}
