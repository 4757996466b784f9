/**
 * @file Hugging Face's config.json (`model_type`) → EncoderConfig. Keys that are absent have the default of that model type:
 * transformers 4 writes only what differs from it.
 */
import * as v from 'valibot';
import type { EncoderConfig, Family } from '../m2pt/encoder-config.ts';
import { count, issueText, listIssues, sides } from './config-fields.ts';
import { configError, type Described } from './config-problem.ts';
import { AUDIOSET, HALF, IMAGENET, plain } from './normalizations.ts';
import type { TensorFacts } from './tensor-facts.ts';

export const MODEL_TYPES: Readonly<Record<string, Family>> = {
  vit: 'hf-vit',
  deit: 'hf-deit',
  vit_mae: 'hf-vit-mae',
  'audio-spectrogram-transformer': 'hf-ast',
  videomae: 'hf-videomae',
};

const Schema = v.object({
  model_type: v.string(),
  hidden_size: v.nullish(count(4096), 768),
  num_hidden_layers: v.nullish(count(64), 12),
  num_attention_heads: v.nullish(count(64), 12),
  intermediate_size: v.nullish(count(65_536), 3072),
  hidden_act: v.nullish(v.string(), 'gelu'),
  layer_norm_eps: v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(0.1)), 1e-12),
  qkv_bias: v.nullish(v.boolean()),
  qv_bias: v.nullish(v.boolean()),
  image_size: v.nullish(sides(2048), 224),
  patch_size: v.nullish(sides(256), 16),
  num_channels: v.nullish(count(64), 3),
  frequency_stride: v.nullish(count(256), 10),
  time_stride: v.nullish(count(256), 10),
  max_length: v.nullish(count(16_384), 1024),
  num_mel_bins: v.nullish(count(1024), 128),
  num_frames: v.nullish(count(256), 16),
  tubelet_size: v.nullish(count(64), 2),
  use_mean_pooling: v.nullish(v.boolean(), true),
  use_absolute_position_embeddings: v.nullish(v.boolean()),
});
type HfConfig = v.InferOutput<typeof Schema>;

/**
 * @param json with a `model_type` of `MODEL_TYPES`
 * @throws PlaygroundError `model-config` for fields of wrong type and for what cannot be expressed
 */
export function huggingFaceConfig(json: unknown, name: string, facts: TensorFacts, where: string): Described {
  const parsed = v.safeParse(Schema, json);
  if (!parsed.success) throw configError(where, `cannot be used: ${listIssues(parsed.issues.map(issueText))}`);
  const given = parsed.output;
  const family = MODEL_TYPES[given.model_type]!;
  if (given.hidden_act !== 'gelu') throw configError(where, `uses the activation “${given.hidden_act}”; only “gelu” is computed here`);
  const eps = given.layer_norm_eps;
  const common = {
    name,
    embedDim: given.hidden_size,
    depth: given.num_hidden_layers,
    numHeads: given.num_attention_heads,
    mlpRatio: given.intermediate_size / given.hidden_size,
    layerNormEps: eps,
    finalNormEps: eps,
    qkvBias: (family === 'hf-videomae' ? (given.qv_bias ?? given.qkv_bias) : given.qkv_bias) ?? true,
  };
  const described = (rest: Rest): Described => ({ config: { ...common, ...rest }, notes: [], assumed: true });
  if (family === 'hf-videomae') return described(videoMae(given, eps));
  if (family === 'hf-ast') return described(ast(given));
  const distilled = family === 'hf-deit' && facts.has('head_dist.weight');
  return described({
    modality: 'image',
    tokenizer: patches(given.image_size, given.patch_size, given.num_channels),
    prefixTokens: family === 'hf-deit' ? ['cls', 'dist'] : ['cls'],
    positions: 'learned',
    pooling: 'cls',
    finalNorm: 'norm',
    head: distilled ? 'distilled' : 'linear',
    normalization: given.num_channels !== 3 ? plain(given.num_channels) : family === 'hf-vit' ? HALF : IMAGENET,
  });
}

function patches(inputSize: [number, number], patchSize: [number, number], inChannels: number): EncoderConfig['tokenizer'] {
  return { kind: 'patch', inputSize, patchSize, stride: patchSize, inChannels, transposed: false };
}

type Rest = Pick<
  EncoderConfig,
  'modality' | 'tokenizer' | 'prefixTokens' | 'positions' | 'pooling' | 'finalNorm' | 'head' | 'normalization'
>;

/** Features [frames, mel] are turned to [mel, frames]; both prefix tokens are averaged after the norm. */
function ast(given: HfConfig): Rest {
  return {
    modality: 'audio',
    tokenizer: {
      kind: 'patch',
      inputSize: [given.num_mel_bins, given.max_length],
      patchSize: given.patch_size,
      stride: [given.frequency_stride, given.time_stride],
      inChannels: 1,
      transposed: true,
    },
    prefixTokens: ['cls', 'dist'],
    positions: 'learned',
    pooling: 'cls-dist',
    finalNorm: 'norm',
    head: 'norm-linear',
    normalization: AUDIOSET,
  };
}

/** With mean pooling the norm comes after it and has PyTorch's default eps; without, the first token is taken. */
function videoMae(given: HfConfig, eps: number): Rest & Pick<EncoderConfig, 'finalNormEps'> {
  const mean = given.use_mean_pooling;
  return {
    modality: 'video',
    tokenizer: {
      kind: 'tubelet',
      frames: given.num_frames,
      inputSize: given.image_size,
      tubeletSize: [given.tubelet_size, ...given.patch_size],
      inChannels: given.num_channels,
    },
    prefixTokens: [],
    positions: 'sinusoid',
    pooling: mean ? 'mean' : 'cls',
    finalNorm: mean ? 'fc_norm' : 'norm',
    finalNormEps: mean ? 1e-5 : eps,
    head: 'linear',
    normalization: given.num_channels === 3 ? IMAGENET : plain(given.num_channels),
  };
}
