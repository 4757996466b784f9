/**
 * @file GELU in its exact form, y = x·Φ(x) with Φ(x) = ½·(1 + erf(x/√2)); dy/dx = Φ(x) + x·φ(x).
 * tfjs's erf is Abramowitz–Stegun 7.1.26, absolute error below 5e-7.
 */
import * as tf from '../tensor/tf.ts';

const SQRT_HALF = Math.SQRT1_2;
const DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

/** Elementwise on any shape; the caller owns the result. */
export const gelu = tf.customGrad((input, save) => {
  const x = input as tf.Tensor;
  const cdf = tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, SQRT_HALF))));
  (save as tf.GradSaveFunc)([x, cdf]);
  return {
    value: tf.mul(x, cdf),
    gradFunc: (dy: tf.Tensor, [x, cdf]: tf.Tensor[]) =>
      tf.tidy(() => {
        const density = tf.mul(DENSITY_AT_0, tf.exp(tf.mul(-0.5, tf.square(x!))));
        return tf.mul(dy, tf.add(cdf!, tf.mul(x!, density)));
      }),
  };
}) as (x: tf.Tensor) => tf.Tensor;
