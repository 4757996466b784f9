/**
 * @file `models/<id>/config.json` → EncoderConfig and card facts. The file is outside data: everything in it is checked.
 */
import * as v from 'valibot';
import { PlaygroundError } from '../errors.ts';
import { bodyParameters } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { PLAIN_SHAPE } from '../m2pt/plain-shape.ts';

/** Largest model that is opened; ViT-L has 304 million. */
const MAX_PARAMETERS = 400e6;

const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));
const pair = (max: number) => v.tuple([count(max), count(max)]);
const perChannel = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1), v.maxLength(64));

const ConfigSchema = v.object({
  format: v.literal('m2pt-encoder'),
  version: v.literal(1),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  modality: v.picklist(['image', 'audio', 'point', 'video']),
  embedDim: count(4096),
  depth: count(64),
  numHeads: count(64),
  mlpRatio: v.pipe(v.number(), v.minValue(0.5), v.maxValue(16)),
  layerNormEps: v.pipe(v.number(), v.minValue(0), v.maxValue(0.1)),
  qkvBias: v.boolean(),
  tokenizer: v.object({ kind: v.literal('patch'), inputSize: pair(2048), patchSize: pair(256), inChannels: count(64) }),
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
  const fail = (message: string) =>
    new PlaygroundError({
      code: 'model-config',
      message: `${where} ${message}.`,
      hint: 'See docs/models.md for what a model folder holds.',
      where,
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw fail('is not JSON');
  }
  const parsed = v.safeParse(ConfigSchema, json);
  if (!parsed.success) {
    const issues = parsed.issues.map(
      (issue) => `${v.getDotPath(issue) ?? 'the whole'}: expected ${issue.expected ?? 'another value'}, got ${issue.received}`,
    );
    throw fail(`cannot be used: ${issues.slice(0, 6).join('; ')}`);
  }
  const { pretraining, license, parameters: _, format: __, version: ___, ...stated } = parsed.output;
  const config: EncoderConfig = {
    ...PLAIN_SHAPE,
    ...stated,
    tokenizer: { ...stated.tokenizer, stride: stated.tokenizer.patchSize, transposed: false },
    finalNormEps: stated.layerNormEps,
  };
  if (config.embedDim % config.numHeads) throw fail(`has width ${config.embedDim}, which is no multiple of its ${config.numHeads} heads`);
  if (config.embedDim % 4) throw fail(`has width ${config.embedDim}; a multiple of 4 is needed`);
  const { inputSize, patchSize, inChannels } = stated.tokenizer;
  if (inputSize[0] % patchSize[0] || inputSize[1] % patchSize[1])
    throw fail(`cuts ${inputSize.join('×')} into patches of ${patchSize.join('×')}, which does not go evenly`);
  const { mean, std } = config.normalization;
  if (mean.length !== inChannels || std.length !== inChannels || std.some((value) => value <= 0))
    throw fail(`needs ${inChannels} means and ${inChannels} positive standard deviations`);
  if (!Number.isInteger(config.embedDim * config.mlpRatio))
    throw fail(`has MLP ratio ${config.mlpRatio}, which gives no whole number of hidden units at width ${config.embedDim}`);
  if (config.modality === 'image' && inChannels !== 3) throw fail(`takes ${inChannels} channels; pictures are read as RGB, 3 channels`);
  const parameters = bodyParameters(config);
  if (parameters > MAX_PARAMETERS)
    throw fail(`describes ${Math.round(parameters / 1e6)} million parameters; at most ${MAX_PARAMETERS / 1e6} million can be opened`);
  return { config, license, data: pretraining?.data ?? '' };
}
