/**
 * @file Mean over the tokens of each sample, [B·N, D] → [B, D]; the gradient spreads dy/N over the tokens.
 */
import * as tf from '../tensor/tf.ts';

/** @returns [B, D], owned by the caller. */
export function meanPool(x: tf.Tensor, batch: number): tf.Tensor2D {
  const tokens = (x.shape[0] as number) / batch;
  return tf.customGrad((input) => ({
    value: tf.mean(tf.reshape(input as tf.Tensor, [batch, tokens, -1]), 1),
    gradFunc: (dy: tf.Tensor) => tf.reshape(tf.tile(tf.expandDims(tf.div(dy, tokens), 1), [1, tokens, 1]), x.shape),
  }))(x) as tf.Tensor2D;
}
