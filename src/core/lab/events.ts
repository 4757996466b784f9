/**
 * @file What an experiment reports while it runs, and its results. Types only: the page's charts and
 * the files of `npm run lab` are both made from these.
 */
import type { ArmName } from '../../config/run-config.ts';

/** One training run: one arm with one seed. Both arms of a seed are neighbours in the plan. */
export interface PlannedRun {
  index: number;
  arm: ArmName;
  seed: number;
}

export interface SplitSizes {
  train: number;
  validation: number;
  test: number;
}

export interface ExperimentStarted {
  type: 'experimentStarted';
  runs: PlannedRun[];
  epochs: number;
  stepsPerEpoch: number;
  /** Steps of one run. */
  stepsPerRun: number;
  split: SplitSizes;
  /** `blocks.0.attn.qkv`, …; with split qkv `blocks.0.attn.qkv.q`, …. Empty without a pathway. */
  lambdaNames: string[];
  /** ‖W_aux‖ / ‖W‖ (Frobenius) at the start, in the order of `lambdaNames`: λ times this is the pathway's relative size. */
  auxiliaryRatio: number[];
}

export interface RunStarted {
  type: 'runStarted';
  run: PlannedRun;
}

/** A group of consecutive training steps of one run; at most about four groups a second are sent. */
export interface StepsFinished {
  type: 'stepsFinished';
  run: number;
  /** Index of the first step in the group, from 0. */
  firstStep: number;
  /** Training loss before the update of each step. */
  losses: number[];
  /** Global gradient norm before clipping, of each step. */
  gradNorms: number[];
  /** Wall time of each step in ms; steps that were read back together get the mean of their group. */
  stepMs: number[];
  /** λ after each step, [steps × lambdaNames]; empty for the baseline arm. */
  lambdas: Float32Array;
  examplesPerSecond: number;
  /** Bytes that tensors hold on the backend now. */
  memoryBytes: number;
}

export interface EpochFinished {
  type: 'epochFinished';
  run: number;
  /** From 1. */
  epoch: number;
  /** Steps done so far. */
  step: number;
  validationLoss: number;
  /** In [0, 1]. */
  validationAccuracy: number;
  /** Class probabilities of the watched validation samples, [watched][C]. */
  watched: { sample: number; label: number; probabilities: number[] }[];
}

export interface RunResult {
  arm: ArmName;
  seed: number;
  /** In [0, 1]; after the last epoch. */
  valAccuracy: number;
  /** In [0, 1]; after the last epoch, on samples that were never trained on. */
  testAccuracy: number;
  trainLoss: number[];
  /** Last λ by name; empty for the baseline. */
  lambda: Record<string, number>;
  stepMsMedian: number;
  secondsTotal: number;
  /** [true class][predicted class] counts on the test set. */
  confusion: number[][];
}

export interface RunFinished {
  type: 'runFinished';
  run: number;
  result: RunResult;
}

/** A run that was stopped by the user; its numbers stay out of every mean. */
export interface RunStopped {
  type: 'runStopped';
  run: number;
  step: number;
}

/** Mean with a 95 % t-interval; `ci95` is null for fewer than two values. Accuracies as fractions; differences may be negative. */
export interface MeanInterval {
  mean: number;
  ci95: [number, number] | null;
  n: number;
}

export type VerdictWord = 'helps' | 'no difference seen' | 'hurts' | 'too early to say';

/** Paired comparison over the seeds whose both runs are complete. */
export interface Comparison {
  pairs: { seed: number; baseline: number; pathway: number; difference: number }[];
  baseline: MeanInterval;
  pathway: MeanInterval;
  difference: MeanInterval;
  verdict: VerdictWord;
  /** Total pairs needed to see a difference of one percentage point, given the spread seen; null when unknown. */
  pairsForOnePoint: number | null;
}

/** Sent after every finished run and at the end. */
export interface ComparisonUpdated {
  type: 'comparisonUpdated';
  comparison: Comparison;
}

export interface ExperimentFinished {
  type: 'experimentFinished';
  stopped: boolean;
  results: RunResult[];
  secondsTotal: number;
  /** True when a complete pair is in memory, so that it can be merged and tried. */
  canMerge: boolean;
}

export type ExperimentEvent =
  | ExperimentStarted
  | RunStarted
  | StepsFinished
  | EpochFinished
  | RunFinished
  | RunStopped
  | ComparisonUpdated
  | ExperimentFinished;

/** A time with its 95 % interval of the median, in ms. */
export interface Latency {
  medianMs: number;
  ci95: [number, number];
}

export interface MergeColumn {
  parameters: number;
  bytes: number;
  /** Multiply-adds of one sample. */
  multiplyAdds: number;
  /** GPU dispatches (WebGPU) or backend operations (elsewhere) of one sample. */
  dispatches: number;
  latency: Latency;
}

export interface MergeReport {
  seed: number;
  baseline: MergeColumn;
  twoBranch: MergeColumn;
  merged: MergeColumn;
  /** What `dispatches` counts on this backend. */
  dispatchUnit: 'dispatches' | 'operations';
  latencyPairs: number;
  /** Median of paired latency ratios merged ÷ baseline, with its 95 % interval. */
  mergedToBaseline: { ratio: number; ci95: [number, number] };
  /** Largest absolute difference of a logit, merged against two branches, over the compared samples. */
  maxAbsLogitDifference: number;
  /** ‖merged − twoBranch‖ / ‖twoBranch‖ over all logits compared. */
  relativeLogitDifference: number;
  samplesCompared: number;
}
