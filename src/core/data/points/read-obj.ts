/**
 * @file Wavefront OBJ files → points and triangles: `v` and `f` lines; groups, materials, textures, normals and curves are
 * passed over. Not three's OBJLoader: it builds scene objects with three points a triangle, rounds to float32, makes
 * NaN of missing corners, and takes any line for a comment.
 */
import { countText } from '../display-name.ts';
import { faceFan } from './face-fan.ts';
import { type LineScanner, scanLines } from './line-scanner.ts';
import { float64List } from './number-list.ts';
import { POINT_LIMITS, type RawPoints, tooManyPoints } from './point-cloud.ts';
import type { PointFault } from './point-fault.ts';

/** Keywords of the format (Wavefront, "Object Files", appendix B1), and `vp`'s kin that programs add. */
const OTHERS = new Set(
  (
    'vt vn vp vc vs o g s p l fo curv curv2 surf deg bmat step cstype parm trim hole scrv sp end con mg mtllib usemtl usemap maplib ' +
    'bevel c_interp d_interp lod shadow_obj trace_obj ctech stech call csh cdc cdp bzp bsp res'
  ).split(' '),
);

/** @throws PlaygroundError `obj-…` */
export function readObj(bytes: Uint8Array, fault: PointFault): RawPoints {
  const scanner = scanLines(bytes, 0, '#');
  const coordinates = float64List();
  const fan = faceFan(fault);
  let known = 0;
  while (scanner.nextLine()) {
    scanner.nextWord();
    const keyword = scanner.word();
    if (keyword === 'v') {
      if (coordinates.length() >= 3 * POINT_LIMITS.points) throw tooManyPoints(null, fault);
      coordinates.push3(coordinate(scanner, fault), coordinate(scanner, fault), coordinate(scanner, fault));
      while (nextWord(scanner)) if (scanner.number() === undefined) throw notNumber(scanner, fault);
    } else if (keyword === 'f' || keyword === 'fo') readFace(scanner, coordinates.length() / 3, fan, fault);
    else if (OTHERS.has(keyword.toLowerCase())) while (nextWord(scanner));
    else {
      const what = `has the line ${scanner.lineNumber()} “${scanner.text().slice(0, 40)}”, which is not OBJ`;
      throw known === 0 ? fault('magic', what) : fault('row', what);
    }
    known++;
  }
  return { coordinates: coordinates.take(), faces: fan.take() };
}

/** Corners are `point`, `point/texture`, `point//normal` or all three; from 1, or from −1 back from the last point so far. */
function readFace(scanner: LineScanner, points: number, fan: ReturnType<typeof faceFan>, fault: PointFault): void {
  let corners = 0;
  fan.begin();
  while (nextWord(scanner)) {
    const word = scanner.word();
    const index = /^([+-]?\d{1,10})(?:\/-?\d*){0,2}$/.exec(word)?.[1];
    if (index === undefined) throw fault('face', `has a face with the corner “${word}” in line ${scanner.lineNumber()}`);
    const corner = Number(index) > 0 ? Number(index) - 1 : points + Number(index);
    // A corner may name a point that is still to come; the gate checks that it came.
    if (Number(index) === 0 || corner < 0 || corner > 0xffffffff)
      throw fault('face-index', `has a face with corner ${word} in line ${scanner.lineNumber()}, after ${countText(points)} points`);
    fan.corner(corner);
    corners++;
  }
  if (corners === 0) throw fault('face', `has a face without a corner in line ${scanner.lineNumber()}`);
}

/** A lone backslash at a line's end continues it on the next. */
function nextWord(scanner: LineScanner): boolean {
  if (!scanner.nextWord()) return false;
  return scanner.word() !== '\\' || (scanner.nextLine() && nextWord(scanner));
}

function coordinate(scanner: LineScanner, fault: PointFault): number {
  if (!nextWord(scanner)) throw fault('row', `has fewer than three coordinates in line ${scanner.lineNumber()}`);
  const value = scanner.number();
  if (value === undefined) throw notNumber(scanner, fault);
  return value;
}

function notNumber(scanner: LineScanner, fault: PointFault) {
  return fault('number', `has “${scanner.word()}” in place of a number in line ${scanner.lineNumber()}`);
}
