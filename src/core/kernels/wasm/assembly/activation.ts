/**
 * @file GELU in its exact form, y = x·Φ(x), Φ(x) = ½·(1 + erf(x/√2)), y′ = Φ(x) + x·φ(x); and ReLU, whose gradient at 0 is 0.
 * erf by Abramowitz & Stegun 7.1.26 (absolute error 1.5e-7, 5e-7 with its roundings); its e^(−x²/2) is φ's too, so backward keeps x alone.
 */
import { exp4 } from './exp';
import { madd } from './lanes';

/** ½·erfc(|x|/√2) from e = e^(−x²/2). */
// @ts-ignore: decorator
@inline
function tail(x: v128, e: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, madd(f32x4.abs(x), f32x4.splat(0.3275911 * 0.7071067811865476), one));
  let p = madd(t, f32x4.splat(1.061405429), f32x4.splat(-1.453152027));
  p = madd(p, t, f32x4.splat(1.421413741));
  p = madd(p, t, f32x4.splat(-0.284496736));
  p = madd(p, t, f32x4.splat(0.254829592));
  return f32x4.mul(f32x4.mul(f32x4.splat(0.5), f32x4.mul(p, t)), e);
}

// @ts-ignore: decorator
@inline
function density(x: v128): v128 {
  return exp4(f32x4.mul(f32x4.splat(-0.5), f32x4.mul(x, x)));
}

/** Φ(x) from e = e^(−x²/2). */
// @ts-ignore: decorator
@inline
function cumulative(x: v128, e: v128): v128 {
  const small = tail(x, e);
  return v128.bitselect(small, f32x4.sub(f32x4.splat(1), small), f32x4.lt(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function gelu4(x: v128): v128 {
  return f32x4.mul(x, cumulative(x, density(x)));
}

// @ts-ignore: decorator
@inline
function geluSlope4(x: v128): v128 {
  const e = density(x);
  return madd(f32x4.mul(x, e), f32x4.splat(0.3989422804014327), cumulative(x, e));
}

export function gelu(x: usize, y: usize, size: i32): void {
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    v128.store(y, gelu4(v128.load(x)));
    x += 16;
    y += 16;
  }
  for (; i < size; i++) {
    f32.store(y, f32x4.extract_lane(gelu4(v128.load32_splat(x)), 0));
    x += 4;
    y += 4;
  }
}

/** dx = dy·y′(x) */
export function geluGradient(dy: usize, x: usize, dx: usize, size: i32): void {
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    v128.store(dx, f32x4.mul(v128.load(dy), geluSlope4(v128.load(x))));
    dy += 16;
    x += 16;
    dx += 16;
  }
  for (; i < size; i++) {
    f32.store(dx, f32.load(dy) * f32x4.extract_lane(geluSlope4(v128.load32_splat(x)), 0));
    dy += 4;
    x += 4;
    dx += 4;
  }
}

/** In place; NaN stays NaN. */
export function relu(x: usize, size: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    v128.store(x, f32x4.max(v128.load(x), zero));
    x += 16;
  }
  for (; i < size; i++) {
    f32.store(x, max<f32>(f32.load(x), 0));
    x += 4;
  }
}

/** dx = dy where y > 0 (or NaN), else 0. */
export function reluGradient(dy: usize, y: usize, dx: usize, size: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    v128.store(dx, v128.andnot(v128.load(dy), f32x4.le(v128.load(y), zero)));
    dy += 16;
    y += 16;
    dx += 16;
  }
  for (; i < size; i++) {
    f32.store(dx, f32.load(y) <= 0 ? 0 : f32.load(dy));
    dy += 4;
    y += 4;
    dx += 4;
  }
}
