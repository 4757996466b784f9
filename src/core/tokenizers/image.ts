/**
 * @file Image tokenizer: non-overlapping patches through one linear layer, plus positions
 * (Dosovitskiy et al. 2021, Eq. 1). Weight layout is that of a convolution with stride = patch, [D, C, P, P].
 */
import { linear } from '../kernels/linear.ts';
import type { EncoderConfig, PatchTokenizer } from '../m2pt/encoder-config.ts';
import { tokenGrid } from '../m2pt/plain-shape.ts';
import { constant, sinCosPositions, truncatedNormal } from '../nn/init.ts';
import type { HostParams, Params } from '../tensor/params.ts';
import type { Rng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';

export function patchTokenizer({ tokenizer }: Pick<EncoderConfig, 'tokenizer'>): PatchTokenizer {
  if (tokenizer.kind === 'patch') return tokenizer;
  throw new TypeError(`A ${tokenizer.kind} tokenizer cuts no patches`);
}

/** Names and shapes, in order. */
export function imageTokenizerShapes(config: EncoderConfig): Record<string, number[]> {
  const { embedDim } = config;
  const tokenizer = patchTokenizer(config);
  const [rows, columns] = tokenGrid(config) as [number, number];
  return {
    'patch_embed.proj.weight': [embedDim, tokenizer.inChannels, ...tokenizer.patchSize],
    'patch_embed.proj.bias': [embedDim],
    pos_embed: [1, rows * columns, embedDim],
  };
}

export function initImageTokenizer(config: EncoderConfig, rng: Rng): HostParams {
  const { embedDim } = config;
  const tokenizer = patchTokenizer(config);
  const fanIn = tokenizer.inChannels * tokenizer.patchSize[0] * tokenizer.patchSize[1];
  return {
    'patch_embed.proj.weight': truncatedNormal([embedDim, tokenizer.inChannels, ...tokenizer.patchSize], fanIn ** -0.5, rng),
    'patch_embed.proj.bias': constant([embedDim], 0),
    pos_embed: sinCosPositions(...(tokenGrid(config) as [number, number]), embedDim),
  };
}

/**
 * Uploads pixels that `toBatch` made.
 * @param pixels normalised values, planar, [count × C × H × W]
 * @returns [count, C, H, W], owned by the caller
 */
export function pixelTensor(pixels: Float32Array, count: number, config: EncoderConfig): tf.Tensor4D {
  const tokenizer = patchTokenizer(config);
  return tf.tensor4d(pixels, [count, tokenizer.inChannels, ...tokenizer.inputSize]);
}

/**
 * @param pixels [B, C, H, W], already normalised
 * @returns tokens [B·N, D], row-major over the grid
 */
export function imageTokens(params: Params, config: EncoderConfig, pixels: tf.Tensor): tf.Tensor {
  const batch = pixels.shape[0] as number;
  const weight = params['patch_embed.proj.weight']!;
  const flat = tf.reshape(weight, [config.embedDim, -1]); // [D, C·P·P]
  const tokens = linear(patches(pixels, config), flat, params['patch_embed.proj.bias']!); // [B·N, D]
  const placed = tf.add(tf.reshape(tokens, [batch, -1, config.embedDim]), params.pos_embed!); // [B, N, D]
  return tf.reshape(placed, [-1, config.embedDim]);
}

/** [B, C, H, W] → [B·N, C·P·P], by two 4-D transposes (one 6-D transpose is 30 times slower on wasm). */
function patches(pixels: tf.Tensor, config: EncoderConfig): tf.Tensor {
  const [rows, columns] = tokenGrid(config) as [number, number];
  const [ph, pw] = patchTokenizer(config).patchSize;
  const [batch, channels] = pixels.shape as [number, number];
  const strips = tf.transpose(tf.reshape(pixels, [batch * channels * rows, ph, columns, pw]), [0, 2, 1, 3]); // [B·C·rows, columns, P, P]
  const byToken = tf.transpose(tf.reshape(strips, [batch, channels, rows * columns, ph * pw]), [0, 2, 1, 3]); // [B, N, C, P·P]
  return tf.reshape(byToken, [batch * rows * columns, channels * ph * pw]);
}
