/** @file Mean over the tokens of a sample, and maximum over the rows of a group, with their gradients. */
import * as tf from '../../tensor/tf.ts';
import type { Forward } from '../kernel-set.ts';

export function meanPool(x: tf.Tensor, batch: number): tf.Tensor {
  return tf.tidy(() => tf.mean(tf.reshape(x, [batch, (x.shape[0] as number) / batch, -1]), 1));
}

export function meanPoolGradient(dy: tf.Tensor, tokens: number): tf.Tensor {
  const [batch, width] = dy.shape as [number, number];
  return tf.tidy(() => tf.reshape(tf.tile(tf.expandDims(tf.div(dy, tokens), 1), [1, tokens, 1]), [batch * tokens, width]));
}

export function maxPool(x: tf.Tensor, groups: number): Forward {
  const grouped = tf.reshape(x, [groups, (x.shape[0] as number) / groups, -1]); // [G, R, D]
  const y = tf.max(grouped, 1);
  return { y, saved: [grouped, y] };
}

export function maxPoolGradient(dy: tf.Tensor, saved: readonly tf.Tensor[], groups: number): tf.Tensor {
  return tf.tidy(() => {
    const [grouped, y] = saved as [tf.Tensor, tf.Tensor];
    const [, rows, width] = grouped.shape as [number, number, number];
    // 1 where a row is the maximum, by float operations alone: tfjs-webgpu cannot transpose what `equal` gives, even cast.
    const hit = tf.sub(1, tf.step(tf.sub(tf.expandDims(y, 1), grouped))); // [G, R, D]
    const share = tf.div(dy, tf.sum(hit, 1)); // [G, D]
    return tf.reshape(tf.mul(hit, tf.expandDims(share, 1)), [groups * rows, width]);
  });
}
