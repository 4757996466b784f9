/**
 * @file One door to the tokenizers: samples in, tokens out, whatever the modality. Positions and prefix tokens are the
 * encoder's (`nn/positions.ts`).
 */
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { tokenCount } from '../m2pt/plain-shape.ts';
import { type ApplyBatchNorm, batchNorm } from '../nn/batch-norm.ts';
import type { HostParams, HostTensor, Params } from '../tensor/params.ts';
import type { Rng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import type { GroupIndices } from './group-points.ts';
import { initProjection, patchInput, patchInputShape, patchShapes, patchTokens, project } from './patch.ts';
import { initPoints, pointInput, pointInputShape, pointMultiplyAdds, pointShapes, pointTokens } from './points.ts';
import { tubeletInput, tubeletInputShape, tubeletShapes } from './tubelet.ts';

/** Names and shapes (PyTorch's, 1×1 convolutions as [out, in]), in order. */
export function tokenizerShapes(config: EncoderConfig): Record<string, number[]> {
  const { tokenizer } = config;
  switch (tokenizer.kind) {
    case 'patch':
      return patchShapes(config, tokenizer);
    case 'tubelet':
      return tubeletShapes(config, tokenizer);
    case 'points':
      return pointShapes(config, tokenizer);
    default:
      return tokenizer satisfies never;
  }
}

/** Fresh values for `tokenizerShapes`. */
export function initTokenizer(config: EncoderConfig, rng: Rng): HostParams {
  const { tokenizer } = config;
  return tokenizer.kind === 'points' ? initPoints(config, tokenizer, rng) : initProjection(tokenizerShapes(config), rng);
}

/** Shape of one sample in the tensor that `tokens` takes; [C, H, W] for plain pictures. */
export function inputShape({ tokenizer }: Pick<EncoderConfig, 'tokenizer'>): number[] {
  switch (tokenizer.kind) {
    case 'patch':
      return patchInputShape(tokenizer);
    case 'tubelet':
      return tubeletInputShape(tokenizer);
    case 'points':
      return pointInputShape(tokenizer);
    default:
      return tokenizer satisfies never;
  }
}

/**
 * Cuts or groups samples where the tokenizer wants it, and uploads them.
 * @param values normalised, `count` samples after each other, each in its family's PyTorch layout: [C, H, W],
 *   [frames, mel], [T, C, H, W] or [P, 3]
 * @returns [count, …inputShape(config)], owned by the caller
 */
export function inputTensor({ tokenizer }: Pick<EncoderConfig, 'tokenizer'>, values: Float32Array, count: number): tf.Tensor {
  const { data, shape } = inputValues({ tokenizer }, values, count);
  return tf.tensor(data, [...shape], 'float32');
}

/** The same before it is uploaded. @param groups of each cloud, where they were found before; else they are searched for now */
export function inputValues(
  { tokenizer }: Pick<EncoderConfig, 'tokenizer'>,
  values: Float32Array,
  count: number,
  groups: readonly GroupIndices[] | null = null,
): HostTensor {
  return { data: hostInput(tokenizer, values, count, groups), shape: [count, ...inputShape({ tokenizer })] };
}

/**
 * @param input as `inputTensor` makes it
 * @param applyBatchNorm how batch norms are computed, where the tokenizer has them
 * @returns tokens [B·N, D] without positions; intermediates belong to the caller's tidy
 */
export function tokens(
  params: Params,
  { tokenizer, layerNormEps }: Pick<EncoderConfig, 'tokenizer' | 'layerNormEps'>,
  input: tf.Tensor,
  applyBatchNorm: ApplyBatchNorm = batchNorm,
): tf.Tensor {
  switch (tokenizer.kind) {
    case 'patch':
      return patchTokens(params, tokenizer, input);
    case 'tubelet':
      return project(params, tf.reshape(input, [-1, input.shape[2] as number]));
    case 'points':
      return pointTokens(params, tokenizer, layerNormEps, input, applyBatchNorm);
    default:
      return tokenizer satisfies never;
  }
}

/** Multiply-adds of one sample in the tokenizer. */
export function tokenizerMultiplyAdds(config: EncoderConfig): number {
  if (config.tokenizer.kind === 'points') return pointMultiplyAdds(config, config.tokenizer);
  const weight = tokenizerShapes(config)['patch_embed.proj.weight']!;
  return tokenCount(config) * weight.reduce((a, b) => a * b, 1);
}

function hostInput(
  tokenizer: EncoderConfig['tokenizer'],
  values: Float32Array,
  count: number,
  groups: readonly GroupIndices[] | null,
): Float32Array {
  switch (tokenizer.kind) {
    case 'patch':
      return patchInput(tokenizer, values, count);
    case 'tubelet':
      return tubeletInput(tokenizer, values, count);
    case 'points':
      return pointInput(tokenizer, values, count, groups);
    default:
      return tokenizer satisfies never;
  }
}
