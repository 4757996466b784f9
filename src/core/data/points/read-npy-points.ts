/**
 * @file NumPy arrays [P, 3 or more] → points: the first three columns. `readNpy` checks the file and gives float32; where the
 * array is float64 its values are read again as such, so that map coordinates keep their centimetres.
 */
import { readNpy } from '../formats/npy.ts';
import { POINT_LIMITS, type RawPoints, tooManyPoints } from './point-cloud.ts';
import type { PointFault } from './point-fault.ts';

/** Columns that a table of points may have: colours, normals, labels. More is something else, such as [3, P]. */
const MOST_COLUMNS = 32;

/** @throws PlaygroundError `npy-…` of `readNpy`; `npy-points-…` where the array does not hold points */
export function readNpyPoints(bytes: Uint8Array, fileName: string, fault: PointFault): RawPoints {
  const buffer = bytes.slice().buffer;
  const { shape, data } = readNpy(buffer, fileName);
  const [points = 0, columns = 0] = shape;
  if (shape.length !== 2 || columns < 3 || columns > MOST_COLUMNS)
    throw fault(
      'shape',
      `has the shape (${shape.join(', ')}), where (points, 3) is expected for one cloud, or (clouds, points, 3) in row order for many`,
    );
  if (points > POINT_LIMITS.points) throw tooManyPoints(points, fault);
  const exact = float64At(bytes, shape);
  const coordinates = new Float64Array(3 * points);
  for (let p = 0; p < points; p++)
    for (let axis = 0; axis < 3; axis++) coordinates[3 * p + axis] = exact ? exact(p, axis) : data[p * columns + axis]!;
  return { coordinates, faces: null };
}

/** Reads one number of a float64 array that `readNpy` has found whole; undefined for other types. */
function float64At(bytes: Uint8Array, [rows, columns]: number[]): ((row: number, column: number) => number) | undefined {
  const header = String.fromCharCode(...bytes.subarray(0, 512));
  const order = /'descr':\s*'([<>=])f8'/.exec(header)?.[1];
  if (order === undefined || rows === undefined || columns === undefined) return undefined;
  const isByColumn = /'fortran_order':\s*True/.test(header);
  const view = new DataView(bytes.buffer, bytes.byteOffset + bytes.byteLength - 8 * rows * columns);
  return (row, column) => view.getFloat64(8 * (isByColumn ? column * rows + row : row * columns + column), order !== '>');
}
