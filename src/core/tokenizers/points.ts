/**
 * @file Point tokenizer of Point-MAE (Pang et al. 2022, §3.1): groups of neighbouring points through a small PointNet.
 * 1×1 convolutions are linear layers here and keep their names (`patch_embed.first_conv.0` …); behind the first layer of either half
 * stands a batch norm (Point-MAE) or a layer norm (nano). A group's rows are its centre, then its neighbours relative to it: one
 * tensor holds all that a sample needs.
 */
import { layerNorm } from '../kernels/layer-norm.ts';
import { linear } from '../kernels/linear.ts';
import { maxPool } from '../kernels/max-pool.ts';
import type { EncoderConfig, PointTokenizer } from '../m2pt/encoder-config.ts';
import { type ApplyBatchNorm, batchNormShapes, initBatchNorm } from '../nn/batch-norm.ts';
import { constant, truncatedNormal } from '../nn/init.ts';
import { type HostParams, mapParams, type Params } from '../tensor/params.ts';
import type { Rng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { type GroupIndices, gatherGroups, groupIndices } from './group-points.ts';

const PREFIX = 'patch_embed';
/** Deviation of the first layer's fresh biases where a layer norm follows. */
const BIAS_STD = 0.2;

export function pointShapes({ embedDim }: Pick<EncoderConfig, 'embedDim'>, { norm, widths }: PointTokenizer): Record<string, number[]> {
  const [first, local, hidden] = widths;
  return {
    ...layerShapes('first_conv.0', first, 3),
    ...normShapes('first_conv.1', first, norm),
    ...layerShapes('first_conv.3', local, first),
    ...layerShapes('second_conv.0', hidden, 2 * local),
    ...normShapes('second_conv.1', hidden, norm),
    ...layerShapes('second_conv.3', embedDim, hidden),
  };
}

/**
 * Fresh values: normal matrices with He's deviation √(2/in), as ReLUs follow; biases 0, norms the identity. Before a layer norm the
 * biases of the first layer are drawn too: it takes each point's own scale away, and with biases of 0 nothing would tell how far a
 * point is from its centre.
 */
export function initPoints(config: EncoderConfig, tokenizer: PointTokenizer, rng: Rng): HostParams {
  const [first, , hidden] = tokenizer.widths;
  const fresh = mapParams(pointShapes(config, tokenizer), (shape, name) => {
    if (shape.length === 2) return truncatedNormal(shape, Math.sqrt(2 / shape[1]!), rng);
    if (tokenizer.norm === 'layer' && name === `${PREFIX}.first_conv.0.bias`) return truncatedNormal(shape, BIAS_STD, rng);
    return constant(shape, name.endsWith('_conv.1.weight') ? 1 : 0);
  });
  if (tokenizer.norm === 'layer') return fresh;
  return { ...fresh, ...initBatchNorm(`${PREFIX}.first_conv.1`, first), ...initBatchNorm(`${PREFIX}.second_conv.1`, hidden) };
}

/** [G, 1 + K, 3]. */
export function pointInputShape({ groups, neighbours }: PointTokenizer): number[] {
  return [groups, 1 + neighbours, 3];
}

/**
 * @param values clouds of equally many points, [count × P × 3]
 * @param found groups of each cloud, where they are known
 * @returns [count × G × (1 + K) × 3]
 */
export function pointInput(
  { groups, neighbours }: PointTokenizer,
  values: Float32Array,
  count: number,
  found: readonly GroupIndices[] | null,
): Float32Array {
  const each = values.length / count;
  const size = groups * (1 + neighbours) * 3;
  const out = new Float32Array(count * size);
  for (let i = 0; i < count; i++) {
    const cloud = values.subarray(i * each, (i + 1) * each);
    gatherGroups(cloud, found?.[i] ?? groupIndices(cloud, groups, neighbours), neighbours, out.subarray(i * size, (i + 1) * size));
  }
  return out;
}

/** Places of the groups. @param input [B, G, 1 + K, 3] @returns [B·G, 3] */
export function centresOf(input: tf.Tensor): tf.Tensor {
  const [batch, groups] = input.shape as [number, number];
  return tf.reshape(tf.slice(input, [0, 0, 0, 0], [batch, groups, 1, 3]), [-1, 3]);
}

/**
 * @param input [B, G, 1 + K, 3]
 * @param eps of the layer norms, where the tokenizer has them
 * @returns tokens [B·G, D], without positions; intermediates belong to the caller's tidy
 */
export function pointTokens(
  params: Params,
  { norm, widths }: PointTokenizer,
  eps: number,
  input: tf.Tensor,
  batchNorm: ApplyBatchNorm,
): tf.Tensor {
  const [, local, hidden] = widths;
  const normed = (name: string, x: tf.Tensor) =>
    norm === 'batch'
      ? batchNorm(params, `${PREFIX}.${name}`, x)
      : layerNorm(x, params[`${PREFIX}.${name}.weight`]!, params[`${PREFIX}.${name}.bias`]!, eps);
  const [batch, groups, rows] = input.shape as [number, number, number];
  const all = batch * groups;
  const points = tf.reshape(tf.slice(input, [0, 0, 1, 0], [batch, groups, rows - 1, 3]), [-1, 3]); // [B·G·K, 3]
  const first = tf.relu(normed('first_conv.1', layer(params, 'first_conv.0', points)));
  const own = layer(params, 'first_conv.3', first); // [B·G·K, local]
  // The second half reads [group's maximum, own features] side by side: two products, so that the maximum is not copied K times.
  const weight = params[`${PREFIX}.second_conv.0.weight`]!; // [hidden, 2·local]
  const ofGroup = linear(maxPool(own, all), tf.slice(weight, [0, 0], [hidden, local]), params[`${PREFIX}.second_conv.0.bias`]!);
  const ofPoint = linear(own, tf.slice(weight, [0, local], [hidden, local]), null);
  const joined = tf.add(tf.reshape(ofPoint, [all, rows - 1, hidden]), tf.expandDims(ofGroup, 1)); // [B·G, K, hidden]
  const second = tf.relu(normed('second_conv.1', tf.reshape(joined, [-1, hidden])));
  return maxPool(layer(params, 'second_conv.3', second), all); // [B·G, D]
}

/** Multiply-adds of one sample. */
export function pointMultiplyAdds({ embedDim }: Pick<EncoderConfig, 'embedDim'>, { groups, neighbours, widths }: PointTokenizer): number {
  const [first, local, hidden] = widths;
  return groups * (neighbours * (3 * first + first * local + local * hidden + hidden * embedDim) + local * hidden);
}

function layerShapes(name: string, out: number, width: number): Record<string, number[]> {
  return { [`${PREFIX}.${name}.weight`]: [out, width], [`${PREFIX}.${name}.bias`]: [out] };
}

function normShapes(name: string, width: number, norm: PointTokenizer['norm']): Record<string, number[]> {
  if (norm === 'batch') return batchNormShapes(`${PREFIX}.${name}`, width);
  return { [`${PREFIX}.${name}.weight`]: [width], [`${PREFIX}.${name}.bias`]: [width] };
}

function layer(params: Params, name: string, x: tf.Tensor): tf.Tensor2D {
  return linear(x, params[`${PREFIX}.${name}.weight`]!, params[`${PREFIX}.${name}.bias`]!);
}
