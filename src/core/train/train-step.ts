/**
 * @file Loss and gradients of one batch. Knows a model only as a function from plain parameters to logits; a pathway is folded in before,
 * and its gradients are unfolded after.
 */
import { crossEntropy } from '../kernels/cross-entropy.ts';
import { differentiatedNames, mergePathway, pathwayGradients } from '../m2pt/merge.ts';
import type { Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';

/** Plain parameters and input, as `inputTensor` makes it → logits [B, classes]. */
export type Forward = (params: Params, input: tf.Tensor) => tf.Tensor2D;

/**
 * @param trained names of the parameters that get a gradient; each must influence the loss
 * @param targets [B, classes], rows sum to 1
 * @returns loss (scalar) and one gradient a trained name, all owned by the caller
 */
export function lossAndGradients(
  forward: Forward,
  params: Params,
  trained: readonly string[],
  input: tf.Tensor,
  targets: tf.Tensor,
): { loss: tf.Scalar; gradients: Params } {
  return tf.tidy(() => {
    const merged = mergePathway(params);
    const names = differentiatedNames(trained);
    const lossOf = () => crossEntropy(forward(merged, input), targets);
    const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => merged[name]!));
    const gradients = pathwayGradients(params, trained, Object.fromEntries(names.map((name, i) => [name, grads[i]!])));
    return { loss: value as tf.Scalar, gradients };
  });
}
