/**
 * @file Triangles or points of any number → exactly P points, seeded. A surface is sampled evenly by area, as point clouds of
 * CAD models are made (Qi et al. 2017, PointNet §5.1); a cloud gives each of its points at most once more often than another.
 */
import type { Rng } from '../../tensor/rng.ts';
import type { PointCloud } from './point-cloud.ts';

/**
 * With a surface: triangles are drawn in proportion to their area, so those without area never; points evenly inside. Where
 * the whole surface has no area, its corners count as a cloud. Without: of V ≥ P points, P different ones; of V < P, each
 * point ⌊P/V⌋ times and P mod V different ones once more. Same random numbers, same points, in random order.
 * @param count P, at least 1
 * @returns [P, 3], relative to the cloud's origin
 */
export function samplePoints({ positions, faces }: Pick<PointCloud, 'positions' | 'faces'>, count: number, rng: Rng): Float32Array {
  const sums = faces ? areaSums(positions, faces) : new Float64Array();
  if (faces && (sums.at(-1) ?? 0) > 0) return sampleSurface(positions, faces, sums, count, rng);
  return sampleCloud(positions, count, rng);
}

/** Area of each triangle and all before it, doubled. */
function areaSums(positions: Float32Array, faces: Uint32Array): Float64Array {
  const sums = new Float64Array(faces.length / 3);
  let sum = 0;
  for (let face = 0; face < sums.length; face++) {
    const [a, b, c] = [3 * faces[3 * face]!, 3 * faces[3 * face + 1]!, 3 * faces[3 * face + 2]!];
    const [ux, uy, uz] = [positions[b]! - positions[a]!, positions[b + 1]! - positions[a + 1]!, positions[b + 2]! - positions[a + 2]!];
    const [vx, vy, vz] = [positions[c]! - positions[a]!, positions[c + 1]! - positions[a + 1]!, positions[c + 2]! - positions[a + 2]!];
    const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    sum += Math.sqrt(x * x + y * y + z * z);
    sums[face] = sum;
  }
  return sums;
}

function sampleSurface(positions: Float32Array, faces: Uint32Array, sums: Float64Array, count: number, rng: Rng): Float32Array {
  const total = sums.at(-1)!;
  const out = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    const face = firstAbove(sums, rng.next() * total);
    let [s, t] = [rng.next(), rng.next()];
    if (s + t > 1) [s, t] = [1 - s, 1 - t]; // the other half of the parallelogram
    for (let axis = 0; axis < 3; axis++) {
      const [a, b, c] = [0, 1, 2].map((corner) => positions[3 * faces[3 * face + corner]! + axis]!) as [number, number, number];
      out[3 * i + axis] = a + s * (b - a) + t * (c - a);
    }
  }
  return out;
}

/** Index of the first sum above the value: never a triangle without area, since its sum is that of the one before. */
function firstAbove(sums: Float64Array, value: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function sampleCloud(positions: Float32Array, count: number, rng: Rng): Float32Array {
  const total = positions.length / 3;
  const order = Uint32Array.from({ length: total }, (_, i) => i);
  const chosen = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    // Fisher–Yates as far as it is needed, begun again with every pass through the points.
    const at = i % total;
    const other = at + rng.integer(total - at);
    const index = order[other]!;
    order[other] = order[at]!;
    order[at] = index;
    chosen[i] = index;
  }
  const out = new Float32Array(3 * count);
  chosen.forEach((index, i) => {
    out.set(positions.subarray(3 * index, 3 * index + 3), 3 * i);
  });
  return out;
}
