/**
 * @file How timm builds the same network: the entry of its registry, its arguments, and its names for our tensors.
 * Any ViT entry takes the sizes as arguments, so the smallest one serves; DeiT's class of two heads is another entry.
 */
import { PlaygroundError } from '../errors.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import type { TensorSource } from './tensor-source.ts';

/** timm's LayerNorm adds this; its `model_args` cannot say another. */
export const TIMM_EPS = 1e-6;

export interface TimmModel {
  /** Name in timm's registry. */
  architecture: 'vit_tiny_patch16_224' | 'deit_tiny_distilled_patch16_224';
  /** Keyword arguments of `timm.create_model` beside `num_classes`. */
  args: Record<string, unknown>;
  /** [channels, height, width] */
  inputSize: [number, number, number];
}

/** True for models that timm's ViT can be: the others keep this app's own layout. */
export function isTimmModel(config: EncoderConfig): boolean {
  return timmMisfit(config) === null;
}

/** @throws PlaygroundError `export-unsupported` naming what timm's ViT cannot express */
export function timmModel(config: EncoderConfig): TimmModel {
  const { tokenizer, prefixTokens, pooling, finalNorm } = config;
  const misfit = timmMisfit(config);
  if (misfit !== null || tokenizer.kind !== 'patch') throw unsupported(config.name, 'timm', misfit ?? 'no patches');
  const distilled = isDistilled(config);
  const shared = {
    img_size: squared(tokenizer.inputSize),
    patch_size: squared(tokenizer.patchSize),
    in_chans: tokenizer.inChannels,
    embed_dim: config.embedDim,
    depth: config.depth,
    num_heads: config.numHeads,
    mlp_ratio: timmRatio(config),
    qkv_bias: config.qkvBias,
  };
  const inputSize: TimmModel['inputSize'] = [tokenizer.inChannels, ...tokenizer.inputSize];
  if (distilled) return { architecture: 'deit_tiny_distilled_patch16_224', args: { ...shared, global_pool: 'token' }, inputSize };
  return {
    architecture: 'vit_tiny_patch16_224',
    inputSize,
    args: {
      ...shared,
      class_token: prefixTokens.includes('cls'),
      ...(prefixTokens.includes('dist') ? { reg_tokens: 1 } : {}),
      global_pool: pooling === 'mean' ? 'avg' : 'token',
      fc_norm: finalNorm === 'fc_norm',
    },
  };
}

/** What timm's ViT cannot express, as a phrase; null where it can. */
function timmMisfit(config: EncoderConfig): string | null {
  const { tokenizer, prefixTokens, pooling, head, finalNorm } = config;
  if (tokenizer.kind !== 'patch') return `a ${tokenizer.kind} tokenizer`;
  if (String(tokenizer.stride) !== String(tokenizer.patchSize)) return 'patches that overlap';
  if (tokenizer.transposed) return 'samples that are turned before they are cut';
  if (config.positions !== 'learned') return `${config.positions} positions`;
  if (head !== 'linear' && head !== 'distilled') return `a head of kind ${head}`;
  const distilled = isDistilled(config);
  if (distilled && String(prefixTokens) !== 'cls,dist') return 'a distilled head without both prefix tokens';
  if (distilled && finalNorm !== 'norm') return 'a norm after pooling with a distilled head';
  if (!distilled && pooling !== 'mean' && pooling !== 'cls') return `pooling of kind ${pooling}`;
  if (prefixTokens.includes('dist') && prefixTokens[0] !== 'cls') return 'a distillation token without a cls token';
  if (pooling === 'cls' && prefixTokens[0] !== 'cls') return 'pooling by a cls token that is not there';
  return null;
}

/**
 * timm's name of a parameter of ours; nearly always the same. DeiT's class always averages two heads, so a dist token that
 * no head reads becomes a register token of the plain class, which computes the same.
 */
export function timmName(config: EncoderConfig, name: string): string {
  return name === 'dist_token' && !isDistilled(config) ? 'reg_token' : name;
}

/**
 * Our tensors under timm's names. A linear head over the mean of cls and dist becomes DeiT's pair, with equal heads:
 * (h(cls) + h(dist)) / 2 = h((cls + dist) / 2).
 */
export function timmTensors(config: EncoderConfig, sources: readonly TensorSource[]): TensorSource[] {
  const named = sources.map((source) => ({ ...source, name: timmName(config, source.name) }));
  if (!isDistilled(config) || config.head === 'distilled') return named;
  const heads = named.filter(({ name }) => name.startsWith('head.'));
  return [...named, ...heads.map((head) => ({ ...head, name: head.name.replace('head.', 'head_dist.') }))];
}

/** timm cuts the product of width and ratio down to a whole number; a ratio that was rounded must not lose a hidden unit there. */
function timmRatio({ embedDim, mlpRatio }: EncoderConfig): number {
  const hidden = Math.round(embedDim * mlpRatio);
  const ratio = hidden / embedDim;
  return Math.floor(embedDim * ratio) === hidden ? ratio : ratio * (1 + Number.EPSILON);
}

function isDistilled({ head, pooling }: EncoderConfig): boolean {
  return head === 'distilled' || pooling === 'cls-dist';
}

/** True when timm, left to itself, would compute with another epsilon than the model was trained with. */
export function needsOwnEps({ layerNormEps, finalNormEps }: Pick<EncoderConfig, 'layerNormEps' | 'finalNormEps'>): boolean {
  return layerNormEps !== TIMM_EPS || finalNormEps !== TIMM_EPS;
}

export function unsupported(model: string, format: string, what: string): PlaygroundError {
  return new PlaygroundError({
    code: 'export-unsupported',
    message: `${model} has ${what}, which the ${format} export cannot express.`,
    hint: 'Choose another format, or another target.',
  });
}

/** timm takes one number for a square. */
function squared([height, width]: readonly [number, number]): number | [number, number] {
  return height === width ? height : [height, width];
}
