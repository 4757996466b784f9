/** @file Ŵ = W + λ·W_aux (M2PT §3.2, Eq. 6) and ∂λ = ⟨∂L/∂Ŵ, W_aux⟩, layer by layer. */
import * as tf from '../../tensor/tf.ts';
import type { CrossModalLinear } from '../kernel-set.ts';

export function merge(layers: readonly CrossModalLinear[]): tf.Tensor[] {
  return layers.map(({ weight, aux, scale }) =>
    tf.tidy(() => {
      const scaled = tf.mul(rowGroups(aux, scale.size), tf.reshape(scale, [scale.size, 1]));
      return tf.add(weight, tf.reshape(scaled, weight.shape));
    }),
  );
}

export function mergeScaleGradients(layers: readonly CrossModalLinear[], gradients: readonly tf.Tensor[]): tf.Tensor[] {
  return layers.map(({ aux, scale }, i) => tf.tidy(() => tf.sum(rowGroups(tf.mul(gradients[i]!, aux), scale.size), 1)));
}

/** [out, in] → [k, out/k·in]: the rows of one λ side by side. */
function rowGroups(x: tf.Tensor, groups: number): tf.Tensor {
  return tf.reshape(x, [groups, -1]);
}
