/**
 * @file Wavefront OBJ files → points and triangles: `v` and `f` lines; groups, materials, textures, normals and curves are
 * passed over. Not three's OBJLoader: it builds scene objects with three points a triangle, rounds to float32, makes
 * NaN of missing corners, and takes any line for a comment.
 */
import { countText, plural } from '../display-name.ts';
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

/** What can be judged only when the whole file is known, and where it stands. */
interface Marks {
  /** Highest corner of a face, from 0. */
  highest: number;
  highestLine: number;
  /** First coordinate that is no number, as programs write it. */
  odd: { word: string; line: number } | null;
}

/** @throws PlaygroundError `obj-…` */
export function readObj(bytes: Uint8Array, fault: PointFault): RawPoints {
  const scanner = scanLines(bytes, 0, '#');
  const coordinates = float64List();
  const fan = faceFan(fault);
  const marks: Marks = { highest: -1, highestLine: 0, odd: null };
  let known = 0;
  while (scanner.nextLine()) {
    scanner.nextWord();
    const keyword = scanner.word();
    if (keyword === 'v') {
      if (coordinates.length() >= 3 * POINT_LIMITS.points) throw tooManyPoints(null, fault);
      coordinates.push3(coordinate(scanner, marks, fault), coordinate(scanner, marks, fault), coordinate(scanner, marks, fault));
      while (nextWord(scanner)) if (scanner.number() === undefined) throw notNumber(scanner, fault);
    } else if (keyword === 'f' || keyword === 'fo') readFace(scanner, coordinates.length() / 3, fan, marks, fault);
    else if (OTHERS.has(keyword.toLowerCase())) while (nextWord(scanner));
    else {
      const what = `has the line ${scanner.lineNumber()} “${scanner.text().slice(0, 40)}”, which is not OBJ`;
      throw known === 0 ? fault('magic', what) : fault('row', what);
    }
    known++;
  }
  const points = coordinates.length() / 3;
  if (points > 0 && marks.highest >= points) {
    const has = `only ${plural(points, 'point')} in the whole file`;
    throw fault('face-index', `has a face with corner ${countText(marks.highest + 1)} in line ${marks.highestLine}, and ${has}`);
  }
  const faces = fan.take();
  if (faces && marks.odd) {
    const { word, line } = marks.odd;
    throw fault('not-finite', `has “${word}” in place of a coordinate in line ${line}, and a surface needs all of its corners`);
  }
  return { coordinates: coordinates.take(), faces };
}

/** Corners are `point`, `point/texture`, `point//normal` or all three; from 1, or from −1 back from the last point so far. */
function readFace(scanner: LineScanner, points: number, fan: ReturnType<typeof faceFan>, marks: Marks, fault: PointFault): void {
  const line = scanner.lineNumber();
  let corners = 0;
  fan.begin();
  while (nextWord(scanner)) {
    const word = scanner.word();
    const index = /^([+-]?\d{1,15})(?:\/-?\d*){0,2}$/.exec(word)?.[1];
    if (index === undefined)
      throw fault('face', `has a face with the corner “${word}” in line ${line}, where a number such as 7 or 7/1/2 is expected`);
    const number = Number(index);
    const corner = number > 0 ? number - 1 : points + number;
    if (number === 0) throw fault('face-index', `has a face with corner 0 in line ${line}; the first point is 1, the last so far −1`);
    if (corner < 0) {
      const before = points === 0 ? 'none' : `only ${countText(points)}`;
      throw fault('face-index', `has a face with corner ${number} in line ${line}, which counts back over the points before it: ${before}`);
    }
    // A corner may name a point that is still to come; whether it came, the end of the file tells.
    if (corner > marks.highest) {
      marks.highest = corner;
      marks.highestLine = line;
    }
    fan.corner(Math.min(corner, 0xffffffff));
    corners++;
  }
  if (corners === 0) throw fault('face', `has a face without a corner in line ${line}`);
}

/** A lone backslash at a line's end continues it on the next. */
function nextWord(scanner: LineScanner): boolean {
  if (!scanner.nextWord()) return false;
  return scanner.word() !== '\\' || (scanner.nextLine() && nextWord(scanner));
}

function coordinate(scanner: LineScanner, marks: Marks, fault: PointFault): number {
  if (!nextWord(scanner)) throw fault('row', `has fewer than three coordinates in line ${scanner.lineNumber()}`);
  const value = scanner.number();
  if (value === undefined) throw notNumber(scanner, fault);
  if (Number.isNaN(value)) marks.odd ??= { word: scanner.word(), line: scanner.lineNumber() };
  else if (!Number.isFinite(value))
    throw fault('number', `has “${scanner.word()}” in line ${scanner.lineNumber()}, which is larger than numbers can be`);
  return value;
}

function notNumber(scanner: LineScanner, fault: PointFault) {
  return fault('number', `has “${scanner.word()}” in place of a number in line ${scanner.lineNumber()}`);
}
