/**
 * @file Linear layer y = x·Wᵀ + b with its gradients: dx = dy·W, dW = dyᵀ·x, db = Σ dy.
 * Weights are stored as PyTorch stores them, [out, in].
 */
import * as tf from '../tensor/tf.ts';
import { matmulNN, matmulNT, matmulTN, sumRows } from './matmul.ts';

/**
 * @param x [M, in]
 * @param weight [out, in]
 * @param bias [out], or null
 * @returns [M, out], owned by the caller
 */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | null): tf.Tensor2D {
  if (bias) return withBias(x, weight, bias) as tf.Tensor2D;
  return withoutBias(x, weight) as tf.Tensor2D;
}

const withBias = tf.customGrad((x, weight, bias, save) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor, weight as tf.Tensor]);
  return {
    value: tf.add(matmulNT(x as tf.Tensor, weight as tf.Tensor), bias as tf.Tensor),
    gradFunc: (dy: tf.Tensor, [x, weight]: tf.Tensor[]) => [matmulNN(dy, weight!), matmulTN(dy, x!), sumRows(dy)],
  };
});

const withoutBias = tf.customGrad((x, weight, save) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor, weight as tf.Tensor]);
  return {
    value: matmulNT(x as tf.Tensor, weight as tf.Tensor),
    gradFunc: (dy: tf.Tensor, [x, weight]: tf.Tensor[]) => [matmulNN(dy, weight!), matmulTN(dy, x!)],
  };
});
