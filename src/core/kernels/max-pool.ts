/**
 * @file Maximum over the rows of each group. The gradient goes to the largest row; equal ones share it evenly, so that a point that is
 * in the cloud twice does not count twice (the tape's own gradient gives it to each in full).
 */
import * as tf from '../tensor/tf.ts';
import { kernels } from './current-kernels.ts';

/** @param x [G·R, D] @returns [G, D], owned by the caller */
export function maxPool(x: tf.Tensor, groups: number): tf.Tensor2D {
  return tf.customGrad((x, save) => {
    const set = kernels();
    const { y, saved } = set.maxPool(x as tf.Tensor, groups);
    (save as tf.GradSaveFunc)(saved);
    return { value: y, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => set.maxPoolGradient(dy, saved, groups) };
  })(x) as tf.Tensor2D;
}
