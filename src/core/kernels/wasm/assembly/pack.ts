/**
 * @file Brings a piece of a matrix into the order in which the product's inner loop reads it: panels of 4·wide rows (or columns), in a
 * panel one step of the inner dimension after another. `wide` is 1 for the left factor and 2 for the right one. What is missing to a
 * full panel is 0. Sizes in floats, strides in bytes.
 */

/** One step of four lines: where line quad `q` of a packing begins. */
// @ts-ignore: decorator
@inline
function quadAt(to: usize, q: i32, wide: i32, depth: i32): usize {
  const panel = wide == 1 ? q : q >> 1;
  const half = wide == 1 ? 0 : q & 1;
  return to + (<usize>panel) * (<usize>depth) * 16 * wide + half * 16;
}

function zeroQuad(to: usize, step: usize, depth: i32): void {
  for (let k = 0; k < depth; k++) {
    v128.store(to, i64x2.splat(0));
    to += step;
  }
}

/** Lines whose inner dimension is contiguous: element (i, k) at from + i·stride + 4k. Four lines become columns by 4 × 4 transposes. */
export function packLines(to: usize, wide: i32, from: usize, stride: usize, lines: i32, depth: i32): void {
  const step = <usize>(16 * wide);
  const quads = (lines + 3) >> 2;
  for (let q = 0; q < quads; q++) {
    let out = quadAt(to, q, wide, depth);
    let a = from + (<usize>(4 * q)) * stride;
    const left = lines - 4 * q;
    if (left < 4) {
      zeroQuad(out, step, depth);
      for (let i = 0; i < left; i++) {
        for (let k = 0; k < depth; k++) f32.store(out + (<usize>k) * step + 4 * i, f32.load(a + 4 * k));
        a += stride;
      }
      continue;
    }
    let b = a + stride;
    let c = b + stride;
    let d = c + stride;
    let k = 0;
    for (; k + 4 <= depth; k += 4) {
      const va = v128.load(a);
      const vb = v128.load(b);
      const vc = v128.load(c);
      const vd = v128.load(d);
      const abLow = i8x16.shuffle(va, vb, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
      const abHigh = i8x16.shuffle(va, vb, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
      const cdLow = i8x16.shuffle(vc, vd, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
      const cdHigh = i8x16.shuffle(vc, vd, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
      v128.store(out, i8x16.shuffle(abLow, cdLow, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
      out += step;
      v128.store(out, i8x16.shuffle(abLow, cdLow, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31));
      out += step;
      v128.store(out, i8x16.shuffle(abHigh, cdHigh, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
      out += step;
      v128.store(out, i8x16.shuffle(abHigh, cdHigh, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31));
      out += step;
      a += 16;
      b += 16;
      c += 16;
      d += 16;
    }
    for (; k < depth; k++) {
      f32.store(out, f32.load(a));
      f32.store(out, f32.load(b), 4);
      f32.store(out, f32.load(c), 8);
      f32.store(out, f32.load(d), 12);
      out += step;
      a += 4;
      b += 4;
      c += 4;
      d += 4;
    }
  }
  if (wide == 2 && (quads & 1) != 0) zeroQuad(quadAt(to, quads, wide, depth), step, depth);
}

/** Lines that are contiguous at each inner step: element (i, k) at from + k·stride + 4i. Sixteen lines at a time: a whole cache line. */
export function packSteps(to: usize, wide: i32, from: usize, stride: usize, lines: i32, depth: i32): void {
  const step = <usize>(16 * wide);
  const quads = (lines + 3) >> 2;
  let q = 0;
  for (; 4 * q + 16 <= lines; q += 4) {
    let first = quadAt(to, q, wide, depth);
    let second = quadAt(to, q + 1, wide, depth);
    let third = quadAt(to, q + 2, wide, depth);
    let fourth = quadAt(to, q + 3, wide, depth);
    let at = from + 16 * q;
    for (let k = 0; k < depth; k++) {
      v128.store(first, v128.load(at));
      v128.store(second, v128.load(at, 16));
      v128.store(third, v128.load(at, 32));
      v128.store(fourth, v128.load(at, 48));
      first += step;
      second += step;
      third += step;
      fourth += step;
      at += stride;
    }
  }
  for (; q < quads; q++) {
    let out = quadAt(to, q, wide, depth);
    let at = from + 16 * q;
    const left = lines - 4 * q;
    if (left < 4) zeroQuad(out, step, depth);
    for (let k = 0; k < depth; k++) {
      if (left >= 4) v128.store(out, v128.load(at));
      else for (let i = 0; i < left; i++) f32.store(out + 4 * i, f32.load(at + 4 * i));
      out += step;
      at += stride;
    }
  }
  if (wide == 2 && (quads & 1) != 0) zeroQuad(quadAt(to, quads, wide, depth), step, depth);
}

/** sums[i] += Σ over the inner dimension of line i of a packed left factor; `sums` has place for whole quads of lines. */
export function addLineSums(sums: usize, packed: usize, lines: i32, depth: i32): void {
  for (let q = 0; 4 * q < lines; q++) {
    let a = i64x2.splat(0);
    let b = i64x2.splat(0);
    let k = 0;
    for (; k + 2 <= depth; k += 2) {
      a = f32x4.add(a, v128.load(packed));
      b = f32x4.add(b, v128.load(packed, 16));
      packed += 32;
    }
    if (k < depth) {
      a = f32x4.add(a, v128.load(packed));
      packed += 16;
    }
    let total = f32x4.add(a, b);
    for (let i = 0; i < min(4, lines - 4 * q); i++) {
      f32.store(sums, f32.load(sums) + f32x4.extract_lane(total, 0));
      total = i8x16.shuffle(total, total, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3);
      sums += 4;
    }
  }
}
