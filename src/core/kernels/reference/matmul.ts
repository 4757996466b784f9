/**
 * @file Matrix products in the layouts that training needs, at speed 0 (tfjs compositions).
 *
 * Two facts of tfjs 4.22 decide how each is written:
 * - wasm multiplies fast only without transpose flags (a 2048×128 by 128×512 product: 9 ms, 125 ms with
 *   transposeB, 256 ms with transposeA; Node 20, one core, 2026-11): transpose explicitly there.
 * - webgpu's split-K program is wrong with transposeB for inner sizes ≥ 2000 (tfjs-backend-webgpu
 *   matmul_splitK_webgpu.ts reads vec4 along the wrong axis): there too an explicit transpose avoids it.
 */
import * as tf from '../../tensor/tf.ts';

/** Inner size from which tfjs-webgpu may choose split-K. */
const SPLIT_K_FROM = 2000;

/** a [M, K] · bᵀ, b [N, K] → [M, N]. */
export function matmulNT(a: tf.Tensor, b: tf.Tensor): tf.Tensor2D {
  const explicit = tf.getBackend() === 'wasm' || (a.shape[1] as number) >= SPLIT_K_FROM;
  return tf.tidy(() => (explicit ? tf.matMul(a, tf.transpose(b)) : tf.matMul(a, b, false, true)) as tf.Tensor2D);
}

/** a [M, K] · b [K, N] → [M, N]. */
export function matmulNN(a: tf.Tensor, b: tf.Tensor): tf.Tensor2D {
  return tf.matMul(a, b) as tf.Tensor2D;
}

/** aᵀ · b, a [M, K], b [M, N] → [K, N]. Where a copy must be transposed, it is the narrower one. */
export function matmulTN(a: tf.Tensor, b: tf.Tensor): tf.Tensor2D {
  return tf.tidy(() => {
    if (tf.getBackend() !== 'wasm') return tf.matMul(a, b, true, false) as tf.Tensor2D;
    if ((a.shape[1] as number) <= (b.shape[1] as number)) return tf.matMul(tf.transpose(a), b) as tf.Tensor2D;
    return tf.transpose(tf.matMul(tf.transpose(b), a)) as tf.Tensor2D;
  });
}

/** Rows from which wasm is faster with one product after another than with tfjs's own batched loop (197: equal, 512: twice, 1,214: 4 times). */
const ONE_BY_ONE_FROM = 400;

/**
 * a · b for every sample and head, [B, H, M, K] and [B, H, K, N], either transposed in its last two axes.
 * @returns [B, H, M, N]
 */
export function matmulHeads(a: tf.Tensor, b: tf.Tensor, transposeA = false, transposeB = false): tf.Tensor {
  const longest = Math.max(a.shape[2] as number, b.shape[2] as number);
  if (tf.getBackend() !== 'wasm' || longest < ONE_BY_ONE_FROM) return tf.matMul(a, b, transposeA, transposeB);
  return tf.tidy(() => {
    const [batch, heads] = a.shape as [number, number];
    const matrix = (x: tf.Tensor, index: number, transposed: boolean) => {
      const [, , rows, columns] = x.shape as [number, number, number, number];
      const one = tf.slice(x, [Math.floor(index / heads), index % heads, 0, 0], [1, 1, rows, columns]);
      const flat = tf.reshape(one, [rows, columns]);
      return transposed ? tf.transpose(flat) : flat;
    };
    const product = (index: number) => tf.tidy(() => tf.matMul(matrix(a, index, transposeA), matrix(b, index, transposeB)));
    const products = Array.from({ length: batch * heads }, (_, index) => product(index));
    return tf.reshape(tf.stack(products), [batch, heads, ...products[0]!.shape]);
  });
}

/** Sum over rows, x [M, N] → [N]. A product with ones: on wasm 50 times faster than `sum` over axis 0. */
export function sumRows(x: tf.Tensor): tf.Tensor1D {
  return tf.tidy(() => tf.reshape(tf.matMul(tf.ones([1, x.shape[0] as number]), x as tf.Tensor2D), [-1]));
}
