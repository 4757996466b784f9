/**
 * @file The shape of the run store: what the Train and Try columns show. Types only.
 * Series grow in place, so that 10,000 steps cost no copies; `version` counts the changes and is what
 * components subscribe to. It is raised at most four times a second while training.
 */
import type { RunConfig } from '../../config/run-config.ts';
import type { DatasetPlan } from '../../core/data/dataset.ts';
import type { Problem } from '../../core/errors.ts';
import type { Comparison, EpochFinished, ExperimentStarted, MergeReport, PlannedRun, RunResult } from '../../core/lab/events.ts';

/** Everything recorded of one training run. */
export interface RunSeries {
  run: PlannedRun;
  state: 'planned' | 'running' | 'finished' | 'stopped';
  /** Steps recorded so far; the typed arrays below are valid up to it. */
  steps: number;
  /** [capacity] training loss of each step. */
  losses: Float32Array;
  /** [capacity × lambdaNames], λ after each step; length 0 for the baseline arm. */
  lambdas: Float32Array;
  epochs: EpochFinished[];
  result: RunResult | null;
  /** Steps done when it was stopped; a few more than `steps` when the last ones were not reported. */
  stoppedAt?: number;
}

/** What the runs on screen were made of, whatever the settings and the data are now. */
export interface Trained {
  config: RunConfig;
  dataset: DatasetPlan;
}

export type RunPhase = 'idle' | 'starting' | 'running' | 'paused' | 'stopping' | 'finished' | 'failed';

export interface RunState {
  phase: RunPhase;
  /** Plan of the current or last experiment. */
  plan: ExperimentStarted | null;
  /** Settings and data of that experiment. */
  trained: Trained | null;
  /** By run index. */
  series: readonly RunSeries[];
  /** Index of the run in progress, or of the last one. */
  activeRun: number | null;
  comparison: Comparison | null;
  examplesPerSecond: number;
  /** Time spent training, pauses left out, in ms. */
  elapsedMs: number;
  /** Estimated time left of all runs in ms, from a median of the last 20 steps; null before 10 steps, or one slow one. */
  remainingMs: number | null;
  /** How long what is being computed now has taken, in ms: a step, or what stands before and between steps. */
  stepMs: number;
  /** Pause was pressed and the current step is still being computed. */
  pausing: boolean;
  memoryBytes: number;
  problem: Problem | null;
  mergePhase: 'locked' | 'ready' | 'merging' | 'merged' | 'failed';
  merge: MergeReport | null;
  version: number;
}
