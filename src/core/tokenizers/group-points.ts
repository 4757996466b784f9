/**
 * @file A cloud of points → groups of neighbours (Point-MAE §3.1): centres by farthest-point sampling from point 0, then the
 * nearest points of each centre, the centre included. On the CPU in float32 with one rounding an operation, so that every
 * browser and PyTorch choose the same points; ties go to the lower index. No tensors.
 */

/** (x−cx)² + (y−cy)² + (z−cz)² in float32, of the point at `at`; the compiler keeps it in float32 registers. */
function squaredDistance(points: Float32Array, at: number, cx: number, cy: number, cz: number): number {
  const x = Math.fround(points[at]! - cx);
  const y = Math.fround(points[at + 1]! - cy);
  const z = Math.fround(points[at + 2]! - cz);
  return Math.fround(Math.fround(Math.fround(x * x) + Math.fround(y * y)) + Math.fround(z * z));
}

/**
 * Each next point is the one whose nearest chosen point is farthest away; the first is point 0.
 * @param points finite values, row-major [P, 3]
 * @param count at most P
 * @returns indices of the chosen points
 */
export function farthestPoints(points: Float32Array, count: number): Uint32Array {
  const total = points.length / 3;
  const chosen = new Uint32Array(count);
  const nearest = new Float32Array(total).fill(Number.POSITIVE_INFINITY);
  let last = 0;
  for (let i = 1; i < count; i++) {
    const [cx, cy, cz] = [points[3 * last]!, points[3 * last + 1]!, points[3 * last + 2]!];
    let best = 0;
    let farthest = -1;
    for (let p = 0, at = 0; p < total; p++, at += 3) {
      const distance = squaredDistance(points, at, cx, cy, cz);
      let near = nearest[p]!;
      if (distance < near) {
        near = distance;
        nearest[p] = distance;
      }
      if (near > farthest) {
        farthest = near;
        best = p;
      }
    }
    chosen[i] = best;
    last = best;
  }
  return chosen;
}

/** Indices of the `count` points nearest to point `centre`, nearest first. */
export function nearestPoints(points: Float32Array, centre: number, count: number): Uint32Array {
  const found = new Uint32Array(count);
  const distances = new Float32Array(count).fill(Number.POSITIVE_INFINITY);
  const [cx, cy, cz] = [points[3 * centre]!, points[3 * centre + 1]!, points[3 * centre + 2]!];
  const total = points.length / 3;
  let limit = Number.POSITIVE_INFINITY;
  for (let p = 0; p < total; p++) {
    const distance = squaredDistance(points, 3 * p, cx, cy, cz);
    if (distance >= limit) continue;
    let at = count - 1;
    for (; at > 0 && distances[at - 1]! > distance; at--) {
      distances[at] = distances[at - 1]!;
      found[at] = found[at - 1]!;
    }
    distances[at] = distance;
    found[at] = p;
    limit = distances[count - 1]!;
  }
  return found;
}

/**
 * @param points finite values, row-major [P, 3]; P is at least `groups` and at least `neighbours`
 * @returns [groups, 1 + neighbours, 3]: the centre's place, then its neighbours relative to it
 */
export function groupPoints(points: Float32Array, groups: number, neighbours: number): Float32Array {
  const out = new Float32Array(groups * (1 + neighbours) * 3);
  farthestPoints(points, groups).forEach((centre, group) => {
    const start = group * (1 + neighbours) * 3;
    const place = points.subarray(3 * centre, 3 * centre + 3);
    out.set(place, start);
    nearestPoints(points, centre, neighbours).forEach((neighbour, i) => {
      for (let axis = 0; axis < 3; axis++) out[start + 3 * (i + 1) + axis] = points[3 * neighbour + axis]! - place[axis]!;
    });
  });
  return out;
}
