/**
 * @file Mean and maximum over the rows of each group, [G·R, D] → [G, D], and their gradients. Equal maxima share the gradient evenly.
 * Columns four at a time; NaN stays NaN.
 */

export function meanPool(x: usize, y: usize, groups: i32, rows: i32, width: i32): void {
  const share = <f32>1 / <f32>rows;
  const bytes = 4 * <usize>width;
  for (let group = 0; group < groups; group++) {
    let i = 0;
    for (; i + 4 <= width; i += 4) {
      let at = x + 4 * i;
      let sum = f32x4.splat(0);
      for (let row = 0; row < rows; row++) {
        sum = f32x4.add(sum, v128.load(at));
        at += bytes;
      }
      v128.store(y + 4 * i, f32x4.mul(sum, f32x4.splat(share)));
    }
    for (; i < width; i++) {
      let at = x + 4 * i;
      let sum: f32 = 0;
      for (let row = 0; row < rows; row++) {
        sum += f32.load(at);
        at += bytes;
      }
      f32.store(y + 4 * i, sum * share);
    }
    x += bytes * rows;
    y += bytes;
  }
}

export function meanPoolGradient(dy: usize, dx: usize, groups: i32, rows: i32, width: i32): void {
  const share = <f32>1 / <f32>rows;
  const bytes = 4 * <usize>width;
  for (let group = 0; group < groups; group++) {
    for (let i = 0; i < width; i++) f32.store(dx + 4 * i, f32.load(dy + 4 * i) * share);
    for (let row = 1; row < rows; row++) memory.copy(dx + bytes * row, dx, bytes);
    dx += bytes * rows;
    dy += bytes;
  }
}

export function maxPool(x: usize, y: usize, groups: i32, rows: i32, width: i32): void {
  const bytes = 4 * <usize>width;
  for (let group = 0; group < groups; group++) {
    memory.copy(y, x, bytes);
    x += bytes;
    for (let row = 1; row < rows; row++) {
      let i = 0;
      for (; i + 4 <= width; i += 4) v128.store(y + 4 * i, f32x4.max(v128.load(y + 4 * i), v128.load(x + 4 * i)));
      for (; i < width; i++) f32.store(y + 4 * i, max<f32>(f32.load(y + 4 * i), f32.load(x + 4 * i)));
      x += bytes;
    }
    y += bytes;
  }
}

/** @param work width floats */
export function maxPoolGradient(dy: usize, x: usize, y: usize, dx: usize, groups: i32, rows: i32, width: i32, work: usize): void {
  const bytes = 4 * <usize>width;
  for (let group = 0; group < groups; group++) {
    memory.fill(work, 0, bytes);
    let from = x;
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < width; i++) {
        const hit = f32.load(from + 4 * i) == f32.load(y + 4 * i);
        f32.store(work + 4 * i, f32.load(work + 4 * i) + <f32>(hit ? 1 : 0));
      }
      from += bytes;
    }
    for (let i = 0; i < width; i++) f32.store(work + 4 * i, f32.load(dy + 4 * i) / f32.load(work + 4 * i)); // dy/0 where the maximum is NaN
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < width; i++) {
        const most = f32.load(y + 4 * i);
        const hit = f32.load(x + 4 * i) == most;
        f32.store(dx + 4 * i, hit ? f32.load(work + 4 * i) : most == most ? 0 : NaN);
      }
      x += bytes;
      dx += bytes;
    }
    dy += bytes;
    y += bytes;
  }
}
