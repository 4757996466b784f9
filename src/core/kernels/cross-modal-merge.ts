/**
 * @file The cross-modal weight Ŵ = W + λ·W_aux (M2PT §3.2, Eq. 6) and, with G = ∂L/∂Ŵ, its gradients ∂W = G, ∂W_aux = λ·G,
 * ∂λ = ⟨G, W_aux⟩. Ŵ is built once a step: cost O(parameters), nothing per token; the tape sees only Ŵ.
 */
import * as tf from '../tensor/tf.ts';
import { kernels } from './current-kernels.ts';
import type { CrossModalLinear } from './kernel-set.ts';

/** @returns Ŵ of every layer, [out, in], owned by the caller */
export function crossModalMerge(layers: readonly CrossModalLinear[]): tf.Tensor[] {
  return kernels().merge(layers);
}

/** @param gradients G of every layer, [out, in] @returns ∂λ of every layer, of its λ's shape; owned by the caller */
export function scaleGradients(layers: readonly CrossModalLinear[], gradients: readonly tf.Tensor[]): tf.Tensor[] {
  return kernels().mergeScaleGradients(layers, gradients);
}

/** ∂W_aux = λ·G of one layer, [out, in], owned by the caller. */
export function auxGradient(scale: tf.Tensor, gradient: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.reshape(tf.mul(tf.reshape(gradient, [scale.size, -1]), tf.reshape(scale, [scale.size, 1])), gradient.shape));
}
