/**
 * @file One AdamW update of one parameter (Loshchilov & Hutter 2019, algorithm 2, as torch.optim.AdamW orders it):
 * p ← p·(1 − η·wd); m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; p ← p − η·m̂/(√v̂ + ε).
 */
import * as tf from '../tensor/tf.ts';

export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

export interface AdamState {
  m: tf.Tensor;
  v: tf.Tensor;
}

/**
 * @param gradientScale scalar tensor that multiplies the gradient (clipping)
 * @param step number of this update, from 1
 * @param learningRate η of this parameter at this step
 * @returns new tensors, owned by the caller; the given ones are untouched
 */
export function adamwUpdate(
  param: tf.Tensor,
  gradient: tf.Tensor,
  { m, v }: AdamState,
  gradientScale: tf.Tensor,
  step: number,
  learningRate: number,
  weightDecay: number,
): [param: tf.Tensor, m: tf.Tensor, v: tf.Tensor] {
  return tf.tidy(() => {
    const g = tf.mul(gradient, gradientScale);
    const newM = tf.add(tf.mul(m, ADAM.beta1), tf.mul(g, 1 - ADAM.beta1));
    const newV = tf.add(tf.mul(v, ADAM.beta2), tf.mul(tf.square(g), 1 - ADAM.beta2));
    // η·m̂/(√v̂+ε) = (η/c₁)·m / (√v/√c₂ + ε) with c = 1 − βᵗ
    const denominator = tf.add(tf.mul(tf.sqrt(newV), 1 / Math.sqrt(1 - ADAM.beta2 ** step)), ADAM.epsilon);
    const move = tf.mul(tf.div(newM, denominator), learningRate / (1 - ADAM.beta1 ** step));
    const decayed = weightDecay === 0 ? param : tf.mul(param, 1 - learningRate * weightDecay);
    return [tf.sub(decayed, move), newM, newV];
  });
}
