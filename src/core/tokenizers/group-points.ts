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

/** Which points are in which group, [groups, 1 + neighbours]: the centre, then the nearest points, itself among them. */
export type GroupIndices = Uint16Array | Uint32Array;

/**
 * @param points finite values, row-major [P, 3]; P is at least `groups` and at least `neighbours`
 */
export function groupIndices(points: Float32Array, groups: number, neighbours: number): GroupIndices {
  const size = groups * (1 + neighbours);
  const indices = points.length / 3 <= 2 ** 16 ? new Uint16Array(size) : new Uint32Array(size);
  farthestPoints(points, groups).forEach((centre, group) => {
    indices[group * (1 + neighbours)] = centre;
    indices.set(nearestPoints(points, centre, neighbours), group * (1 + neighbours) + 1);
  });
  return indices;
}

/**
 * @param points row-major [P, 3]: those that the groups were found in, or the same points moved
 * @param out [groups, 1 + neighbours, 3]: receives each centre's place, then its neighbours relative to it
 */
export function gatherGroups(points: Float32Array, indices: GroupIndices, neighbours: number, out: Float32Array): void {
  for (let group = 0; group < indices.length; group += 1 + neighbours) {
    const centre = 3 * indices[group]!;
    const [x, y, z] = [points[centre]!, points[centre + 1]!, points[centre + 2]!];
    let to = 3 * group;
    out[to++] = x;
    out[to++] = y;
    out[to++] = z;
    for (let at = group + 1; at <= group + neighbours; at++) {
      const from = 3 * indices[at]!;
      out[to++] = points[from]! - x;
      out[to++] = points[from + 1]! - y;
      out[to++] = points[from + 2]! - z;
    }
  }
}
