/**
 * @file Points and surfaces between a file and a record. A reader gives `RawPoints`, in the file's own numbers (float64);
 * `toPointCloud` is the one gate behind all readers: counts, finite numbers, face indices, and the centre taken off before
 * float32, since UTM coordinates (5,412,346.5 m) have no centimetres left in it.
 */
import type { PlaygroundError } from '../../errors.ts';
import { countText, plural } from '../display-name.ts';
import type { PointFault } from './point-fault.ts';

/** The largest things that are read. A surface file without shared corners (STL) has three points a triangle. */
export const POINT_LIMITS = { points: 5_000_000, triangles: 10_000_000, bytes: 512_000_000 } as const;

/** Fewest float32 steps along the longest side of the box; below, a shape is a few slices. */
const FEWEST_STEPS = 32;
/** Coordinates beyond this are taken as not finite: their squares would not fit float32. */
const LARGEST = 1e18;

export interface RawPoints {
  /** [V, 3], may hold NaN and infinities. */
  coordinates: Float64Array;
  /** Triangles [F, 3]; null where the file has no surface. */
  faces: Uint32Array | null;
}

export interface PointCloud {
  /** [V, 3], finite, relative to `origin`. */
  positions: Float32Array;
  /** Triangles [F, 3], each value below V; null for a cloud of points. */
  faces: Uint32Array | null;
  /** Centre of the box around the points, in the file's coordinates. */
  origin: readonly [number, number, number];
  /** Points left out since a coordinate was not a finite number, as depth cameras write where they saw nothing. */
  dropped: number;
}

/**
 * Points without surface may lose those that are not finite; a surface with such a corner is refused.
 * @throws PlaygroundError `…-none`, `…-not-finite`, `…-face-index`, `…-coarse`
 */
export function toPointCloud({ coordinates, faces }: RawPoints, fault: PointFault): PointCloud {
  const total = coordinates.length / 3;
  if (total === 0) throw fault('none', 'holds no point');
  const triangles = faces && faces.length > 0 ? faces : null;
  if (triangles)
    for (const corner of triangles)
      if (corner >= total) throw fault('face-index', `has a face with corner ${corner}, but only ${total} points, counted from 0`);

  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  let kept = 0;
  for (let p = 0; p < total; p++) {
    if (!isFinitePoint(coordinates, p)) continue;
    kept++;
    for (let axis = 0; axis < 3; axis++) {
      const value = coordinates[3 * p + axis]!;
      if (value < low[axis]!) low[axis] = value;
      if (value > high[axis]!) high[axis] = value;
    }
  }
  if (kept === 0) throw fault('not-finite', `has ${plural(total, 'point')}, and none of which all coordinates are finite numbers`);
  if (triangles && kept < total)
    throw fault(
      'not-finite',
      `has a surface with ${plural(total - kept, 'corner')} where a coordinate is no number, infinite or beyond 1e18`,
    );

  checkSteps(coordinates, low, high, fault);
  const origin = [0, 1, 2].map((axis) => low[axis]! + (high[axis]! - low[axis]!) / 2) as [number, number, number];
  const positions = new Float32Array(3 * kept);
  for (let p = 0, to = 0; p < total; p++) {
    if (!isFinitePoint(coordinates, p)) continue;
    for (let axis = 0; axis < 3; axis++) positions[to++] = coordinates[3 * p + axis]! - origin[axis]!;
  }
  return { positions, faces: triangles, origin, dropped: total - kept };
}

/** Refuses map coordinates that were rounded to float32 before they reached the file: 5,412,346.5 and then 5,412,347. */
function checkSteps(coordinates: Float64Array, low: readonly number[], high: readonly number[], fault: PointFault): void {
  const sides = low.map((value, axis) => high[axis]! - value);
  const axis = sides.indexOf(Math.max(...sides));
  const [side, farthest] = [sides[axis]!, Math.max(Math.abs(low[axis]!), Math.abs(high[axis]!))];
  const step = 2 ** (Math.floor(Math.log2(farthest)) - 23);
  if (side === 0 || side >= FEWEST_STEPS * step) return;
  for (let at = axis; at < coordinates.length; at += 3) {
    const value = coordinates[at]!;
    if (Math.abs(value) <= LARGEST && Math.fround(value) !== value) return;
  }
  throw fault(
    'coarse',
    `has coordinates near ${Math.round(farthest)} as float32, which keeps steps of ${step} there; its points span ${side}`,
  );
}

/** @param count null where the file does not say */
export function tooManyPoints(count: number | null, fault: PointFault): PlaygroundError {
  const most = countText(POINT_LIMITS.points);
  return fault('too-many', count === null ? `has more than ${most} points` : `has ${countText(count)} points; at most ${most} are read`);
}

function isFinitePoint(coordinates: Float64Array, p: number): boolean {
  for (let at = 3 * p; at < 3 * p + 3; at++) if (!(Math.abs(coordinates[at]!) <= LARGEST)) return false; // false for NaN
  return true;
}
