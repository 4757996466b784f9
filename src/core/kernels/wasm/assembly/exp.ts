/**
 * @file e^x of four floats. x = n·ln 2 + r with |r| ≤ ½ ln 2 and ln 2 in two parts, e^r by a polynomial of degree 7 (Taylor terms; its
 * remainder is 5e-9), 2^n by the exponent bits. Relative error below 2e-7; 0 below −87.3 (no denormals), NaN stays NaN.
 * n is rounded by adding 1.5·2²³, after which it stands in the lowest bits. `pmin` and `pmax` are one instruction, `min` and `max` nine.
 */
import { madd } from './lanes';

const LOWEST: f32 = -87.3;
const HIGHEST: f32 = 88;
const ROUNDER: f32 = 12582912;

// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const low = f32x4.splat(LOWEST);
  const z = f32x4.pmin(f32x4.pmax(x, low), f32x4.splat(HIGHEST));
  const rounded = f32x4.add(f32x4.mul(z, f32x4.splat(1.4426950408889634)), f32x4.splat(ROUNDER));
  const n = f32x4.sub(rounded, f32x4.splat(ROUNDER));
  let r = madd(n, f32x4.splat(-0.693359375), z); // 9 bits: the product is exact
  r = madd(n, f32x4.splat(2.12194440e-4), r);
  let p = madd(r, f32x4.splat(1.0 / 5040.0), f32x4.splat(1.0 / 720.0));
  p = madd(p, r, f32x4.splat(1.0 / 120.0));
  p = madd(p, r, f32x4.splat(1.0 / 24.0));
  p = madd(p, r, f32x4.splat(1.0 / 6.0));
  p = madd(p, r, f32x4.splat(0.5));
  p = madd(p, r, f32x4.splat(1.0));
  p = madd(p, r, f32x4.splat(1.0));
  const power = i32x4.shl(i32x4.add(rounded, i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, low));
}

/** e^x of one float. */
// @ts-ignore: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}
