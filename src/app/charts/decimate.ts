/**
 * @file Thins a long series to what a chart can show, keeping every peak: the smallest and the largest
 * value of each bucket of steps, in the order in which they came. All series of one chart share one
 * grid of x, so that arms of different lengths lie on the same axis.
 */

/** Where the points of one chart lie: `perBucket` points for each run of `width` steps. */
export interface StepGrid {
  /** Steps in one bucket, ≥ 1. */
  width: number;
  /** 1 when nothing is thinned, else 2: minimum and maximum. */
  perBucket: 1 | 2;
  /** Step of each point, from 1, ascending. */
  x: number[];
}

/**
 * The grid for a run of `totalSteps` with at most `maxPoints` points.
 * @throws RangeError when `maxPoints` < 2
 */
export function stepGrid(totalSteps: number, maxPoints = 1000): StepGrid {
  if (maxPoints < 2) throw new RangeError(`A chart needs at least 2 points, not ${maxPoints}.`);
  if (totalSteps <= maxPoints) return { width: 1, perBucket: 1, x: Array.from({ length: Math.max(0, totalSteps) }, (_, i) => i + 1) };
  const width = Math.ceil(totalSteps / Math.floor(maxPoints / 2));
  const buckets = Math.ceil(totalSteps / width);
  const x: number[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const first = bucket * width + 1;
    const last = Math.min(totalSteps, first + width - 1);
    x.push(first, Math.max(first + 0.5, last));
  }
  return { width, perBucket: 2, x };
}

/**
 * One series on a grid. Steps that are not there yet, and buckets without a finite value, become null (a gap).
 * @param values the series; the value of step i is `values[offset + i * stride]`, i from 0
 * @param length steps recorded so far
 */
export function decimate(values: ArrayLike<number>, length: number, grid: StepGrid, offset = 0, stride = 1): (number | null)[] {
  const out: (number | null)[] = new Array(grid.x.length).fill(null);
  const buckets = grid.x.length / grid.perBucket;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = bucket * grid.width;
    const to = Math.min(length, from + grid.width);
    if (from >= to) break;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    let lowAt = -1;
    let highAt = -1;
    for (let step = from; step < to; step++) {
      const value = values[offset + step * stride] as number;
      if (!Number.isFinite(value)) continue;
      if (value < low) {
        low = value;
        lowAt = step;
      }
      if (value > high) {
        high = value;
        highAt = step;
      }
    }
    if (lowAt < 0) continue;
    if (grid.perBucket === 1) {
      out[bucket] = low;
    } else {
      out[2 * bucket] = lowAt <= highAt ? low : high;
      out[2 * bucket + 1] = lowAt <= highAt ? high : low;
    }
  }
  return out;
}
