/**
 * @file The cross-modal weight Ŵ = W + λ·W_aux (M2PT §3.2, Eq. 6) with G = ∂L/∂Ŵ:
 * ∂W = G, ∂W_aux = λ·G, ∂λ = ⟨G, W_aux⟩. Built once a step: cost O(parameters), nothing per token.
 * λ has one element, or k elements for k equal groups of rows (three for q, k and v).
 */
import * as tf from '../tensor/tf.ts';

/**
 * @param weight [out, in]
 * @param scale λ, [1] or [k]
 * @param auxWeight [out, in]
 * @returns Ŵ [out, in], owned by the caller
 */
export function crossModalMerge(weight: tf.Tensor, scale: tf.Tensor, auxWeight: tf.Tensor): tf.Tensor2D {
  const [out, width] = weight.shape as [number, number];
  const groups = scale.size;
  const grouped = [groups, out / groups, width]; // rows in k groups
  return tf.customGrad((w, scale, aux, save) => {
    const s = tf.reshape(scale as tf.Tensor, [groups, 1, 1]);
    const a = tf.reshape(aux as tf.Tensor, grouped);
    (save as tf.GradSaveFunc)([s, a]);
    return {
      value: tf.add(w as tf.Tensor, tf.reshape(tf.mul(a, s), [out, width])),
      gradFunc: (dy: tf.Tensor, [s, a]: tf.Tensor[]) =>
        tf.tidy(() => {
          const g = tf.reshape(dy, grouped);
          const dScale = tf.sum(tf.reshape(tf.mul(g, a!), [groups, -1]), 1); // [k]
          return [tf.clone(dy), dScale, tf.reshape(tf.mul(g, s!), [out, width])];
        }),
    };
  })(weight, scale, auxWeight) as tf.Tensor2D;
}
