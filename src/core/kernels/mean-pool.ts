/** @file Mean over the tokens of each sample; the gradient spreads dy/T over the tokens. */
import * as tf from '../tensor/tf.ts';
import { kernels } from './current-kernels.ts';

/** @param x [B·T, D] @returns [B, D], owned by the caller */
export function meanPool(x: tf.Tensor, batch: number): tf.Tensor2D {
  const tokens = (x.shape[0] as number) / batch;
  return tf.customGrad((x) => {
    const set = kernels();
    return { value: set.meanPool(x as tf.Tensor, batch), gradFunc: (dy: tf.Tensor) => set.meanPoolGradient(dy, tokens) };
  })(x) as tf.Tensor2D;
}
