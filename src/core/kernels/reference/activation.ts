/**
 * @file Linear layer with an activation. GELU in its exact form, y = x·Φ(x) with Φ(x) = ½·(1 + erf(x/√2)), dy/dx = Φ(x) + x·φ(x);
 * tfjs's erf is Abramowitz–Stegun 7.1.26, absolute error below 5e-7. ReLU's gradient at 0 is 0, as PyTorch's.
 */
import * as tf from '../../tensor/tf.ts';
import type { Activation, Forward } from '../kernel-set.ts';
import { linear } from './linear.ts';

const DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

export function linearActivation(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | null, activation: Activation): Forward {
  return activate(linear(x, weight, bias, null), activation);
}

/** The activation alone. */
export function activate(before: tf.Tensor, activation: Activation): Forward {
  if (activation === 'relu') {
    const y = tf.relu(before);
    return { y, saved: [y] };
  }
  const cdf = tf.tidy(() => tf.mul(0.5, tf.add(1, tf.erf(tf.mul(before, Math.SQRT1_2)))));
  return { y: tf.mul(before, cdf), saved: [before, cdf] };
}

export function activationGradient(dy: tf.Tensor, saved: readonly tf.Tensor[], activation: Activation): tf.Tensor {
  return tf.tidy(() => {
    if (activation === 'relu') return tf.mul(dy, tf.step(saved[0]!));
    const [before, cdf] = saved as [tf.Tensor, tf.Tensor];
    const density = tf.mul(DENSITY_AT_0, tf.exp(tf.mul(-0.5, tf.square(before))));
    return tf.mul(dy, tf.add(cdf, tf.mul(before, density)));
  });
}
