/**
 * @file How much work training is, in multiply-adds of matrix products, from the numbers on a model's card alone. Divided by
 * a rate measured on this machine it tells how long an experiment takes before it begins. Plain arithmetic; the page uses it
 * too. Held by predict-time.test.ts against multiply-adds.ts and against the matrix products of a real experiment.
 */
import type { ArmName, RunConfig } from '../../config/run-config.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { tokenCount } from './plain-shape.ts';

/** Most training samples that a head's start values come from (`train/start-head.ts`). */
const HEAD_SAMPLES = 256;

/** Multiply-adds of one sample in all blocks: six linear layers and the two products of attention. */
export function blockMultiplyAdds(config: EncoderConfig): number {
  const { embedDim: D, depth, mlpRatio } = config;
  const tokens = config.prefixTokens.length + tokenCount(config);
  return depth * tokens * D * ((4 + 2 * mlpRatio) * D + 2 * tokens);
}

/** Multiply-adds of one sample where tokens are made. */
function tokenizerWork({ embedDim: D, tokenizer }: EncoderConfig): number {
  switch (tokenizer.kind) {
    case 'patch':
      return tokenCount({ tokenizer }) * D * tokenizer.patchSize[0] * tokenizer.patchSize[1] * tokenizer.inChannels;
    case 'tubelet':
      return tokenCount({ tokenizer }) * D * tokenizer.tubeletSize.reduce((a, b) => a * b, tokenizer.inChannels);
    case 'points': {
      const [first, local, hidden] = tokenizer.widths;
      const point = 3 * first + first * local + local * hidden + hidden * D;
      return tokenizer.groups * (tokenizer.neighbours * point + local * hidden);
    }
    default:
      return tokenizer satisfies never;
  }
}

/** Multiply-adds of one sample, forward. Without head and positions, which are less than a hundredth. */
export function forwardWork(config: EncoderConfig): number {
  return tokenizerWork(config) + blockMultiplyAdds(config);
}

/**
 * Forward passes that a training step costs: two more for the gradients of inputs and weights, none where only the head
 * learns.
 */
function passes(arm: ArmName, { mode, lambdaLearnable }: Pick<RunConfig, 'mode' | 'lambdaLearnable'>): number {
  return mode === 'tune' || (arm === 'pathway' && lambdaLearnable) ? 3 : 1;
}

/** Multiply-adds of one training step. @param samples in the batch */
export function stepWork(config: EncoderConfig, samples: number, arm: ArmName, plan: Pick<RunConfig, 'mode' | 'lambdaLearnable'>): number {
  return samples * passes(arm, plan) * forwardWork(config);
}

export interface ExperimentPlan extends Pick<RunConfig, 'mode' | 'lambdaLearnable' | 'epochs' | 'batchSize' | 'pairedSeeds'> {
  arms: readonly ArmName[];
  /** Samples in each part of the split. */
  split: { train: number; validation: number; test: number };
}

/**
 * Multiply-adds of all runs: for every seed a pass over training samples, from which both arms' heads start; then whole
 * batches only, validation after every epoch, the test at the end.
 */
export function experimentWork(config: EncoderConfig, plan: ExperimentPlan): number {
  const { split, epochs, pairedSeeds } = plan;
  const batch = Math.max(1, Math.min(plan.batchSize, split.train));
  const steps = epochs * Math.floor(split.train / batch);
  const measured = (epochs * split.validation + split.test) * forwardWork(config);
  const start = Math.min(HEAD_SAMPLES, split.train) * forwardWork(config);
  return pairedSeeds * plan.arms.reduce((sum, arm) => sum + steps * stepWork(config, batch, arm, plan) + measured, start);
}
