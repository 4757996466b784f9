/**
 * @file Layer normalisation over the last axis, y = γ·(x − mean)/√(variance + eps) + β (Ba et al. 2016), with one gradient of our own:
 * the tape's version builds tensors of ones on the CPU at every step.
 */
import * as tf from '../tensor/tf.ts';
import { kernels } from './current-kernels.ts';

/**
 * @param x [M, D]
 * @param gamma [D]
 * @param beta [D]
 * @param eps added to the variance
 * @returns [M, D], owned by the caller
 */
export function layerNorm(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, eps: number): tf.Tensor2D {
  return tf.customGrad((x, gamma, beta, save) => {
    const set = kernels();
    const { y, saved } = set.layerNorm(x as tf.Tensor, gamma as tf.Tensor, beta as tf.Tensor, eps);
    (save as tf.GradSaveFunc)(saved);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const { x, gamma, beta } = set.layerNormGradient(dy, saved);
        return [x, gamma, beta];
      },
    };
  })(x, gamma, beta) as tf.Tensor2D;
}
