/**
 * @file Maximum over the rows of each group, [G·K, C] → [G, C]. The gradient goes to the largest row; equal ones share it
 * evenly, so that a point that is in the cloud twice does not count twice (the tape's own gradient gives it to each in full).
 */
import * as tf from '../tensor/tf.ts';

/** @param x [G·K, C] @returns [G, C], owned by the caller */
export function maxPool(x: tf.Tensor, groups: number): tf.Tensor2D {
  const rows = (x.shape[0] as number) / groups;
  return tf.customGrad((input, save) => {
    const grouped = tf.reshape(input as tf.Tensor, [groups, rows, -1]); // [G, K, C]
    const value = tf.max(grouped, 1) as tf.Tensor2D;
    (save as tf.GradSaveFunc)([grouped, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, [grouped, value]: tf.Tensor[]) =>
        tf.tidy(() => {
          // 1 where a row is the maximum, by float operations alone: tfjs-webgpu cannot transpose what `equal` gives, even cast.
          const hit = tf.sub(1, tf.step(tf.sub(tf.expandDims(value!, 1), grouped!))); // [G, K, C]
          const share = tf.div(dy, tf.sum(hit, 1)); // [G, C]
          return tf.reshape(tf.mul(hit, tf.expandDims(share, 1)), x.shape);
        }),
    };
  })(x) as tf.Tensor2D;
}
