/**
 * @file Loss and gradients of one batch. Knows a model only as a function from parameters to logits.
 */
import { crossEntropy } from '../kernels/cross-entropy.ts';
import type { Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';

/** Parameters and input, as `inputTensor` makes it → logits [B, classes]. */
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
  const lossOf = () => crossEntropy(forward(params, input), targets);
  const { value, grads } = tf.valueAndGrads(lossOf)(trained.map((name) => params[name]!));
  return { loss: value as tf.Scalar, gradients: Object.fromEntries(trained.map((name, i) => [name, grads[i]!])) };
}
