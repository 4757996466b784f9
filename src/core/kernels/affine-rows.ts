/**
 * @file y = x·scale + shift with one scale and shift a column, and its gradients: dx = dy·scale, dscale = Σ dy·x,
 * dshift = Σ dy (sums over rows, by the fast product with ones). What a batch norm is in evaluation mode.
 */
import * as tf from '../tensor/tf.ts';
import { sumRows } from './reference/matmul.ts';

/**
 * @param x [M, C]
 * @param scale [C]
 * @param shift [C]
 * @returns [M, C], owned by the caller
 */
export function affineRows(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor2D {
  return tf.customGrad((x, scale, shift, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor, scale as tf.Tensor]);
    return {
      value: tf.add(tf.mul(x as tf.Tensor, scale as tf.Tensor), shift as tf.Tensor),
      gradFunc: (dy: tf.Tensor, [x, scale]: tf.Tensor[]) => tf.tidy(() => [tf.mul(dy, scale!), sumRows(tf.mul(dy, x!)), sumRows(dy)]),
    };
  })(x, scale, shift) as tf.Tensor2D;
}
