/**
 * @file Layer normalisation over the last axis, y = γ·(x − mean)·rstd + β, with one custom gradient:
 * dx = rstd·(g − mean(g) − x̂·mean(g·x̂)) with g = dy·γ; dγ = Σ dy·x̂; dβ = Σ dy (sums over rows).
 * Own gradient because the tape's version builds tensors of ones on the CPU at every step.
 */
import * as tf from '../tensor/tf.ts';
import { sumRows } from './matmul.ts';

/**
 * @param x [M, D]
 * @param gamma [D]
 * @param beta [D]
 * @param eps added to the variance
 * @returns [M, D], owned by the caller
 */
export function layerNorm(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, eps: number): tf.Tensor2D {
  return tf.customGrad((x, gamma, beta, save) => {
    const centred = tf.sub(x as tf.Tensor, tf.mean(x as tf.Tensor, -1, true));
    const rstd = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps)); // [M, 1]
    const normal = tf.mul(centred, rstd); // [M, D]
    (save as tf.GradSaveFunc)([normal, rstd, gamma as tf.Tensor]);
    return {
      value: tf.add(tf.mul(normal, gamma as tf.Tensor), beta as tf.Tensor),
      gradFunc: (dy: tf.Tensor, [normal, rstd, gamma]: tf.Tensor[]) =>
        tf.tidy(() => {
          const g = tf.mul(dy, gamma!);
          const mean = tf.mean(g, -1, true);
          const along = tf.mean(tf.mul(g, normal!), -1, true);
          const dx = tf.mul(rstd!, tf.sub(tf.sub(g, mean), tf.mul(normal!, along)));
          return [dx, sumRows(tf.mul(dy, normal!)), sumRows(dy)];
        }),
    };
  })(x, gamma, beta) as tf.Tensor2D;
}
