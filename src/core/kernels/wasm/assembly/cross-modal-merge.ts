/**
 * @file Ŵ = W + λ·W_aux, and ∂λ = ⟨∂L/∂Ŵ, W_aux⟩, for k equal groups of rows with a λ each. The dot products are summed in float64
 * every 256 terms. Tolerance against the reference: 1e-6 of the norm (∂λ: 1e-4, terms of either sign).
 */
import { madd, sumLanes } from './lanes';

const GROUP = 256;

/** @param size values of a group */
export function merge(weight: usize, aux: usize, scale: usize, merged: usize, groups: i32, size: i32): void {
  for (let group = 0; group < groups; group++) {
    const lambda = f32.load(scale + 4 * group);
    const lambdas = f32x4.splat(lambda);
    let i = 0;
    for (; i + 4 <= size; i += 4) {
      v128.store(merged, madd(v128.load(aux), lambdas, v128.load(weight)));
      weight += 16;
      aux += 16;
      merged += 16;
    }
    for (; i < size; i++) {
      f32.store(merged, f32.load(weight) + lambda * f32.load(aux));
      weight += 4;
      aux += 4;
      merged += 4;
    }
  }
}

/** Σ a·b */
function dotWide(a: usize, b: usize, size: i32): f64 {
  let total: f64 = 0;
  let i = 0;
  while (i + 4 <= size) {
    const end = min(size & -4, i + GROUP);
    let sums = f32x4.splat(0);
    for (; i < end; i += 4) {
      sums = madd(v128.load(a), v128.load(b), sums);
      a += 16;
      b += 16;
    }
    total += sumLanes(sums);
  }
  for (; i < size; i++) {
    total += f32.load(a) * f32.load(b);
    a += 4;
    b += 4;
  }
  return total;
}

export function mergeScaleGradient(gradient: usize, aux: usize, dScale: usize, groups: i32, size: i32): void {
  const bytes = 4 * <usize>size;
  for (let group = 0; group < groups; group++) {
    f32.store(dScale + 4 * group, <f32>dotWide(gradient, aux, size));
    gradient += bytes;
    aux += bytes;
  }
}

/** Σ x² */
export function sumSquares(x: usize, size: i32): f64 {
  return dotWide(x, x, size);
}
