/**
 * @file The encoder that every modality shares: tokens → prefix and positions → blocks → pooling and norm → head.
 * An init/forward pair over a plain parameter record; names equal timm's. Sources: ViT (Dosovitskiy et al. 2021),
 * M2PT §3.1; what differs between families is in `EncoderConfig`.
 */
import { type ApplyBatchNorm, batchNorm } from '../nn/batch-norm.ts';
import { type ApplyLinear, blockForward, blockShapes, initBlock } from '../nn/block.ts';
import { constant, truncatedNormal } from '../nn/init.ts';
import { initPositions, place, positionShapes } from '../nn/positions.ts';
import { elementCount, type HostParams, mapParams, type Params } from '../tensor/params.ts';
import { createRng, type Rng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { initTokenizer, tokenizerShapes, tokens } from '../tokenizers/tokenizer.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { headForward, headShapes } from './head.ts';
import { pool } from './pooling.ts';

const HEAD_STD = 0.02;

/**
 * Fresh head for a task of `numClasses`, with a fresh `fc_norm` where the final norm stands behind pooling; a `norm` before
 * pooling belongs to the body. The same seed gives the same head to both arms.
 * @param config as `fineTuneConfig` gives it
 */
export function initHead(config: EncoderConfig, numClasses: number, rng: Rng): HostParams {
  return mapParams(headShapes(config, numClasses), (shape, name) => {
    if (shape.length === 2) return truncatedNormal(shape, HEAD_STD, rng);
    return constant(shape, /\.(weight|running_var)$/.test(name) ? 1 : 0);
  });
}

/** Names and shapes of tokenizer, prefix, positions and blocks, and of `norm` where it stands before pooling; allocates nothing. */
export function bodyShapes(config: EncoderConfig): Record<string, number[]> {
  const shapes = { ...tokenizerShapes(config), ...positionShapes(config) };
  for (let i = 0; i < config.depth; i++) Object.assign(shapes, blockShapes(`blocks.${i}`, config));
  return { ...shapes, ...finalNormShapes(config) };
}

/** Number of values in the body, running statistics included. */
export function bodyParameters(config: EncoderConfig): number {
  return elementCount(mapParams(bodyShapes(config), (shape) => ({ shape })));
}

/** Fresh body, without head. */
export function initBody(config: EncoderConfig, seed: number): HostParams {
  const rng = createRng(seed, 'init-body');
  const params = { ...initTokenizer(config, rng), ...initPositions(config, rng) };
  for (let i = 0; i < config.depth; i++) Object.assign(params, initBlock(`blocks.${i}`, config, rng));
  return { ...params, ...mapParams(finalNormShapes(config), (shape, name) => constant(shape, name.endsWith('.weight') ? 1 : 0)) };
}

/**
 * @param params body and head, possibly with a pathway attached
 * @param input as `inputTensor` makes it, [B, …]
 * @param apply how linears of the blocks are computed
 * @param applyBatchNorm how batch norms are computed, where the model has them: `trainingBatchNorm` in training, else by their running statistics
 * @returns logits [B, classes], or pooled and normed features [B, D or 2D] where the parameters hold no head; owned by the
 *   caller. Everything else is freed unless a gradient tape is open
 */
export function encoderForward(
  params: Params,
  config: EncoderConfig,
  input: tf.Tensor,
  apply: ApplyLinear,
  applyBatchNorm: ApplyBatchNorm = batchNorm,
): tf.Tensor2D {
  return tf.tidy(() => {
    const batch = input.shape[0] as number;
    const placed = place(params, config, tokens(params, config, input, applyBatchNorm), input);
    let x = placed.x; // [B·(prefix + N), D]
    for (let i = 0; i < config.depth; i++) {
      const before = placed.again ? tf.add(x, placed.again) : x;
      x = tf.tidy(() => blockForward(params, `blocks.${i}`, config, before, batch, apply));
    }
    return headForward(params, config, pool(params, config, x, batch), applyBatchNorm);
  });
}

function finalNormShapes({ finalNorm, embedDim }: EncoderConfig): Record<string, number[]> {
  return finalNorm === 'norm' ? { 'norm.weight': [embedDim], 'norm.bias': [embedDim] } : {};
}
