/**
 * @file Random changes to a point record that leave its class what it is: size, a turn about the vertical, small shifts of
 * each point (PointNet, Qi et al. 2017, §5.1; scale as in PointNet++ and Point-MAE). Seeded, and from
 * exactly rounded arithmetic only, so that every browser draws the same.
 */
import type { Rng } from '../../tensor/rng.ts';
import type { UpAxis } from './point-record.ts';

export interface PointAugmentation {
  /** Smallest and largest factor, drawn evenly; [1, 1] for none. */
  scale: readonly [number, number];
  /** The vertical, about which to turn by any angle; false for no turn. Records have y up where their format's usual axis was right. */
  rotate: UpAxis | false;
  /** Standard deviation of each coordinate's shift, cut at five of them; 0 for none. */
  jitter: number;
}

/** What people expect for whole objects: PointNet's jitter (0.01, cut at 0.05), scale 0.8 to 1.25. */
export const USUAL_AUGMENTATION: PointAugmentation = { scale: [0.8, 1.25], rotate: 'y', jitter: 0.01 };

/**
 * @param points [P, 3], inside the unit sphere; stays as it is
 * @returns a copy; may reach out of the unit sphere by scale and jitter. Each change draws its numbers only if it is asked for.
 */
export function augmentPoints(points: Float32Array, { scale, rotate, jitter }: PointAugmentation, rng: Rng): Float32Array {
  const [smallest, largest] = scale;
  const factor = smallest === largest ? smallest : smallest + (largest - smallest) * rng.next();
  const [cosine, sine] = rotate ? direction(rng) : [1, 0];
  const out = new Float32Array(points.length);
  const isZ = rotate === 'z';
  const shift = () => (jitter > 0 ? jitter * Math.max(-5, Math.min(5, rng.normal())) : 0);
  for (let at = 0; at < points.length; at += 3) {
    const [x, y, z] = [points[at]!, points[at + 1]!, points[at + 2]!];
    out[at] = factor * (cosine * x + sine * (isZ ? y : z)) + shift();
    out[at + 1] = factor * (isZ ? cosine * y - sine * x : y) + shift();
    out[at + 2] = factor * (isZ ? z : cosine * z - sine * x) + shift();
  }
  return out;
}

/** Cosine and sine of an angle drawn evenly, without either function: they differ between browsers in the last bit. */
function direction(rng: Rng): [number, number] {
  for (;;) {
    const [u, v] = [2 * rng.next() - 1, 2 * rng.next() - 1];
    const square = u * u + v * v;
    if (square > 1e-6 && square <= 1) return [u / Math.sqrt(square), v / Math.sqrt(square)];
  }
}
