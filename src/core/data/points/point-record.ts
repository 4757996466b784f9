/**
 * @file Points and surfaces → the record that a point tokenizer reads: P points, y up, centre at 0, the farthest on the unit
 * sphere, as Point-MAE and PointNet normalise (mean taken off, then divided by the largest distance). Clouds without a shape
 * are refused, since scaling would blow up their rounding noise.
 */
import { PlaygroundError } from '../../errors.ts';
import type { Rng } from '../../tensor/rng.ts';
import type { RecordForm } from '../record-form.ts';
import type { PointCloud } from './point-cloud.ts';
import type { ReadFormat } from './read-points.ts';
import { samplePoints } from './sample-surface.ts';

export type UpAxis = 'y' | 'z';
export type PointForm = Extract<RecordForm, { modality: 'point' }>;

/** Fewest points of a file without a surface: fewer show no shape. */
export const FEWEST_POINTS = 16;
/** Median over largest distance from the middle of most points; below, all but a few stray points fall into one. */
const SMALLEST_MEDIAN = 1e-3;
/** Largest distance from the line through the centre and the farthest point, after scaling. */
const THINNEST = 1e-5;

/**
 * Which way is up in most files of a format. No format says so itself: OBJ comes from modelling programs, which have y up;
 * scanners, maps, CAD and 3-D printing have z up.
 */
export function usualUpAxis(format: ReadFormat): UpAxis {
  return format === 'obj' ? 'y' : 'z';
}

/**
 * @param up the file's; z is turned to y by (x, y, z) → (x, z, −y), since the published encoders were trained with y up
 * @param rng the same numbers give the same record; take a stream named after the file, so that others do not change it
 * @param fileName fit to be shown
 * @returns f32 [P, 3], mean 0, largest distance 1, both to float32's rounding
 * @throws PlaygroundError `points-too-few`, `points-constant`, `points-line`, `points-outlier`
 */
export function pointRecord(cloud: PointCloud, up: UpAxis, { points }: PointForm, rng: Rng, fileName: string): Float32Array {
  const refuse = (code: string, message: string, hint: string) =>
    new PlaygroundError({ code: `points-${code}`, message: `${fileName} ${message}.`, hint, where: fileName });
  const total = cloud.positions.length / 3;
  if (!cloud.faces && total < FEWEST_POINTS)
    throw refuse(
      'too-few',
      `has ${total} points; at least ${FEWEST_POINTS} are needed to show a shape`,
      'It was left out; the rest loads.',
    );
  const record = samplePoints(cloud, points, rng);
  if (up === 'z') turnToY(record);
  if (!toUnitSphere(record))
    throw refuse('constant', 'has all its points in one place', 'It shows no shape and was left out; the rest loads.');
  if (hasFarStrays(record))
    throw refuse(
      'outlier',
      'has stray points so far away that all others would fall into one',
      'Remove the stray points (CloudCompare: “SOR filter”); the rest loads.',
    );
  if (isLine(record)) throw refuse('line', 'has all its points on one line', 'It shows no shape and was left out; the rest loads.');
  return record;
}

function turnToY(points: Float32Array): void {
  for (let at = 0; at < points.length; at += 3) {
    const y = points[at + 1]!;
    points[at + 1] = points[at + 2]!;
    points[at + 2] = 0 - y; // never −0
  }
}

/**
 * Takes the mean off and divides by the largest distance, in place, in float64 until the last rounding.
 * @returns false, and the points as they were, where all are one but for rounding
 */
function toUnitSphere(points: Float32Array): boolean {
  const total = points.length / 3;
  const mean = [0, 0, 0];
  for (let at = 0; at < points.length; at++) mean[at % 3]! += points[at]! / total;
  const largest = distances(points, mean).reduce((most, one) => Math.max(most, one), 0);
  const noise = 1e-6 * Math.max(...mean.map(Math.abs));
  if (!(largest > noise)) return false;
  for (let at = 0; at < points.length; at++) points[at] = (points[at]! - mean[at % 3]!) / largest;
  return true;
}

/** From the median of each coordinate, which strays hardly move: the mean they would take along. */
function hasFarStrays(points: Float32Array): boolean {
  const total = points.length / 3;
  const middle = [0, 1, 2].map((axis) => Float64Array.from({ length: total }, (_, p) => points[3 * p + axis]!).sort()[total >> 1]!);
  const radii = distances(points, middle).sort();
  return radii[total >> 1]! < SMALLEST_MEDIAN * radii.at(-1)!;
}

function distances(points: Float32Array, centre: readonly number[]): Float64Array {
  return Float64Array.from({ length: points.length / 3 }, (_, p) => {
    const [x, y, z] = [0, 1, 2].map((axis) => points[3 * p + axis]! - centre[axis]!) as [number, number, number];
    return Math.sqrt(x * x + y * y + z * z);
  });
}

/** @param points centred, largest distance 1 */
function isLine(points: Float32Array): boolean {
  const square = (p: number) => points[p]! ** 2 + points[p + 1]! ** 2 + points[p + 2]! ** 2;
  let far = 0;
  for (let p = 3; p < points.length; p += 3) if (square(p) > square(far)) far = p;
  const [x, y, z] = [points[far]!, points[far + 1]!, points[far + 2]!];
  for (let p = 0; p < points.length; p += 3) {
    const along = points[p]! * x + points[p + 1]! * y + points[p + 2]! * z;
    for (const [axis, one] of [x, y, z].entries()) if (Math.abs(points[p + axis]! - along * one) > THINNEST) return false;
  }
  return true;
}
