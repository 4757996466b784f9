/** @file Mean softmax cross-entropy against soft targets, L = −1/B·Σ t·log softmax(z); dz = (p·Σt − t)/B with Σt = 1. */
import * as tf from '../../tensor/tf.ts';

export function crossEntropy(logits: tf.Tensor, targets: tf.Tensor): { loss: tf.Tensor; gradient: tf.Tensor } {
  return tf.tidy(() => {
    const batch = logits.shape[0] as number;
    const shifted = tf.sub(logits, tf.max(logits, -1, true));
    const exp = tf.exp(shifted);
    const total = tf.sum(exp, -1, true); // [B, 1]
    const loss = tf.div(tf.sum(tf.mul(targets, tf.sub(tf.log(total), shifted))), batch);
    return { loss, gradient: tf.div(tf.sub(tf.div(exp, total), targets), batch) };
  });
}
