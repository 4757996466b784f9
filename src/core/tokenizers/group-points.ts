/**
 * @file A cloud of points → groups of neighbours (Point-MAE §3.1): centres by farthest-point sampling from point 0, then the
 * nearest points of each centre, the centre included. On the CPU in float32 with one rounding an operation, so that every
 * browser and PyTorch choose the same points; ties go to the lower index. No tensors.
 */

/** (ax−bx)² + (ay−by)² + (az−bz)² in float32. */
function squaredDistance(points: Float32Array, a: number, b: number): number {
  const x = Math.fround(points[3 * a]! - points[3 * b]!);
  const y = Math.fround(points[3 * a + 1]! - points[3 * b + 1]!);
  const z = Math.fround(points[3 * a + 2]! - points[3 * b + 2]!);
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
  for (let i = 1; i < count; i++) {
    let best = 0;
    for (let p = 0; p < total; p++) {
      nearest[p] = Math.min(nearest[p]!, squaredDistance(points, p, chosen[i - 1]!));
      if (nearest[p]! > nearest[best]!) best = p;
    }
    chosen[i] = best;
  }
  return chosen;
}

/** Indices of the `count` points nearest to point `centre`, nearest first. */
export function nearestPoints(points: Float32Array, centre: number, count: number): Uint32Array {
  const found = new Uint32Array(count);
  const distances = new Float32Array(count).fill(Number.POSITIVE_INFINITY);
  for (let p = 0; p < points.length / 3; p++) {
    const distance = squaredDistance(points, p, centre);
    if (distance >= distances[count - 1]!) continue;
    let at = count - 1;
    for (; at > 0 && distances[at - 1]! > distance; at--) {
      distances[at] = distances[at - 1]!;
      found[at] = found[at - 1]!;
    }
    distances[at] = distance;
    found[at] = p;
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
