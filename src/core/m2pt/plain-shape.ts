/**
 * @file What the shipped family and MAE's fine-tuning have in common: no prefix tokens, learned positions, mean over
 * tokens, norm, linear head. Also sizes that follow from a configuration. Plain values; the page may use it.
 */
import { PlaygroundError } from '../errors.ts';
import type { EncoderConfig, PointTokenizer } from './encoder-config.ts';

export const PLAIN_SHAPE = {
  prefixTokens: [],
  positions: 'learned',
  pooling: 'mean',
  finalNorm: 'fc_norm',
  finalNormEps: 1e-6,
  head: 'linear',
} as const satisfies Partial<EncoderConfig>;

/** The small PointNet of Point-MAE as published; what a configuration means that says nothing of it. */
export const POINT_MAE_NET = { norm: 'batch', widths: [128, 256, 512] } as const satisfies Partial<PointTokenizer>;

/**
 * The same model for square pictures of another size; its positions must be resampled to match (`core/checkpoint/resize-encoder.ts`).
 * @param size in pixels; 0 leaves the model as it is
 * @throws PlaygroundError `picture-size` when patches do not divide it
 */
export function atPictureSize(config: EncoderConfig, size: number): EncoderConfig {
  const { tokenizer } = config;
  if (size === 0 || tokenizer.kind !== 'patch' || config.modality !== 'image') return config;
  const fit = tokenizer.patchSize.every((patch) => size % patch === 0);
  if (!fit) {
    const patch = Math.max(...tokenizer.patchSize);
    const near = Math.max(patch, Math.round(size / patch) * patch);
    throw new PlaygroundError({
      code: 'picture-size',
      message: `${config.name} cuts patches of ${tokenizer.patchSize.join('×')} pixels; a picture size of ${size} is no multiple.`,
      hint: `Choose ${near}, or 0 for its own ${tokenizer.inputSize.join('×')}.`,
    });
  }
  return { ...config, tokenizer: { ...tokenizer, inputSize: [size, size] } };
}

/** Steps of the tokenizer along each axis: [rows, columns], [frames, rows, columns] or [groups]. */
export function tokenGrid({ tokenizer }: Pick<EncoderConfig, 'tokenizer'>): number[] {
  switch (tokenizer.kind) {
    case 'patch':
      return tokenizer.inputSize.map((size, axis) => Math.floor((size - tokenizer.patchSize[axis]!) / tokenizer.stride[axis]!) + 1);
    case 'tubelet':
      return [tokenizer.frames, ...tokenizer.inputSize].map((size, axis) => Math.floor(size / tokenizer.tubeletSize[axis]!));
    case 'points':
      return [tokenizer.groups];
    default:
      return tokenizer satisfies never;
  }
}

/** Tokens N of one sample, prefix tokens not counted. */
export function tokenCount(config: Pick<EncoderConfig, 'tokenizer'>): number {
  return tokenGrid(config).reduce((product, steps) => product * steps, 1);
}
