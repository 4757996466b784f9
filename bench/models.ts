/**
 * @file The models that are measured, and the one start and the one batch that every library gets: same seed, same numbers.
 */
import { initBody, initHead } from '../src/core/m2pt/encoder.ts';
import type { EncoderConfig, PatchTokenizer } from '../src/core/m2pt/encoder-config.ts';
import { attachPathway } from '../src/core/m2pt/pathway.ts';
import { PLAIN_SHAPE, tokenCount } from '../src/core/m2pt/plain-shape.ts';
import { initBlock } from '../src/core/nn/block.ts';
import type { HostParams } from '../src/core/tensor/params.ts';
import { createRng } from '../src/core/tensor/rng.ts';
import type { Job } from './engines/engine.ts';

/** Learning rate of every library's Adam; the others are `ADAM` of core/kernels. No decay, no clipping: not all know them. */
export const LEARNING_RATE = 1e-3;
/** λ that the pathway starts with: not 0, so that the folded weights differ from the plain ones. */
const LAMBDA = 0.1;

export interface BenchModel {
  config: EncoderConfig & { tokenizer: PatchTokenizer };
  classes: number;
  /** One transformer block by itself: rows [B·N, D] in, loss mean(y²); forward and backward, no update. */
  blockOnly: boolean;
}

const NANO: BenchModel['config'] = {
  name: 'nano',
  modality: 'image',
  embedDim: 128,
  depth: 6,
  numHeads: 4,
  mlpRatio: 4,
  layerNormEps: 1e-6,
  qkvBias: true,
  ...PLAIN_SHAPE,
  tokenizer: { kind: 'patch', inputSize: [64, 64], patchSize: [8, 8], stride: [8, 8], inChannels: 3, transposed: false },
  normalization: { mean: [0, 0, 0], std: [1, 1, 1] },
};
/** timm's vit_tiny_patch16_224, N = 196 and a class token. */
const TINY: BenchModel['config'] = {
  ...NANO,
  name: 'vit-tiny',
  embedDim: 192,
  depth: 12,
  numHeads: 3,
  prefixTokens: ['cls'],
  pooling: 'cls',
  finalNorm: 'norm',
  tokenizer: { ...NANO.tokenizer, inputSize: [224, 224], patchSize: [16, 16], stride: [16, 16] },
};

const MODELS: Record<string, BenchModel> = {
  nano: { config: NANO, classes: 10, blockOnly: false },
  'vit-tiny': { config: TINY, classes: 1000, blockOnly: false },
  'vit-b-block': { config: { ...TINY, name: 'vit-b-block', embedDim: 768, depth: 1, numHeads: 12 }, classes: 0, blockOnly: true },
  // For `--quick`: the same code paths in a second.
  micro: {
    config: { ...NANO, name: 'micro', embedDim: 32, depth: 2, numHeads: 2, tokenizer: { ...NANO.tokenizer, inputSize: [24, 24] } },
    classes: 3,
    blockOnly: false,
  },
};

export function modelOf(name: string): BenchModel {
  const model = MODELS[name];
  if (!model) throw new Error(`There is no model ${name}: known are ${Object.keys(MODELS).join(', ')}.`);
  return model;
}

/** Tokens of a sample, the class token counted. */
export function lengthOf({ config }: BenchModel): number {
  return config.prefixTokens.length + tokenCount(config);
}

/** Start of the plain model; a fresh copy at each call. */
export function startOf({ config, classes, blockOnly }: BenchModel): HostParams {
  const rng = createRng(1, 'bench-head');
  return blockOnly ? initBlock('blocks.0', config, rng) : { ...initBody(config, 1), ...initHead(config, classes, rng) };
}

/** The same with an auxiliary at every linear. */
export function pathwayStartOf(model: BenchModel): HostParams {
  const { config } = model;
  const auxiliary = initBody(config, 2);
  const layers = ['qkv', 'proj', 'fc1', 'fc2'] as const;
  return attachPathway(startOf(model), config, auxiliary, config, { layers, lambdaInit: LAMBDA, splitQkv: false, depthOrder: 'normal' });
}

export interface BenchBatch {
  /** [B, C, H, W]; of a block rows [B·N, D]. */
  values: Float32Array;
  /** The same cut into patches, [B, N, C·P·P], as libraries get it that do not cut by themselves; of a block the same. */
  patches: Float32Array;
  /** One-hot [B, classes]. */
  targets: Float32Array;
}

export function batchOf(model: BenchModel, { batch }: Pick<Job, 'batch'>): BenchBatch {
  const { config, classes, blockOnly } = model;
  const [height, width] = config.tokenizer.inputSize;
  const size = blockOnly ? lengthOf(model) * config.embedDim : config.tokenizer.inChannels * height * width;
  const rng = createRng(2, 'bench-batch');
  const values = Float32Array.from({ length: batch * size }, () => rng.normal());
  const targets = new Float32Array(batch * classes);
  if (!blockOnly) for (let i = 0; i < batch; i++) targets[i * classes + rng.integer(classes)] = 1;
  return { values, patches: blockOnly ? values : cut(config.tokenizer, values, batch), targets };
}

/** [B, C, H, W] → [B, N, C·P·P], channel-major within a patch as the weight [D, C, P, P] is. */
function cut({ inputSize: [height, width], patchSize: [ph, pw], inChannels }: PatchTokenizer, values: Float32Array, batch: number) {
  const rows = height / ph;
  const columns = width / pw;
  const patches = new Float32Array(values.length);
  let at = 0;
  for (let sample = 0; sample < batch; sample++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let channel = 0; channel < inChannels; channel++)
          for (let y = 0; y < ph; y++) {
            const from = ((sample * inChannels + channel) * height + row * ph + y) * width + column * pw;
            patches.set(values.subarray(from, from + pw), at);
            at += pw;
          }
  return patches;
}
