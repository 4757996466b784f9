/**
 * @file One pre-norm transformer block (Dosovitskiy et al. 2021, Eq. 2–3): x + attn(norm1(x)), then x + mlp(norm2(x)).
 * How a linear layer gets its weight is the caller's choice (`ApplyLinear`): that is where the pathway enters.
 */
import { attention } from '../kernels/attention.ts';
import { gelu } from '../kernels/gelu.ts';
import { layerNorm } from '../kernels/layer-norm.ts';
import type { HostParams, Params } from '../tensor/params.ts';
import type { Rng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { constant, truncatedNormal } from './init.ts';

/** Applies the linear layer called `name` (`blocks.0.attn.qkv`): x [M, in] → [M, out]. */
export type ApplyLinear = (params: Params, name: string, x: tf.Tensor) => tf.Tensor2D;

export interface BlockShape {
  embedDim: number;
  numHeads: number;
  mlpRatio: number;
  layerNormEps: number;
  qkvBias: boolean;
}

/** Fresh values of block `prefix` (`blocks.3`). Weights have Xavier's deviation (Glorot & Bengio 2010): ViT's fixed 0.02 is too small at width 128. */
export function initBlock(prefix: string, { embedDim: D, mlpRatio, qkvBias }: BlockShape, rng: Rng): HostParams {
  const params: HostParams = {};
  const norm = (name: string) => {
    params[`${prefix}.${name}.weight`] = constant([D], 1);
    params[`${prefix}.${name}.bias`] = constant([D], 0);
  };
  const linear = (name: string, out: number, width: number, bias = true) => {
    params[`${prefix}.${name}.weight`] = truncatedNormal([out, width], Math.sqrt(2 / (out + width)), rng);
    if (bias) params[`${prefix}.${name}.bias`] = constant([out], 0);
  };
  norm('norm1');
  linear('attn.qkv', 3 * D, D, qkvBias);
  linear('attn.proj', D, D);
  norm('norm2');
  linear('mlp.fc1', mlpRatio * D, D);
  linear('mlp.fc2', D, mlpRatio * D);
  return params;
}

/**
 * @param x tokens [B·N, D]
 * @returns tokens [B·N, D]; intermediates belong to the caller's tidy
 */
export function blockForward(
  params: Params,
  prefix: string,
  shape: BlockShape,
  x: tf.Tensor,
  batch: number,
  apply: ApplyLinear,
): tf.Tensor {
  const norm = (name: string, input: tf.Tensor) =>
    layerNorm(input, params[`${prefix}.${name}.weight`]!, params[`${prefix}.${name}.bias`]!, shape.layerNormEps);
  const qkv = apply(params, `${prefix}.attn.qkv`, norm('norm1', x)); // [B·N, 3D]
  const attended = tf.add(x, apply(params, `${prefix}.attn.proj`, attention(qkv, batch, shape.numHeads)));
  const hidden = gelu(apply(params, `${prefix}.mlp.fc1`, norm('norm2', attended))); // [B·N, 4D]
  return tf.add(attended, apply(params, `${prefix}.mlp.fc2`, hidden));
}
