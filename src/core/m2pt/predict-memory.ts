/**
 * @file How much memory a model needs on the backend, from the numbers on its card alone. Said before a download and
 * on every card. Plain arithmetic; the page uses it too. docs/hub.md explains the terms.
 * Held by predict-memory.test.ts against what tfjs counts in real steps.
 */
import type { EncoderConfig } from './encoder-config.ts';
import { tokenCount } from './plain-shape.ts';

export interface TrainingPlan {
  batchSize: number;
  /** An auxiliary of the same shape is joined. */
  hasAuxiliary: boolean;
  auxiliaryTrainable: boolean;
  /** `fix` trains λ and head only: no moments of the body. */
  mode: 'tune' | 'fix';
  /** From two on, the last complete pair stays in memory while the next is trained. */
  pairedSeeds: number;
  /** Samples in the training set; passes over fewer than a full evaluation batch need less. */
  samples?: number;
}

const F32 = 4;
/** Most samples in one forward pass without gradients. */
const MOST_AT_ONCE = 64;
/** Values of the largest tensor in such a pass, 128 MB: attention scores, or the MLP's hidden layer. */
const LARGEST_TENSOR = 2 ** 25;

/** Samples in one forward pass without gradients, so that long sequences and wide models stay within memory. */
export function inferenceBatch(config: EncoderConfig): number {
  const tokens = config.prefixTokens.length + tokenCount(config);
  const perSample = Math.max(tokens * Math.max(config.numHeads * tokens, config.embedDim * config.mlpRatio), widestOfPoints(config));
  return Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(LARGEST_TENSOR / perSample)));
}

/** Values of the small PointNet's largest tensor for one sample; 0 for other tokenizers. */
function widestOfPoints({ tokenizer, embedDim }: EncoderConfig): number {
  if (tokenizer.kind !== 'points') return 0;
  return tokenizer.groups * tokenizer.neighbours * Math.max(...tokenizer.widths, embedDim);
}

/** Values in the six linear layers of all blocks, which an auxiliary is joined to. */
function linearValues({ embedDim: D, depth, mlpRatio }: EncoderConfig): number {
  return depth * (4 + 2 * mlpRatio) * D * D;
}

/** Values of the body, without head. */
function bodyValues(config: EncoderConfig): number {
  const { embedDim: D, depth, mlpRatio, tokenizer, positions } = config;
  const vectors = depth * D * (9 + mlpRatio); // norms and biases of a block
  const learned = positions === 'learned' ? (config.prefixTokens.length + tokenCount(config)) * D : 0;
  return linearValues(config) + vectors + learned + D * patchValues(tokenizer);
}

/** Numbers that one token is made from. */
function patchValues(tokenizer: EncoderConfig['tokenizer']): number {
  switch (tokenizer.kind) {
    case 'patch':
      return tokenizer.patchSize[0] * tokenizer.patchSize[1] * tokenizer.inChannels;
    case 'tubelet':
      return tokenizer.tubeletSize[0] * tokenizer.tubeletSize[1] * tokenizer.tubeletSize[2] * tokenizer.inChannels;
    case 'points':
      return tokenizer.widths[2]; // widths of the small PointNet: 3, first, local, hidden, D
    default:
      return tokenizer satisfies never;
  }
}

/**
 * Values that one sample leaves in the blocks until they are freed, and those of the one step that needs most beside them.
 * A block on T tokens keeps its two norms and what they come from, q, k and v, the sums, and the MLP's hidden layer;
 * attention is H·T² more.
 */
function activations(config: EncoderConfig, a: { perWidth: number; perHidden: number; perScore: number; kept: boolean }) {
  const { embedDim: D, depth, mlpRatio, numHeads } = config;
  const tokens = config.prefixTokens.length + tokenCount(config);
  const scores = numHeads * tokens * tokens;
  const block = tokens * D * (a.perWidth + a.perHidden * mlpRatio) + a.perScore * scores;
  const passing = Math.max(4 * tokens * D * mlpRatio, 4 * scores);
  const input = tokens * (2 * patchValues(config.tokenizer) + 3 * D);
  return depth * block + passing + input + pointNet(config, a.kept);
}

/** Values that the small PointNet leaves: every neighbour of every group goes through all its layers. */
function pointNet({ tokenizer, embedDim: D }: EncoderConfig, kept: boolean): number {
  if (tokenizer.kind !== 'points') return 0;
  const [first, local, hidden] = tokenizer.widths;
  const perPoint = kept ? 9 + 6 * first + 4 * local + 8 * hidden + 5 * D : 9 + 3 * first + 2 * local + 6 * hidden + D;
  return tokenizer.groups * tokenizer.neighbours * perPoint;
}

/**
 * Bytes on the backend at the height of an experiment. Weights, the auxiliary's matrices, the joined ones, gradients, and
 * AdamW's two moments of what is trained; the models that are kept for merging; and the activations of a step or of an
 * evaluation, whichever needs more.
 */
export function trainingMemory(target: EncoderConfig, plan: TrainingPlan): number {
  const body = bodyValues(target);
  const linears = plan.hasAuxiliary ? linearValues(target) : 0;
  const moments = plan.mode === 'tune' ? 2 * (body + (plan.auxiliaryTrainable ? linears : 0)) : 0;
  const running = 2 * (body + linears) + linears + moments;
  const baseline = plan.hasAuxiliary ? body : 0;
  const keptPair = plan.pairedSeeds > 1 ? body + linears + baseline + moments : 0;
  const step = plan.batchSize * activations(target, { perWidth: 20, perHidden: 5, perScore: 1, kept: true });
  const evaluation = forwardValues(target, Math.min(inferenceBatch(target), plan.samples ?? MOST_AT_ONCE));
  return F32 * (running + baseline + keptPair + Math.max(step, evaluation));
}

/** Bytes of the largest single tensor in a step of `batchSize` samples: attention scores, the MLP's hidden layer, or the PointNet's. */
export function largestTensor(config: EncoderConfig, batchSize: number): number {
  const tokens = config.prefixTokens.length + tokenCount(config);
  const ofBlocks = tokens * Math.max(config.numHeads * tokens, config.embedDim * config.mlpRatio);
  return F32 * batchSize * Math.max(ofBlocks, widestOfPoints(config));
}

/** Without gradients a block frees what it made, except its result. */
function forwardValues(config: EncoderConfig, batch: number): number {
  const stream = (config.depth - 1) * (config.prefixTokens.length + tokenCount(config)) * config.embedDim;
  return batch * (stream + activations({ ...config, depth: 1 }, { perWidth: 10, perHidden: 2, perScore: 0, kept: false }));
}

/** Bytes on the backend at the height of a forward pass of `batchSize` samples. */
export function inferenceMemory(config: EncoderConfig, batchSize = inferenceBatch(config)): number {
  return F32 * (bodyValues(config) + forwardValues(config, batchSize));
}
