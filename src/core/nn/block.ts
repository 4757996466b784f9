/**
 * @file One pre-norm transformer block (Dosovitskiy et al. 2021, Eq. 2–3): x + attn(norm1(x)), then x + mlp(norm2(x)).
 * How a linear layer gets its weight is the caller's choice (`ApplyLinear`): that is where the pathway enters.
 */
import { PlaygroundError } from '../errors.ts';
import { attention } from '../kernels/attention.ts';
import type { Activation } from '../kernels/kernel-set.ts';
import { layerNorm } from '../kernels/layer-norm.ts';
import { type HostParams, mapParams, type Params } from '../tensor/params.ts';
import type { Rng } from '../tensor/rng.ts';
import type * as tf from '../tensor/tf.ts';
import { constant, truncatedNormal } from './init.ts';

/** What follows a linear layer and is computed with it: an activation, or a residual [M, out] to add. */
export type Then =
  | { activation: Activation; residual?: never }
  | { residual: tf.Tensor; activation?: never }
  | { activation?: never; residual?: never };

/** Applies the linear layer called `name` (`blocks.0.attn.qkv`): x [M, in] → [M, out]. */
export type ApplyLinear = (params: Params, name: string, x: tf.Tensor, then?: Then) => tf.Tensor2D;

export interface BlockShape {
  embedDim: number;
  numHeads: number;
  mlpRatio: number;
  layerNormEps: number;
  qkvBias: boolean;
}

/**
 * Units of the MLP's hidden layer. Ratios that are no short decimals (2.666667 at width 192) mean the whole number beside them.
 * @returns null where D·ratio lies farther than D·10⁻⁶ from every whole number
 */
export function hiddenWidth(embedDim: number, mlpRatio: number): number | null {
  const hidden = Math.round(mlpRatio * embedDim);
  return Math.abs(mlpRatio * embedDim - hidden) <= 1e-6 * embedDim ? hidden : null;
}

/** Names and shapes of block `prefix` (`blocks.3`), in order. @throws PlaygroundError `mlp-ratio` where it gives no whole hidden width */
export function blockShapes(prefix: string, { embedDim: D, mlpRatio, qkvBias }: BlockShape): Record<string, number[]> {
  const hidden = hiddenWidth(D, mlpRatio);
  if (hidden === null)
    throw new PlaygroundError({
      code: 'mlp-ratio',
      message: `MLP ratio ${mlpRatio} at width ${D} gives ${mlpRatio * D} hidden units, which is no whole number.`,
      hint: 'State the ratio as hidden width over width, with seven digits or more.',
    });
  return {
    [`${prefix}.norm1.weight`]: [D],
    [`${prefix}.norm1.bias`]: [D],
    [`${prefix}.attn.qkv.weight`]: [3 * D, D],
    ...(qkvBias ? { [`${prefix}.attn.qkv.bias`]: [3 * D] } : {}),
    [`${prefix}.attn.proj.weight`]: [D, D],
    [`${prefix}.attn.proj.bias`]: [D],
    [`${prefix}.norm2.weight`]: [D],
    [`${prefix}.norm2.bias`]: [D],
    [`${prefix}.mlp.fc1.weight`]: [hidden, D],
    [`${prefix}.mlp.fc1.bias`]: [hidden],
    [`${prefix}.mlp.fc2.weight`]: [D, hidden],
    [`${prefix}.mlp.fc2.bias`]: [D],
  };
}

/** Fresh values: matrices with Xavier's deviation (Glorot & Bengio 2010; ViT's fixed 0.02 is too small at width 128), gains 1, biases 0. */
export function initBlock(prefix: string, shape: BlockShape, rng: Rng): HostParams {
  return mapParams(blockShapes(prefix, shape), (size, name) => {
    const [out, width] = size;
    if (out !== undefined && width !== undefined) return truncatedNormal(size, Math.sqrt(2 / (out + width)), rng);
    return constant(size, name.endsWith('.weight') ? 1 : 0);
  });
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
  const attended = apply(params, `${prefix}.attn.proj`, attention(qkv, batch, shape.numHeads), { residual: x });
  const hidden = apply(params, `${prefix}.mlp.fc1`, norm('norm2', attended), { activation: 'gelu' }); // [B·N, 4D]
  return apply(params, `${prefix}.mlp.fc2`, hidden, { residual: attended });
}
