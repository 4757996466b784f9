/**
 * @file The picture side of the tokenizers: what callers use that know of pictures only (trainer, timm export).
 */
import type { EncoderConfig, PatchTokenizer } from '../m2pt/encoder-config.ts';
import type * as tf from '../tensor/tf.ts';
import { inputTensor } from './tokenizer.ts';

/** @throws TypeError for a tokenizer of clips or points */
export function patchTokenizer({ tokenizer }: Pick<EncoderConfig, 'tokenizer'>): PatchTokenizer {
  if (tokenizer.kind === 'patch') return tokenizer;
  throw new TypeError(`A ${tokenizer.kind} tokenizer cuts no patches`);
}

/**
 * @param pixels normalised values, planar, [count × C × H × W], as `toBatch` makes them
 * @returns [count, …inputShape(config)], owned by the caller
 */
export function pixelTensor(pixels: Float32Array, count: number, config: EncoderConfig): tf.Tensor {
  return inputTensor(config, pixels, count);
}
