/**
 * @file A table of positions for one grid → a table for another, as timm's `resample_abs_pos_embed` does it: bicubic with
 * antialiasing, prefix rows kept. The kernel is the one that PyTorch's antialiased bicubic uses (Keys 1981, a = −0.5), widened
 * when the grid shrinks, so that weights agree with timm's up to rounding.
 */
import type { HostTensor } from '../tensor/params.ts';

const A = -0.5;
const SUPPORT = 2;

type Grid = readonly [rows: number, columns: number];

/**
 * @param table [1, prefix + rows·columns, D] of grid `from`, row by row
 * @param prefix rows that stand before the grid and stay
 * @returns [1, prefix + rows·columns, D] of grid `to`, new memory
 */
export function resamplePositions(table: HostTensor, from: Grid, to: Grid, prefix: number): HostTensor {
  const width = table.shape[2]!;
  const body = table.data.subarray(prefix * width);
  const wide = alongAxis(body, { outer: from[0], size: from[1], inner: width }, to[1]); // [rows, columns′, D]
  const placed = alongAxis(wide, { outer: 1, size: from[0], inner: to[1] * width }, to[0]); // [rows′, columns′, D]
  const tokens = prefix + to[0] * to[1];
  const data = new Float32Array(tokens * width);
  data.set(table.data.subarray(0, prefix * width));
  data.set(placed, prefix * width);
  return { shape: [1, tokens, width], data };
}

/** Resamples the middle axis of [outer, size, inner]. */
function alongAxis(
  values: Float32Array,
  { outer, size, inner }: { outer: number; size: number; inner: number },
  out: number,
): Float32Array {
  const result = new Float32Array(outer * out * inner);
  for (let target = 0; target < out; target++) {
    const { first, weights } = contributions(target, size, out);
    for (let block = 0; block < outer; block++) {
      const row = result.subarray((block * out + target) * inner, (block * out + target + 1) * inner);
      for (const [index, weight] of weights.entries()) {
        const source = (block * size + first + index) * inner;
        for (let i = 0; i < inner; i++) row[i]! += weight * values[source + i]!;
      }
    }
  }
  return result;
}

/** Which places of an axis of `size` make up place `target` of `out`, and how much each counts; weights sum to 1. */
function contributions(target: number, size: number, out: number): { first: number; weights: number[] } {
  const scale = size / out;
  const stretch = Math.max(scale, 1);
  const centre = scale * (target + 0.5);
  const first = Math.max(Math.trunc(centre - SUPPORT * stretch + 0.5), 0);
  const last = Math.min(Math.trunc(centre + SUPPORT * stretch + 0.5), size);
  const raw = Array.from({ length: last - first }, (_, index) => cubic((first + index - centre + 0.5) / stretch));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return { first, weights: raw.map((weight) => weight / sum) };
}

function cubic(x: number): number {
  const d = Math.abs(x);
  if (d < 1) return ((A + 2) * d - (A + 3)) * d * d + 1;
  if (d < 2) return ((A * d - 5 * A) * d + 8 * A) * d - 4 * A;
  return 0;
}
