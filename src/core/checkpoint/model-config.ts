/**
 * @file The playground's own `config.json` → EncoderConfig and card facts. The file is outside data: everything in it is
 * checked. Fields beyond the shipped family's carry the names of EncoderConfig and default to `PLAIN_SHAPE`.
 */
import * as v from 'valibot';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { PLAIN_SHAPE, POINT_MAE_NET } from '../m2pt/plain-shape.ts';
import { hiddenWidth } from '../nn/block.ts';
import { count, issueText, listIssues } from './config-fields.ts';
import { checkConfig, configError, parseJson } from './config-problem.ts';

const pair = (max: number) => v.tuple([count(max), count(max)]);
const perChannel = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1), v.maxLength(64));
const eps = v.pipe(v.number(), v.minValue(0), v.maxValue(0.1));

const TokenizerSchema = v.variant('kind', [
  v.object({
    kind: v.literal('patch'),
    inputSize: pair(2048),
    patchSize: pair(256),
    stride: v.optional(pair(256)),
    inChannels: count(64),
    transposed: v.optional(v.boolean(), false),
  }),
  v.object({
    kind: v.literal('tubelet'),
    frames: count(256),
    inputSize: pair(2048),
    tubeletSize: v.tuple([count(64), count(256), count(256)]),
    inChannels: count(64),
  }),
  v.object({
    kind: v.literal('points'),
    groups: count(4096),
    neighbours: count(1024),
    norm: v.optional(v.picklist(['batch', 'layer']), POINT_MAE_NET.norm),
    widths: v.optional(v.tuple([count(4096), count(4096), count(4096)]), [...POINT_MAE_NET.widths]),
  }),
]);

const ConfigSchema = v.object({
  format: v.literal('m2pt-encoder'),
  version: v.literal(1),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  modality: v.picklist(['image', 'audio', 'point', 'video']),
  embedDim: count(4096),
  depth: count(64),
  numHeads: count(64),
  mlpRatio: v.pipe(v.number(), v.minValue(0.5), v.maxValue(16)),
  layerNormEps: eps,
  qkvBias: v.boolean(),
  tokenizer: TokenizerSchema,
  prefixTokens: v.optional(v.pipe(v.array(v.picklist(['cls', 'dist'])), v.maxLength(2)), [...PLAIN_SHAPE.prefixTokens]),
  positions: v.optional(v.picklist(['learned', 'sinusoid', 'mlp'])),
  pooling: v.optional(v.picklist(['mean', 'cls', 'cls-dist', 'cls-max', 'max']), PLAIN_SHAPE.pooling),
  finalNorm: v.optional(v.picklist(['norm', 'fc_norm']), PLAIN_SHAPE.finalNorm),
  finalNormEps: v.optional(eps),
  head: v.optional(v.picklist(['linear', 'norm-linear', 'distilled', 'mlp']), PLAIN_SHAPE.head),
  normalization: v.object({ mean: perChannel, std: perChannel }),
  pretraining: v.optional(v.object({ data: v.optional(v.string(), '') })),
  license: v.optional(v.string(), 'not stated'),
  parameters: v.optional(v.number()),
});

export interface ModelConfigFile {
  config: EncoderConfig;
  license: string;
  /** What it was pretrained on, one phrase. */
  data: string;
}

/**
 * @param where file name for messages
 * @throws PlaygroundError `model-config` naming every field that cannot be used
 */
export function parseModelConfig(text: string, where: string): ModelConfigFile {
  const parsed = v.safeParse(ConfigSchema, parseJson(text, where));
  if (!parsed.success) throw configError(where, `cannot be used: ${listIssues(parsed.issues.map(issueText))}`);
  const { pretraining, license, parameters: _, format: __, version: ___, tokenizer, positions, finalNormEps, ...stated } = parsed.output;
  const hidden = hiddenWidth(stated.embedDim, stated.mlpRatio);
  const config: EncoderConfig = {
    ...stated,
    mlpRatio: hidden === null ? stated.mlpRatio : hidden / stated.embedDim, // as other kinds give it, so that equal models compare equal
    tokenizer: tokenizer.kind === 'patch' ? { ...tokenizer, stride: tokenizer.stride ?? tokenizer.patchSize } : tokenizer,
    positions: positions ?? (tokenizer.kind === 'points' ? 'mlp' : PLAIN_SHAPE.positions),
    finalNormEps: finalNormEps ?? stated.layerNormEps,
  };
  checkConfig(config, where);
  return { config, license, data: pretraining?.data ?? '' };
}
