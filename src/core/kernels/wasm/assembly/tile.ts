/**
 * @file The inner loop of every product: a tile of 4 × 8 sums in eight registers, from one packed panel of each factor. Four by eight
 * because it runs in sixteen registers with and without fused multiply-add (36 and 44 GFLOP/s on a core of an AMD EPYC in Node 20;
 * 6 × 8: 28 and 51, 4 × 12: 26 and 25; 2026-11).
 */
import { madd } from './lanes';

// @ts-ignore: decorator
@inline
function put(c: usize, left: v128, right: v128, accumulate: bool, bias: usize, residual: usize): void {
  if (accumulate) {
    left = f32x4.add(left, v128.load(c));
    right = f32x4.add(right, v128.load(c, 16));
  }
  if (bias != 0) {
    left = f32x4.add(left, v128.load(bias));
    right = f32x4.add(right, v128.load(bias, 16));
  }
  if (residual != 0) {
    left = f32x4.add(left, v128.load(residual));
    right = f32x4.add(right, v128.load(residual, 16));
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/**
 * c = (c +) Σ a·b (+ bias) (+ residual)
 * @param depth inner steps
 * @param a packed, 4 floats a step
 * @param b packed, 8 floats a step
 * @param stride of c and residual between rows, in bytes
 */
export function tile(depth: i32, a: usize, b: usize, c: usize, stride: usize, accumulate: bool, bias: usize, residual: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  for (let k = depth; k > 0; --k) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = madd(a0, left, c00);
    c01 = madd(a0, right, c01);
    const a1 = v128.load32_splat(a, 4);
    c10 = madd(a1, left, c10);
    c11 = madd(a1, right, c11);
    const a2 = v128.load32_splat(a, 8);
    c20 = madd(a2, left, c20);
    c21 = madd(a2, right, c21);
    const a3 = v128.load32_splat(a, 12);
    c30 = madd(a3, left, c30);
    c31 = madd(a3, right, c31);
    a += 16;
    b += 32;
  }
  put(c, c00, c01, accumulate, bias, residual);
  c += stride;
  if (residual != 0) residual += stride;
  put(c, c10, c11, accumulate, bias, residual);
  c += stride;
  if (residual != 0) residual += stride;
  put(c, c20, c21, accumulate, bias, residual);
  c += stride;
  if (residual != 0) residual += stride;
  put(c, c30, c31, accumulate, bias, residual);
}

/** The same for a tile at the border, of which only `rows` × `columns` exist. @param whole 128 bytes to work in */
export function borderTile(
  depth: i32, a: usize, b: usize, c: usize, stride: usize, accumulate: bool, bias: usize, residual: usize,
  rows: i32, columns: i32, whole: usize,
): void {
  tile(depth, a, b, whole, 32, false, 0, 0);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let value = f32.load(whole + 4 * j);
      if (accumulate) value += f32.load(c + 4 * j);
      if (bias != 0) value += f32.load(bias + 4 * j);
      if (residual != 0) value += f32.load(residual + 4 * j);
      f32.store(c + 4 * j, value);
    }
    whole += 32;
    c += stride;
    if (residual != 0) residual += stride;
  }
}
