/**
 * @file One AdamW update of one parameter (Loshchilov & Hutter 2019, algorithm 2, as torch.optim.AdamW orders it):
 * p ← p·(1 − η·wd); m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; p ← p − η·m̂/(√v̂ + ε). Returns new tensors and frees the old.
 */
import * as tf from '../../tensor/tf.ts';
import { ADAM } from '../adam-constants.ts';
import type { AdamState, AdamStep } from '../kernel-set.ts';

export function adamw(
  param: tf.Tensor,
  gradient: tf.Tensor,
  state: AdamState,
  gradientScale: tf.Tensor,
  { step, learningRate, weightDecay }: AdamStep,
): [param: tf.Tensor, state: AdamState] {
  const [updated, m, v] = tf.tidy(() => {
    const g = tf.mul(gradient, gradientScale);
    const newM = tf.add(tf.mul(state.m, ADAM.beta1), tf.mul(g, 1 - ADAM.beta1));
    const newV = tf.add(tf.mul(state.v, ADAM.beta2), tf.mul(tf.square(g), 1 - ADAM.beta2));
    // η·m̂/(√v̂+ε) = (η/c₁)·m / (√v/√c₂ + ε) with c = 1 − βᵗ
    const denominator = tf.add(tf.mul(tf.sqrt(newV), 1 / Math.sqrt(1 - ADAM.beta2 ** step)), ADAM.epsilon);
    const move = tf.mul(tf.div(newM, denominator), learningRate / (1 - ADAM.beta1 ** step));
    const decayed = weightDecay === 0 ? param : tf.mul(param, 1 - learningRate * weightDecay);
    return [tf.sub(decayed, move), newM, newV];
  }) as [tf.Tensor, tf.Tensor, tf.Tensor];
  tf.dispose([param, state.m, state.v]);
  return [updated, { m, v }];
}

export function globalNorm(gradients: readonly tf.Tensor[]): tf.Tensor {
  return tf.tidy(() => tf.sqrt(tf.sum(tf.concat(gradients.map((g) => tf.reshape(tf.sum(tf.square(g)), [1]))))));
}
