/**
 * @file One NumPy array of point clouds, [N, P, 3 or more] or [N, H, W, 3], to single clouds, each sliced out of the file as an `.npy`
 * file of its own when it is read. Beside `npy-pictures.ts`; `points/read-npy-points.ts` reads what comes out.
 */
import { countText } from '../display-name.ts';
import { POINT_LIMITS } from '../points/point-cloud.ts';
import { FEWEST_POINTS } from '../points/point-record.ts';
import { containerError, type NamedFile } from './container-entry.ts';
import { CONTAINER_LIMITS } from './container-limits.ts';
import type { NpyHeader } from './npy-header.ts';

export interface NpyClouds {
  count: number;
  /** The bytes of an `.npy` file [P, C]. */
  read(at: number): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Numbers are not looked at: points that are not finite are left out, cloud by cloud, when it is read.
 * @throws PlaygroundError `npy-nothing`, `npy-too-many`, `npy-few-points` or `npy-many-points`
 */
export function npyClouds({ path, file }: NamedFile, header: NpyHeader): NpyClouds {
  const { shape, itemBytes, start } = header;
  if (shape.includes(0)) throw containerError(path, 'npy-nothing', `holds nothing: its shape is (${shape.join(', ')})`);
  const count = shape[0]!;
  if (count > CONTAINER_LIMITS.samples) {
    const is = `holds ${countText(count)} point clouds; ${countText(CONTAINER_LIMITS.samples)} are the limit`;
    throw containerError(path, 'npy-too-many', is, 'Split it.');
  }
  const columns = shape.at(-1)!;
  const points = shape.slice(1, -1).reduce((product, size) => product * size, 1);
  const clouds = `holds clouds of ${countText(points)} points: its shape is (${shape.join(', ')})`;
  if (points < FEWEST_POINTS)
    throw containerError(
      path,
      'npy-few-points',
      `${clouds}; at least ${FEWEST_POINTS} show a shape`,
      'Save it as (clouds, points, 3), with the points of a cloud in the middle.',
    );
  if (points > POINT_LIMITS.points)
    throw containerError(path, 'npy-many-points', `${clouds}; ${countText(POINT_LIMITS.points)} are the limit`, 'Thin the clouds out.');
  const head = headerOf(header, points, columns);
  const bytes = points * columns * itemBytes;
  return {
    count,
    async read(at) {
      const from = start + at * bytes;
      return new Uint8Array(await new Blob([head, file.slice(from, from + bytes)]).arrayBuffer());
    },
  };
}

/** Of version 1.0; the values begin at a multiple of 64. */
function headerOf({ kind, itemBytes, isLittleEndian }: NpyHeader, points: number, columns: number): Uint8Array<ArrayBuffer> {
  const order = itemBytes === 1 ? '|' : isLittleEndian ? '<' : '>';
  const text = `{'descr': '${order}${kind}${itemBytes}', 'fortran_order': False, 'shape': (${points}, ${columns}), }`;
  const padded = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const head = `\x93NUMPY\x01\x00${String.fromCharCode(padded & 255, padded >> 8)}${text.padEnd(padded - 1)}\n`;
  return Uint8Array.from(head, (letter) => letter.charCodeAt(0));
}
