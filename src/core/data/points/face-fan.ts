/**
 * @file Polygons → triangles by a fan around the first corner, as three and most viewers do. A polygon that is not convex
 * is covered twice in places; the surface that is sampled from it then reaches over its dents.
 */

import { uint32List } from './number-list.ts';
import { POINT_LIMITS } from './point-cloud.ts';
import type { PointFault } from './point-fault.ts';

export interface FaceFan {
  /** Begins a polygon. */
  begin(): void;
  /** Its next corner: index of a point from 0, a whole number below 2^32. */
  corner(index: number): void;
  /** Triangles [F, 3]; polygons of one or two corners gave none. Null where there is no triangle. */
  take(): Uint32Array | null;
}

/** @throws PlaygroundError `…-too-many`, from `corner` */
export function faceFan(fault: PointFault): FaceFan {
  const triangles = uint32List();
  let seen = 0;
  let first = 0;
  let last = 0;
  return {
    begin() {
      seen = 0;
    },
    corner(index) {
      if (seen === 0) first = index;
      else if (seen > 1) {
        if (triangles.length() >= 3 * POINT_LIMITS.triangles)
          throw fault('too-many', `has more than ${POINT_LIMITS.triangles.toLocaleString('en-US')} triangles`);
        triangles.push3(first, last, index);
      }
      last = index;
      seen++;
    },
    take: () => (triangles.length() > 0 ? triangles.take() : null),
  };
}
