/** @file A point cloud in words: how far it reaches along each axis, for those who cannot see it. Pure. */
import { formatCount } from '../../charts/format.ts';

/** @param points [P, 3], y up */
export function shapeWords(points: Float32Array): string {
  const [across, up, deep] = [0, 1, 2].map((axis) => reach(points, axis)) as [number, number, number];
  const longest = Math.max(across, up, deep);
  const shape =
    longest === 0
      ? 'all in one place'
      : up < 0.25 * longest
        ? 'flat'
        : up > 1.6 * Math.max(across, deep)
          ? 'tall'
          : up < 0.6 * longest
            ? 'low and long'
            : 'compact';
  const sizes = `${across.toFixed(1)} wide, ${up.toFixed(1)} high and ${deep.toFixed(1)} deep in a ball of width 2`;
  return `${formatCount(points.length / 3)} points, ${shape}: ${sizes}.`;
}

function reach(points: Float32Array, axis: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = axis; at < points.length; at += 3) {
    low = Math.min(low, points[at]!);
    high = Math.max(high, points[at]!);
  }
  return high >= low ? high - low : 0;
}
