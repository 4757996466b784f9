/**
 * @file Point tokenizer of Point-MAE (Pang et al. 2022, §3.1): groups of neighbouring points through a small PointNet.
 * 1×1 convolutions are linear layers here and keep their names (`patch_embed.first_conv.0` …); batch norms use their running
 * statistics. A group's rows are its centre, then its neighbours relative to it: one tensor holds all that a sample needs.
 */
import { linear } from '../kernels/linear.ts';
import { maxPool } from '../kernels/max-pool.ts';
import type { EncoderConfig, PointTokenizer } from '../m2pt/encoder-config.ts';
import { batchNorm, batchNormShapes, initBatchNorm } from '../nn/batch-norm.ts';
import { constant, truncatedNormal } from '../nn/init.ts';
import { type HostParams, mapParams, type Params } from '../tensor/params.ts';
import type { Rng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { groupPoints } from './group-points.ts';

/** Features after the first and second layer, and of the second half's hidden layer. */
const [FIRST, LOCAL, HIDDEN] = [128, 256, 512];
const PREFIX = 'patch_embed';

export function pointShapes({ embedDim }: EncoderConfig): Record<string, number[]> {
  return {
    ...layerShapes('first_conv.0', FIRST, 3),
    ...batchNormShapes(`${PREFIX}.first_conv.1`, FIRST),
    ...layerShapes('first_conv.3', LOCAL, FIRST),
    ...layerShapes('second_conv.0', HIDDEN, 2 * LOCAL),
    ...batchNormShapes(`${PREFIX}.second_conv.1`, HIDDEN),
    ...layerShapes('second_conv.3', embedDim, HIDDEN),
  };
}

/** Fresh values: normal matrices with He's deviation √(2/in), as ReLUs follow; biases 0, batch norms the identity. */
export function initPoints(config: EncoderConfig, rng: Rng): HostParams {
  const fresh = mapParams(pointShapes(config), (shape) =>
    shape.length === 2 ? truncatedNormal(shape, Math.sqrt(2 / shape[1]!), rng) : constant(shape, 0),
  );
  return { ...fresh, ...initBatchNorm(`${PREFIX}.first_conv.1`, FIRST), ...initBatchNorm(`${PREFIX}.second_conv.1`, HIDDEN) };
}

/** [G, 1 + K, 3]. */
export function pointInputShape({ groups, neighbours }: PointTokenizer): number[] {
  return [groups, 1 + neighbours, 3];
}

/** @param values clouds of equally many points, [count × P × 3] @returns [count × G × (1 + K) × 3] */
export function pointInput({ groups, neighbours }: PointTokenizer, values: Float32Array, count: number): Float32Array {
  const each = values.length / count;
  const size = groups * (1 + neighbours) * 3;
  const out = new Float32Array(count * size);
  for (let i = 0; i < count; i++) out.set(groupPoints(values.subarray(i * each, (i + 1) * each), groups, neighbours), i * size);
  return out;
}

/** Places of the groups. @param input [B, G, 1 + K, 3] @returns [B·G, 3] */
export function centresOf(input: tf.Tensor): tf.Tensor {
  const [batch, groups] = input.shape as [number, number];
  return tf.reshape(tf.slice(input, [0, 0, 0, 0], [batch, groups, 1, 3]), [-1, 3]);
}

/**
 * @param input [B, G, 1 + K, 3]
 * @returns tokens [B·G, D], without positions; intermediates belong to the caller's tidy
 */
export function pointTokens(params: Params, input: tf.Tensor): tf.Tensor {
  const [batch, groups, rows] = input.shape as [number, number, number];
  const all = batch * groups;
  const points = tf.reshape(tf.slice(input, [0, 0, 1, 0], [batch, groups, rows - 1, 3]), [-1, 3]); // [B·G·K, 3]
  const first = tf.relu(batchNorm(params, `${PREFIX}.first_conv.1`, layer(params, 'first_conv.0', points)));
  const local = layer(params, 'first_conv.3', first); // [B·G·K, 256]
  // The second half reads [group's maximum, own features] side by side: two products, so that the maximum is not copied K times.
  const weight = params[`${PREFIX}.second_conv.0.weight`]!; // [512, 512]
  const ofGroup = linear(maxPool(local, all), tf.slice(weight, [0, 0], [HIDDEN, LOCAL]), params[`${PREFIX}.second_conv.0.bias`]!);
  const ofPoint = linear(local, tf.slice(weight, [0, LOCAL], [HIDDEN, LOCAL]), null);
  const joined = tf.add(tf.reshape(ofPoint, [all, rows - 1, HIDDEN]), tf.expandDims(ofGroup, 1)); // [B·G, K, 512]
  const second = tf.relu(batchNorm(params, `${PREFIX}.second_conv.1`, tf.reshape(joined, [-1, HIDDEN])));
  return maxPool(layer(params, 'second_conv.3', second), all); // [B·G, D]
}

/** Multiply-adds of one sample. */
export function pointMultiplyAdds({ embedDim }: EncoderConfig, { groups, neighbours }: PointTokenizer): number {
  return groups * (neighbours * (3 * FIRST + FIRST * LOCAL + LOCAL * HIDDEN + HIDDEN * embedDim) + LOCAL * HIDDEN);
}

function layerShapes(name: string, out: number, width: number): Record<string, number[]> {
  return { [`${PREFIX}.${name}.weight`]: [out, width], [`${PREFIX}.${name}.bias`]: [out] };
}

function layer(params: Params, name: string, x: tf.Tensor): tf.Tensor2D {
  return linear(x, params[`${PREFIX}.${name}.weight`]!, params[`${PREFIX}.${name}.bias`]!);
}
