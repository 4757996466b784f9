/**
 * @file Linear layer y = x·Wᵀ + b, or with a residual to add, or with an activation, and its gradients: dx = dy·W, dW = dyᵀ·x, db = Σ dy.
 * Weights are stored as PyTorch stores them, [out, in].
 */
import * as tf from '../tensor/tf.ts';
import { kernels } from './current-kernels.ts';
import type { Activation } from './kernel-set.ts';

/**
 * @param x [M, in]
 * @param weight [out, in]
 * @param bias [out], or null
 * @param residual [M, out] to add, or null
 * @returns [M, out], owned by the caller
 */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | null, residual: tf.Tensor | null = null): tf.Tensor2D {
  const optional = [bias, residual].filter((input) => input !== null);
  return tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const set = kernels();
    save([x, weight]);
    return {
      value: set.linear(x, weight, bias, residual),
      gradFunc: (dy: tf.Tensor, [x, weight]: tf.Tensor[]) => {
        const own = set.linearWeightGradient(dy, x!, bias !== null);
        const gradients = [set.linearInputGradient(dy, weight!), own.weight];
        if (own.bias) gradients.push(own.bias);
        if (residual) gradients.push(tf.clone(dy));
        return gradients;
      },
    };
  })(x, weight, ...optional) as tf.Tensor2D;
}

/**
 * activation(x·Wᵀ + b), GELU in its exact form, x·Φ(x).
 * @returns [M, out], owned by the caller
 */
export function linearActivation(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | null, activation: Activation): tf.Tensor2D {
  return tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const set = kernels();
    const { y, saved } = set.linearActivation(x, weight, bias, activation);
    save([x, weight, ...saved]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, [x, weight, ...saved]: tf.Tensor[]) => {
        const before = set.activationGradient(dy, saved, activation);
        const own = set.linearWeightGradient(before, x!, bias !== null);
        const input = set.linearInputGradient(before, weight!);
        before.dispose();
        return own.bias ? [input, own.weight, own.bias] : [input, own.weight];
      },
    };
  })(x, weight, ...(bias ? [bias] : [])) as tf.Tensor2D;
}
