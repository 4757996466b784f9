/**
 * @file Which of its faces the Train column shows, and the few numbers every face needs, from the stores'
 * plain values. No React, no store access.
 */
import { FIELD_KEYS, FIELDS } from '../../../config/fields.ts';
import type { Modality, RunConfig } from '../../../config/run-config.ts';
import { formatCount, plural } from '../../charts/format.ts';
import type { RunSeries, RunState } from '../../state/run-state.ts';
import type { Cost } from './train-cost.ts';

export type TrainStage = 'empty' | 'loaded' | 'training' | 'paused' | 'finished' | 'stopped' | 'failed';

/**
 * @param editing true after “Change settings”: the results step back, the settings come forward
 */
export function stageOf(run: Pick<RunState, 'phase' | 'series'>, hasData: boolean, editing: boolean): TrainStage {
  switch (run.phase) {
    case 'starting':
    case 'running':
    case 'stopping':
      return 'training';
    case 'paused':
      return 'paused';
    case 'failed':
      if (editing || run.series.length === 0) return hasData ? 'loaded' : 'empty';
      return 'failed';
    case 'finished':
      if (editing) return hasData ? 'loaded' : 'empty';
      return run.series.some((one) => one.state === 'stopped') ? 'stopped' : 'finished';
    case 'idle':
      return hasData ? 'loaded' : 'empty';
    default:
      return run.phase satisfies never;
  }
}

/** True while Merge is the filled button: of all buttons that go on, only one is filled. */
export function isMergeNext({ mergePhase }: Pick<RunState, 'mergePhase'>): boolean {
  return mergePhase !== 'locked' && mergePhase !== 'merged';
}

/** Keys that are settings; models and data are chosen elsewhere. */
export const SETTING_KEYS = FIELD_KEYS.filter((key) => FIELDS[key].group !== 'Models' && key !== 'data');

/** False for settings of another modality than the data's, such as those of sounds for pictures. */
export function appliesTo(key: keyof RunConfig, modality: Modality): boolean {
  return FIELDS[key].modalities?.includes(modality) ?? true;
}

/** Settings that apply and differ from their defaults. */
export function changedSettings(config: RunConfig): (keyof RunConfig)[] {
  return SETTING_KEYS.filter((key) => appliesTo(key, config.modality) && String(config[key]) !== String(FIELDS[key].default));
}

/** `all defaults`, `2 changed`. */
export function changedWords(config: RunConfig): string {
  const count = changedSettings(config).length;
  return count === 0 ? 'all defaults' : `${count} changed`;
}

export interface Plan {
  arms: number;
  runs: number;
  stepsPerRun: number;
  steps: number;
  /** What it takes; null where the target or the data are not known. */
  cost: Cost | null;
}

/**
 * What pressing Train would do.
 * @param trainCount training samples after the split
 */
export function planOf(config: RunConfig, trainCount: number, cost: Cost | null): Plan {
  const arms = config.auxiliary === 'none' ? 1 : 2;
  const runs = arms * config.pairedSeeds;
  const batch = Math.max(1, Math.min(config.batchSize, trainCount));
  const stepsPerRun = trainCount === 0 ? 0 : Math.floor(trainCount / batch) * config.epochs;
  return { arms, runs, stepsPerRun, steps: stepsPerRun * runs, cost };
}

/**
 * What is being computed now, in words, and in ms for how long; null while steps are short.
 * @param stepsPerEpoch of the plan
 */
export function currentWork(run: RunSeries, stepsPerEpoch: number, stepMs: number): { what: string; ms: number } | null {
  if (stepMs < LONG_MS) return null;
  const { steps, epochs } = run;
  if (steps === 0) return { what: 'preparing, then step 1', ms: stepMs };
  if (steps % stepsPerEpoch !== 0) return { what: `step ${formatCount(steps + 1)}`, ms: stepMs };
  const measuring = epochs.length < steps / stepsPerEpoch;
  return { what: measuring ? 'validation' : `step ${formatCount(steps + 1)}`, ms: stepMs };
}

/** Steps done in all runs over steps planned, in [0, 1]. */
export function overallShare(series: readonly RunSeries[], stepsPerRun: number): number {
  const total = stepsPerRun * series.length;
  return total === 0 ? 0 : Math.min(1, series.reduce((sum, one) => sum + one.steps, 0) / total);
}

/** Shorter steps need no word of their own, in ms. */
const LONG_MS = 2000;

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** The plan in a sentence or two. */
export function planSentence(config: RunConfig): string {
  const count = NUMBERS[config.pairedSeeds] ?? String(config.pairedSeeds);
  const seeds = `${count} ${config.pairedSeeds === 1 ? 'seed' : 'seeds'}`;
  if (config.auxiliary === 'none')
    return `One arm, ${seeds}. Without an auxiliary only the baseline is trained, so there is nothing to compare.`;
  return `Two arms, ${seeds} each. For one seed both arms get the same split, the same first head and the same batches, so only the pathway differs.`;
}

/** State words beside the column's title. */
export function stageWords(stage: TrainStage, run: Pick<RunState, 'phase' | 'series' | 'pausing'>, plan: Plan): string {
  const done = run.series.filter((one) => one.state === 'finished').length;
  switch (stage) {
    case 'empty':
      return 'waits for data';
    case 'loaded':
      return `${plural(plan.runs, 'run')} planned`;
    case 'training':
      if (run.phase === 'starting') return 'starting';
      if (run.phase === 'stopping') return 'stops after this step';
      return run.pausing ? 'pauses after this step' : 'running';
    case 'paused':
      return 'paused';
    case 'finished':
      return `${plural(done, 'run')} done`;
    case 'stopped':
      return `stopped, ${plural(done, 'finished run')} kept`;
    case 'failed':
      return `ended early, ${plural(done, 'finished run')} kept`;
    default:
      return stage satisfies never;
  }
}
