/**
 * @file Multi-head attention on packed rows q|k|v, head by head, in tiles of 64 queries × 256 keys: no transposes of the whole, and no
 * matrix of scores beyond a tile. Forward is the online softmax (Milakov & Gimelshein 2018; Rabe & Staats 2021): a running maximum m and
 * sum l of e^(s − m) for each query, and the output scaled when m grows. Backward (Dao et al. 2022, algorithm 4) computes the
 * tile of P = e^(s − m)/l again from m and l: dv = Pᵀ·dy, dP = dy·vᵀ, dS = P∘(dP − rowsum(dy∘y))/√width, dq = dS·k, dk = dSᵀ·q.
 * Tolerance against the reference: 3e-6 of the norm (1e-5 with scores in the hundreds).
 */
import { exp1, exp4 } from './exp';
import { madd, maxLanes, roundUp, sumLanes } from './lanes';
import { product, productBytes } from './product';

const QUERIES = 64;
const KEYS = 256;
const TILE_STRIDE: usize = KEYS * 4;
const TILE_BYTES: usize = QUERIES * KEYS * 4;

/** Bytes that forward and backward need to work in: product, two tiles, and Σ dy·y of each query of a head. */
export function attentionBytes(tokens: i32): usize {
  return productBytes() + 2 * TILE_BYTES + 4 * <usize>roundUp(tokens, 16);
}

/** x *= factor */
function scaleRow(x: usize, factor: f32, width: i32): void {
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= width; i += 4) {
    v128.store(x, f32x4.mul(v128.load(x), factors));
    x += 16;
  }
  for (; i < width; i++) {
    f32.store(x, f32.load(x) * factor);
    x += 4;
  }
}

/** Fills a row of the tile up to whole quads of lanes. */
// @ts-ignore: decorator
@inline
function fillUp(row: usize, width: i32, value: f32): void {
  for (let i = width; (i & 3) != 0; i++) f32.store(row + 4 * i, value);
}

/** A NaN may be passed over: the sum of exponentials shows it. */
// @ts-ignore: decorator
@inline
function largest(row: usize, width: i32): f32 {
  let most = v128.load(row);
  for (let i = 4; i < width; i += 4) most = f32x4.pmax(most, v128.load(row + 4 * i));
  return maxLanes(most);
}

/** row = e^(row·scale − shift)·factor; returns its sum. */
// @ts-ignore: decorator
@inline
function exponentials(row: usize, width: i32, scale: f32, shift: f32, factor: f32): f32 {
  const scales = f32x4.splat(scale);
  const shifts = f32x4.splat(shift);
  const factors = f32x4.splat(factor);
  let sum = f32x4.splat(0);
  for (let i = 0; i < width; i += 4) {
    const e = f32x4.mul(exp4(f32x4.sub(f32x4.mul(v128.load(row + 4 * i), scales), shifts)), factors);
    v128.store(row + 4 * i, e);
    sum = f32x4.add(sum, e);
  }
  return sumLanes(sum);
}

/** @param stats of each sample, head and query m and 1/l, [B, H, T, 2] @param width of a head */
export function attention(qkv: usize, y: usize, stats: usize, work: usize, batch: i32, tokens: i32, heads: i32, width: i32): void {
  const inner = <usize>(4 * width);
  const stride = inner * heads;
  const packed = 3 * stride;
  const scale = <f32>1 / sqrt<f32>(<f32>width);
  const scores = work + productBytes();
  for (let sample = 0; sample < batch; sample++) {
    for (let head = 0; head < heads; head++) {
      const q = qkv + inner * head;
      const k = q + stride;
      const v = k + stride;
      const out = y + inner * head;
      for (let i = 0; i < tokens; i += QUERIES) {
        const queries = min(QUERIES, tokens - i);
        const outHere = out + stride * i;
        for (let j = 0; j < tokens; j += KEYS) {
          const keys = min(KEYS, tokens - j);
          product(queries, keys, width, q + packed * i, false, packed, k + packed * j, false, packed, scores, TILE_STRIDE, false, 0, 0, 0, work);
          for (let row = 0; row < queries; row++) {
            const at = scores + TILE_STRIDE * row;
            const stat = stats + 8 * (<usize>(i + row));
            fillUp(at, keys, -Infinity);
            const here = largest(at, keys) * scale;
            const before = j == 0 ? here : f32.load(stat);
            const most = max<f32>(here, before);
            let sum = exponentials(at, keys, scale, most, 1);
            if (j > 0) {
              const shrink = exp1(before - most);
              sum += f32.load(stat, 4) * shrink;
              scaleRow(outHere + stride * row, shrink, width);
            }
            f32.store(stat, most);
            f32.store(stat, sum, 4);
          }
          product(queries, width, keys, scores, false, TILE_STRIDE, v + packed * j, true, packed, outHere, stride, j > 0, 0, 0, 0, work);
        }
        for (let row = 0; row < queries; row++) {
          const stat = stats + 8 * (<usize>(i + row));
          const share = <f32>1 / f32.load(stat, 4);
          f32.store(stat, share, 4);
          scaleRow(outHere + stride * row, share, width);
        }
      }
      stats += 8 * <usize>tokens;
    }
    qkv += packed * tokens;
    y += stride * tokens;
  }
}

function dot(a: usize, b: usize, width: i32): f32 {
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= width; i += 4) {
    sums = madd(v128.load(a), v128.load(b), sums);
    a += 16;
    b += 16;
  }
  let sum = sumLanes(sums);
  for (; i < width; i++) {
    sum += f32.load(a) * f32.load(b);
    a += 4;
    b += 4;
  }
  return sum;
}

/** slopes = shares∘(slopes − along)·scale */
// @ts-ignore: decorator
@inline
function scoreGradient(shares: usize, slopes: usize, width: i32, along: f32, scale: f32): void {
  const alongs = f32x4.splat(along);
  const scales = f32x4.splat(scale);
  for (let i = 0; i < width; i += 4) {
    const centred = f32x4.mul(f32x4.sub(v128.load(slopes + 4 * i), alongs), scales);
    v128.store(slopes + 4 * i, f32x4.mul(v128.load(shares + 4 * i), centred));
  }
}

/** @param y,stats of forward @param dqkv is set whole */
export function attentionGradient(
  dy: usize, qkv: usize, y: usize, stats: usize, dqkv: usize, work: usize,
  batch: i32, tokens: i32, heads: i32, width: i32,
): void {
  const inner = <usize>(4 * width);
  const stride = inner * heads;
  const packed = 3 * stride;
  const scale = <f32>1 / sqrt<f32>(<f32>width);
  const shares = work + productBytes();
  const slopes = shares + TILE_BYTES;
  const alongs = slopes + TILE_BYTES;
  for (let sample = 0; sample < batch; sample++) {
    for (let head = 0; head < heads; head++) {
      const q = qkv + inner * head;
      const k = q + stride;
      const v = k + stride;
      const dOut = dy + inner * head;
      const dq = dqkv + inner * head;
      const dk = dq + stride;
      const dv = dk + stride;
      for (let i = 0; i < tokens; i++) f32.store(alongs + 4 * i, dot(dOut + stride * i, y + inner * head + stride * i, width));
      for (let i = 0; i < tokens; i += QUERIES) {
        const queries = min(QUERIES, tokens - i);
        const qHere = q + packed * i;
        const dOutHere = dOut + stride * i;
        for (let j = 0; j < tokens; j += KEYS) {
          const keys = min(KEYS, tokens - j);
          const kHere = k + packed * j;
          product(queries, keys, width, qHere, false, packed, kHere, false, packed, shares, TILE_STRIDE, false, 0, 0, 0, work);
          product(queries, keys, width, dOutHere, false, stride, v + packed * j, false, packed, slopes, TILE_STRIDE, false, 0, 0, 0, work);
          for (let row = 0; row < queries; row++) {
            const share = shares + TILE_STRIDE * row;
            const slope = slopes + TILE_STRIDE * row;
            const stat = stats + 8 * (<usize>(i + row));
            fillUp(share, keys, -Infinity);
            fillUp(slope, keys, 0);
            exponentials(share, keys, scale, f32.load(stat), f32.load(stat, 4));
            scoreGradient(share, slope, keys, f32.load(alongs + 4 * (i + row)), scale);
          }
          product(keys, width, queries, shares, true, TILE_STRIDE, dOutHere, true, stride, dv + packed * j, packed, i > 0, 0, 0, 0, work);
          product(keys, width, queries, slopes, true, TILE_STRIDE, qHere, true, packed, dk + packed * j, packed, i > 0, 0, 0, 0, work);
          product(queries, width, keys, slopes, false, TILE_STRIDE, kHere, true, packed, dq + packed * i, packed, j > 0, 0, 0, 0, work);
        }
      }
      stats += 8 * <usize>tokens;
    }
    qkv += packed * tokens;
    dqkv += packed * tokens;
    y += stride * tokens;
    dy += stride * tokens;
  }
}
