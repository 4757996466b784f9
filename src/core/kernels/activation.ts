/** @file An activation by itself, without a gradient: for the two-branch form, which cannot join it to one product. */
import * as tf from '../tensor/tf.ts';
import type { Activation } from './kernel-set.ts';
import { activate as compose } from './reference/activation.ts';

/** Elementwise on any shape; the caller owns the result. */
export function activate<T extends tf.Tensor>(x: T, activation: Activation): T {
  return tf.tidy(() => compose(x, activation).y) as T;
}
