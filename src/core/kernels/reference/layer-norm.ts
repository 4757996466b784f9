/**
 * @file Layer normalisation over the last axis, y = γ·x̂ + β with x̂ = (x − mean)·rstd; dx = rstd·(g − mean(g) − x̂·mean(g·x̂)) with
 * g = dy·γ; dγ = Σ dy·x̂; dβ = Σ dy (sums over rows).
 */
import * as tf from '../../tensor/tf.ts';
import type { Forward } from '../kernel-set.ts';
import { sumRows } from './matmul.ts';

export function layerNorm(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, eps: number): Forward {
  const [y, normal, rstd] = tf.tidy(() => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const rstd = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps)); // [M, 1]
    const normal = tf.mul(centred, rstd); // [M, D]
    return [tf.add(tf.mul(normal, gamma), beta), normal, rstd];
  }) as [tf.Tensor, tf.Tensor, tf.Tensor];
  return { y, saved: [normal, rstd, gamma] };
}

export function layerNormGradient(dy: tf.Tensor, saved: readonly tf.Tensor[]): { x: tf.Tensor; gamma: tf.Tensor; beta: tf.Tensor } {
  return tf.tidy(() => {
    const [normal, rstd, gamma] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const g = tf.mul(dy, gamma);
    const mean = tf.mean(g, -1, true);
    const along = tf.mean(tf.mul(g, normal), -1, true);
    const x = tf.mul(rstd, tf.sub(tf.sub(g, mean), tf.mul(normal, along)));
    return { x, gamma: sumRows(tf.mul(dy, normal)), beta: sumRows(dy) };
  });
}
