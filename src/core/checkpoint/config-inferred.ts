/**
 * @file EncoderConfig from names and shapes, for checkpoints without a config.json or with a loose one. Without one, what the
 * tensors do not tell is assumed as the family was published, and said in a note.
 */
import type { EncoderConfig, Family } from '../m2pt/encoder-config.ts';
import { POINT_MAE_NET } from '../m2pt/plain-shape.ts';
import { configError, type Described } from './config-problem.ts';
import { ALIASES, type Hints } from './loose-config.ts';
import { AUDIOSET, HALF, IMAGENET, POINTS, plain } from './normalizations.ts';
import { poolingFromNames, type TensorFacts } from './tensor-facts.ts';

const MEL_BINS = 128;

/**
 * @param stated what a loose configuration states; null without one, and only then heads and groups are assumed
 * @throws PlaygroundError `model-config` when even the width cannot be told, or a configuration leaves open what no tensor tells
 */
export function inferConfig(family: Family, name: string, facts: TensorFacts, where: string, stated: Hints | null): Described {
  const hints = stated ?? {};
  const points = isPointModel(facts);
  if (stated) refuseGaps(stated, points, where);
  const embedDim = hints.embedDim ?? facts.embedDim;
  const depth = hints.depth ?? facts.depth;
  if (!embedDim || !facts.hidden || !depth)
    throw configError(where, 'cannot be told from its tensors: no first block is there. Add the config.json of the model');
  const numHeads = hints.numHeads ?? (points ? 6 : embedDim / 64);
  if (!Number.isInteger(numHeads))
    throw configError(
      where,
      `does not tell its heads: width ${embedDim} is no multiple of 64. Put a config.json with the key num_heads beside it`,
    );
  const { mlpRatio = facts.hidden / embedDim, hidden = facts.hidden } = hints;
  if (hidden !== facts.hidden || Math.abs(mlpRatio * embedDim - facts.hidden) >= 1)
    throw configError(where, `states an MLP of ${hints.hidden ?? mlpRatio * embedDim} hidden units; the tensors have ${facts.hidden}`);
  const notes = hints.numHeads
    ? []
    : [`No configuration states the heads; ${numHeads} were assumed, as published models of this width have.`];
  const eps = hints.eps ?? (points ? 1e-5 : family.startsWith('hf-') ? 1e-12 : 1e-6);
  const common = {
    name,
    embedDim,
    depth,
    numHeads,
    mlpRatio: facts.hidden / embedDim,
    layerNormEps: eps,
    finalNormEps: eps,
    qkvBias: facts.qkvBias,
    prefixTokens: facts.prefixTokens,
  };
  if (points) return pointCloud(common, family, facts, hints, notes);
  if (!facts.patchKernel) throw configError(where, 'cannot be told from its tensors: the tokenizer is missing');
  return facts.patchKernel.length === 5
    ? clips(common, family, facts, facts.patchKernel, hints, notes)
    : patches(common, family, facts, facts.patchKernel, hints, where, notes);
}

/** Heads and groups change no shape, so that a wrong guess would go unseen. */
function refuseGaps(hints: Hints, points: boolean, where: string): void {
  const needed: (keyof Hints)[] = points ? ['numHeads', 'groups', 'neighbours'] : ['numHeads'];
  const gaps = needed.filter((key) => hints[key] === undefined).map((key) => ALIASES[key].slice(0, 2).join(' or '));
  if (gaps.length === 0) return;
  throw configError(where, `leaves open what the tensors do not tell: it needs ${gaps.join(', ')} beside what it states`);
}

/** Whether the tensors begin with Point-MAE's small PointNet. */
export function isPointModel({ has }: Pick<TensorFacts, 'has'>): boolean {
  return has('patch_embed.first_conv.0.weight');
}

type Common = Pick<
  EncoderConfig,
  'name' | 'embedDim' | 'depth' | 'numHeads' | 'mlpRatio' | 'layerNormEps' | 'finalNormEps' | 'qkvBias' | 'prefixTokens'
>;

function pointCloud(common: Common, family: Family, facts: TensorFacts, hints: Hints, notes: string[]): Described {
  const { groups = 64, neighbours = 32 } = hints;
  const withClass = facts.has('cls_token');
  // Point-MAE always has batch norms: where their statistics are not in the file, that is what is said to be missing.
  const net = { ...POINT_MAE_NET, ...facts.pointNet, ...(family === 'point-mae' ? { norm: POINT_MAE_NET.norm } : {}) };
  if (!hints.groups) notes.push(`No configuration states the groups; ${groups} groups of ${neighbours} points were assumed.`);
  return {
    config: {
      ...common,
      modality: 'point',
      tokenizer: { kind: 'points', groups, neighbours, ...net },
      positions: 'mlp',
      pooling: withClass ? 'cls-max' : 'max',
      finalNorm: 'norm',
      head: 'mlp',
      normalization: POINTS,
    },
    notes,
    assumed: false,
  };
}

function clips(common: Common, family: Family, facts: TensorFacts, kernel: readonly number[], hints: Hints, notes: string[]): Described {
  const [, inChannels, t, h, w] = kernel as [number, number, number, number, number];
  const { frames = 16, inputSize = [224, 224] } = hints;
  if (!hints.frames || !hints.inputSize)
    notes.push(`No configuration states the whole size of clips; ${frames} frames of ${inputSize.join('×')} were assumed.`);
  const { pooling, finalNorm } = pooled(facts, hints);
  return {
    config: {
      ...common,
      finalNormEps: family === 'hf-videomae' && finalNorm === 'fc_norm' ? 1e-5 : common.finalNormEps,
      modality: 'video',
      tokenizer: { kind: 'tubelet', frames, inputSize, tubeletSize: [t, h, w], inChannels },
      positions: facts.positions ? 'learned' : 'sinusoid',
      pooling,
      finalNorm,
      head: 'linear',
      normalization: inChannels === 3 ? IMAGENET : plain(inChannels),
    },
    notes,
    assumed: true,
  };
}

function patches(
  common: Common,
  family: Family,
  facts: TensorFacts,
  kernel: readonly number[],
  hints: Hints,
  where: string,
  notes: string[],
): Described {
  const [, inChannels, h = 0, w = 0] = kernel as [number, number, number, number];
  if (!h || !w || !facts.positions) throw configError(where, 'does not tell the size of its patches. Add a config.json that states it');
  const tokens = facts.positions - common.prefixTokens.length;
  const ast = family === 'hf-ast';
  const audio = inChannels === 1;
  const stride: [number, number] = ast ? [10, 10] : [h, w];
  const side = Math.sqrt(tokens);
  const columns = MEL_BINS / w;
  let inputSize: [number, number] = [side * h, side * w];
  if (ast) inputSize = [MEL_BINS, h + stride[1] * (tokens / (Math.floor((MEL_BINS - h) / stride[0]) + 1) - 1)];
  else if (audio) inputSize = [(tokens / columns) * h, MEL_BINS];
  if (hints.inputSize && !ast) inputSize = hints.inputSize;
  else notes.push(`No configuration states the input; ${inputSize.join('×')} was told from the positions.`);
  if (!inputSize.every((size) => Number.isInteger(size) && size > 0))
    throw configError(where, `has ${tokens} positions, which are no square. Add a config.json that states the input size`);
  const { pooling, finalNorm } = pooled(facts, hints);
  const distilled = facts.has('head_dist.weight');
  return {
    config: {
      ...common,
      modality: audio ? 'audio' : 'image',
      tokenizer: { kind: 'patch', inputSize, patchSize: [h, w], stride, inChannels, transposed: ast },
      positions: 'learned',
      pooling: ast ? 'cls-dist' : pooling,
      finalNorm,
      head: ast ? 'norm-linear' : distilled ? 'distilled' : 'linear',
      normalization: audio ? AUDIOSET : inChannels !== 3 ? plain(inChannels) : halfRange(family, facts) ? HALF : IMAGENET,
    },
    notes,
    assumed: true,
  };
}

/** A stated pooling keeps the norm where the names have it; without a class token there is only the mean, or the first token. */
function pooled(facts: TensorFacts, { meanPooling }: Hints): Pick<EncoderConfig, 'pooling' | 'finalNorm'> {
  const told = poolingFromNames(facts);
  return meanPooling === undefined ? told : { ...told, pooling: meanPooling ? 'mean' : 'cls' };
}

/** timm's and Hugging Face's ViT of ImageNet-21k see −1 … 1; DeiT and MAE see ImageNet's deviation. */
function halfRange(family: Family, { prefixTokens }: TensorFacts): boolean {
  return family === 'hf-vit' || (family === 'timm' && !prefixTokens.includes('dist'));
}
