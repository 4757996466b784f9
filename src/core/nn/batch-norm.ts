/**
 * @file Batch normalisation (Ioffe & Szegedy 2015): by running statistics, so that a sample's result never depends on its batch,
 * or in training by the batch's own, which move the running ones on as PyTorch's BatchNorm1d does (docs/decisions/0010). Which of the
 * two is the caller's choice (`ApplyBatchNorm`). Used by Point-MAE's tokenizer and published head.
 */
import { affineRows } from '../kernels/affine-rows.ts';
import { batchNormRows } from '../kernels/batch-norm.ts';
import { type HostParams, mapParams, type Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import { constant } from './init.ts';

/** PyTorch's defaults; Point-MAE's. */
const EPSILON = 1e-5;
const MOMENTUM = 0.1;

/** Applies the batch norm called `prefix`: x [M, width] → [M, width]; intermediates belong to the caller's tidy. */
export type ApplyBatchNorm = (params: Params, prefix: string, x: tf.Tensor) => tf.Tensor2D;

/** Names and shapes of the batch norm `prefix` over `width` features. */
export function batchNormShapes(prefix: string, width: number): Record<string, number[]> {
  return Object.fromEntries(['weight', 'bias', 'running_mean', 'running_var'].map((part) => [`${prefix}.${part}`, [width]]));
}

/** Gain and variance 1, offset and mean 0: the identity. */
export function initBatchNorm(prefix: string, width: number): HostParams {
  return mapParams(batchNormShapes(prefix, width), (shape, name) => constant(shape, /\.(weight|running_var)$/.test(name) ? 1 : 0));
}

/** γ·(x − mean)/√(variance + 1e-5) + β with the running mean and variance: evaluation, and training of frozen bodies. */
export const batchNorm: ApplyBatchNorm = (params, prefix, x) => {
  const scale = tf.mul(params[`${prefix}.weight`]!, tf.rsqrt(tf.add(params[`${prefix}.running_var`]!, EPSILON)));
  const shift = tf.sub(params[`${prefix}.bias`]!, tf.mul(params[`${prefix}.running_mean`]!, scale));
  return affineRows(x, scale, shift);
};

/**
 * The same by the batch's mean and biased variance, with gradients through both.
 * @param moved receives under their names the running statistics after this batch, (1 − momentum)·old + momentum·new with the unbiased
 *   variance: kept tensors, for `moveStatistics` to put in place
 */
export function trainingBatchNorm(moved: Params, momentum = MOMENTUM): ApplyBatchNorm {
  return (params, prefix, x) => {
    const rows = x.shape[0] as number;
    const move = (name: string, now: tf.Tensor) => {
      const old = params[`${prefix}.${name}`]!;
      moved[`${prefix}.${name}`] = tf.keep(tf.add(old, tf.mul(tf.sub(now, old), momentum)));
    };
    return batchNormRows(x, params[`${prefix}.weight`]!, params[`${prefix}.bias`]!, EPSILON, (mean, variance) => {
      move('running_mean', mean);
      move('running_var', tf.mul(variance, rows / Math.max(1, rows - 1)));
    });
  };
}

/** Replaces the running statistics in `params` by the moved ones, frees the old, and empties `moved`. */
export function moveStatistics(params: Params, moved: Params): void {
  for (const [name, tensor] of Object.entries(moved)) {
    params[name]!.dispose();
    params[name] = tensor;
    delete moved[name];
  }
}
