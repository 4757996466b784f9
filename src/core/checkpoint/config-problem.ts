/**
 * @file The one error of configurations, and the checks that every configuration passes, whoever wrote it.
 */
import { PlaygroundError } from '../errors.ts';
import { bodyParameters } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { hiddenWidth } from '../nn/block.ts';

/** Largest model that is opened; ViT-L has 304 million. */
const MAX_PARAMETERS = 400e6;

/** What a configuration says, with what it leaves open. */
export interface Described {
  config: EncoderConfig;
  /** What was assumed or not used, one sentence each. */
  notes: string[];
  /** True where nothing states how inputs were normalised, and a published model's numbers stand in. */
  assumed: boolean;
}

export function configError(where: string, message: string): PlaygroundError {
  return new PlaygroundError({
    code: 'model-config',
    message: `${where} ${message}.`,
    hint: 'A model folder holds model.safetensors and a config.json in the layout of timm, of Hugging Face or of this page.',
    where,
  });
}

/**
 * @param where file name for messages
 * @throws PlaygroundError `model-config` when no such encoder can be built
 */
export function checkConfig(config: EncoderConfig, where: string): void {
  const fail = (message: string) => configError(where, message);
  const { embedDim, numHeads, mlpRatio, depth, tokenizer } = config;
  for (const [what, value, max] of [['width', embedDim, 4096] as const, ['depth', depth, 64] as const, ['heads', numHeads, 64] as const])
    if (!Number.isInteger(value) || value < 1 || value > max) throw fail(`has ${what} ${value}; 1 to ${max} can be opened`);
  if (embedDim % numHeads) throw fail(`has width ${embedDim}, which is no multiple of its ${numHeads} heads`);
  if (embedDim % 4) throw fail(`has width ${embedDim}; a multiple of 4 is needed`);
  if (hiddenWidth(embedDim, mlpRatio) === null)
    throw fail(`has MLP ratio ${mlpRatio}, which gives no whole number of hidden units at width ${embedDim}`);
  const channels = tokenizer.kind === 'points' ? 3 : tokenizer.inChannels;
  const { mean, std } = config.normalization;
  if (mean.length !== channels || std.length !== channels || std.some((value) => value <= 0))
    throw fail(`needs ${channels} means and ${channels} positive standard deviations`);
  if (tokenizer.kind === 'patch') {
    const { inputSize, patchSize } = tokenizer;
    if (inputSize.some((size, axis) => size < patchSize[axis]!))
      throw fail(`cuts ${inputSize.join('×')} into patches of ${patchSize.join('×')}, which are larger`);
  } else if (tokenizer.kind === 'tubelet') {
    const sizes = [tokenizer.frames, ...tokenizer.inputSize];
    if (sizes.some((size, axis) => size % tokenizer.tubeletSize[axis]!))
      throw fail(`cuts ${sizes.join('×')} into boxes of ${tokenizer.tubeletSize.join('×')}, which does not go evenly`);
  }
  checkParts(config, fail);
  const parameters = bodyParameters(config);
  if (parameters > MAX_PARAMETERS)
    throw fail(`describes ${Math.round(parameters / 1e6)} million parameters; at most ${MAX_PARAMETERS / 1e6} million can be opened`);
}

/** Parts that need each other. */
function checkParts(config: EncoderConfig, fail: (message: string) => PlaygroundError): void {
  const { tokenizer, modality, prefixTokens, positions, pooling, head } = config;
  const prefix = prefixTokens.join('+');
  if (!['', 'cls', 'cls+dist'].includes(prefix)) throw fail(`has the prefix tokens ${prefix}; none, cls, or cls and dist are known`);
  if ((tokenizer.kind === 'points') !== (modality === 'point') || (tokenizer.kind === 'tubelet') !== (modality === 'video'))
    throw fail(`has a tokenizer of ${tokenizer.kind} for the modality ${modality}`);
  if ((positions === 'mlp') !== (tokenizer.kind === 'points'))
    throw fail(`has positions “${positions}” with a tokenizer of ${tokenizer.kind}`);
  if ((head === 'distilled' || pooling === 'cls-dist') && prefix !== 'cls+dist')
    throw fail('needs both prefix tokens, cls and dist, for its head');
  if (pooling === 'cls-max' && prefix === '') throw fail('pools its cls token and has none');
}

/** @throws PlaygroundError `model-config` */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw configError(where, 'is not JSON');
  }
}
