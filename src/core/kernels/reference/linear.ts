/** @file Linear layer, weights stored as PyTorch stores them, [out, in]: y = x·Wᵀ + b + r; dx = dy·W, dW = dyᵀ·x, db = Σ dy. */
import * as tf from '../../tensor/tf.ts';
import { matmulNN, matmulNT, matmulTN, sumRows } from './matmul.ts';

export function linear(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | null, residual: tf.Tensor | null): tf.Tensor {
  return tf.tidy(() => {
    const product = matmulNT(x, weight);
    const shifted = bias ? tf.add(product, bias) : product;
    return residual ? tf.add(residual, shifted) : shifted;
  });
}

export function linearInputGradient(dy: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  return matmulNN(dy, weight);
}

export function linearWeightGradient(dy: tf.Tensor, x: tf.Tensor, withBias: boolean): { weight: tf.Tensor; bias: tf.Tensor | null } {
  return { weight: matmulTN(dy, x), bias: withBias ? sumRows(dy) : null };
}
