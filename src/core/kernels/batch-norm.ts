/**
 * @file Batch normalisation by the statistics of the batch itself, y = γ·x̂ + β with x̂ = (x − mean)·rstd over rows (Ioffe & Szegedy
 * 2015, Algorithm 1), and its gradients through them: dx = γ·rstd·(dy − mean(dy) − x̂·mean(dy·x̂)), dγ = Σ dy·x̂, dβ = Σ dy. Sums over
 * rows are products with ones, which wasm does fast. The form with running statistics is `affine-rows.ts`.
 */
import * as tf from '../tensor/tf.ts';
import { sumRows } from './reference/matmul.ts';

/**
 * @param x [M, C], M from 2
 * @param gamma [C]
 * @param beta [C]
 * @param seen receives mean and biased variance of each column, [C]; they live as long as the call: `tf.keep` what is to stay
 * @returns [M, C], owned by the caller
 */
export function batchNormRows(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  eps: number,
  seen: (mean: tf.Tensor, variance: tf.Tensor) => void,
): tf.Tensor2D {
  const rows = x.shape[0] as number;
  return tf.customGrad((x, gamma, beta, save) => {
    const mean = tf.div(sumRows(x as tf.Tensor), rows);
    const centred = tf.sub(x as tf.Tensor, mean);
    const variance = tf.div(sumRows(tf.square(centred)), rows);
    seen(mean, variance);
    const rstd = tf.rsqrt(tf.add(variance, eps)); // [C]
    const normal = tf.mul(centred, rstd); // [M, C]
    (save as tf.GradSaveFunc)([normal, rstd, gamma as tf.Tensor]);
    return {
      value: tf.add(tf.mul(normal, gamma as tf.Tensor), beta as tf.Tensor),
      gradFunc: (dy: tf.Tensor, [normal, rstd, gamma]: tf.Tensor[]) =>
        tf.tidy(() => {
          const dBeta = sumRows(dy);
          const dGamma = sumRows(tf.mul(dy, normal!));
          const away = tf.add(tf.mul(normal!, tf.div(dGamma, rows)), tf.div(dBeta, rows)); // what shifts with the statistics
          return [tf.mul(tf.sub(dy, away), tf.mul(gamma!, rstd!)), dGamma, dBeta];
        }),
    };
  })(x, gamma, beta) as tf.Tensor2D;
}
