/**
 * @file Batch normalisation in evaluation mode (Ioffe & Szegedy 2015, Eq. 10–11): the running statistics of the checkpoint
 * stay as they are, in training too, so a sample's result never depends on its batch. Used by Point-MAE only.
 */
import { affineRows } from '../kernels/affine-rows.ts';
import { type HostParams, mapParams, type Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import { constant } from './init.ts';

/** PyTorch's default; Point-MAE's. */
const EPSILON = 1e-5;

/** Names and shapes of the batch norm `prefix` over `width` features. */
export function batchNormShapes(prefix: string, width: number): Record<string, number[]> {
  return Object.fromEntries(['weight', 'bias', 'running_mean', 'running_var'].map((part) => [`${prefix}.${part}`, [width]]));
}

/** Gain and variance 1, offset and mean 0: the identity. */
export function initBatchNorm(prefix: string, width: number): HostParams {
  return mapParams(batchNormShapes(prefix, width), (shape, name) => constant(shape, /\.(weight|running_var)$/.test(name) ? 1 : 0));
}

/**
 * γ·(x − mean)/√(variance + 1e-5) + β.
 * @param x [M, width]
 * @returns [M, width]; intermediates belong to the caller's tidy
 */
export function batchNorm(params: Params, prefix: string, x: tf.Tensor): tf.Tensor2D {
  const scale = tf.mul(params[`${prefix}.weight`]!, tf.rsqrt(tf.add(params[`${prefix}.running_var`]!, EPSILON)));
  const shift = tf.sub(params[`${prefix}.bias`]!, tf.mul(params[`${prefix}.running_mean`]!, scale));
  return affineRows(x, scale, shift);
}
