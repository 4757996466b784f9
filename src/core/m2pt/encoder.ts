/**
 * @file The encoder that every modality shares: tokens → blocks → mean pool → norm → head.
 * An init/forward pair over a plain parameter record; names equal timm's for `global_pool='avg'`,
 * `class_token=False`. Sources: ViT (Dosovitskiy et al. 2021), M2PT §3.1.
 */
import { layerNorm } from '../kernels/layer-norm.ts';
import { linear } from '../kernels/linear.ts';
import { meanPool } from '../kernels/mean-pool.ts';
import { type ApplyLinear, blockForward, blockShapes, initBlock } from '../nn/block.ts';
import { constant, truncatedNormal } from '../nn/init.ts';
import { elementCount, type HostParams, mapParams, type Params } from '../tensor/params.ts';
import { createRng, type Rng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { imageTokenizerShapes, imageTokens, initImageTokenizer, patchTokenizer } from '../tokenizers/image.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { tokenCount } from './plain-shape.ts';

const HEAD_STD = 0.02;

/** Fresh final norm and head for a task of `numClasses`. The same seed gives the same head to both arms. */
export function initHead(config: EncoderConfig, numClasses: number, rng: Rng): HostParams {
  return {
    'fc_norm.weight': constant([config.embedDim], 1),
    'fc_norm.bias': constant([config.embedDim], 0),
    'head.weight': truncatedNormal([numClasses, config.embedDim], HEAD_STD, rng),
    'head.bias': constant([numClasses], 0),
  };
}

/** Names and shapes of tokenizer and blocks, without norm and head; allocates nothing. */
export function bodyShapes(config: EncoderConfig): Record<string, number[]> {
  const shapes = imageTokenizerShapes(config);
  for (let i = 0; i < config.depth; i++) Object.assign(shapes, blockShapes(`blocks.${i}`, config));
  return shapes;
}

/** Number of parameters of tokenizer and blocks. */
export function bodyParameters(config: EncoderConfig): number {
  return elementCount(mapParams(bodyShapes(config), (shape) => ({ shape })));
}

/** Fresh tokenizer and blocks, without norm and head. */
export function initBody(config: EncoderConfig, seed: number): HostParams {
  const rng = createRng(seed, 'init-body');
  const params = initImageTokenizer(config, rng);
  for (let i = 0; i < config.depth; i++) Object.assign(params, initBlock(`blocks.${i}`, config, rng));
  return params;
}

/**
 * @param params as made by `initBody` + `initHead`, possibly with a pathway attached
 * @param pixels [B, C, H, W], already normalised
 * @param apply how linears of the blocks are computed
 * @returns logits [B, classes], owned by the caller; everything else is freed unless a gradient tape is open
 */
export function encoderForward(params: Params, config: EncoderConfig, pixels: tf.Tensor, apply: ApplyLinear): tf.Tensor2D {
  return tf.tidy(() => {
    const batch = pixels.shape[0] as number;
    let x = imageTokens(params, config, pixels); // [B·N, D]
    for (let i = 0; i < config.depth; i++) x = blockForward(params, `blocks.${i}`, config, x, batch, apply);
    const pooled = meanPool(x, batch); // [B, D]
    const normal = layerNorm(pooled, params['fc_norm.weight']!, params['fc_norm.bias']!, config.layerNormEps);
    return linear(normal, params['head.weight']!, params['head.bias']!); // [B, C]
  });
}

/**
 * Multiply-adds of one sample, products only (the usual way models are compared).
 * @param branchWeights elements of auxiliary matrices that run as a second branch; 0 for plain and merged models
 */
export function multiplyAdds(config: EncoderConfig, numClasses: number, branchWeights = 0): number {
  const { embedDim: D, depth, mlpRatio } = config;
  const tokenizer = patchTokenizer(config);
  const N = tokenCount(config);
  const patch = N * D * tokenizer.inChannels * tokenizer.patchSize[0] * tokenizer.patchSize[1];
  const linears = N * (4 + 2 * mlpRatio) * D * D; // qkv 3, proj 1, fc1 and fc2
  const attention = 2 * N * N * D;
  return patch + depth * (linears + attention) + D * numClasses + N * branchWeights;
}
