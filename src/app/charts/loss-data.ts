/**
 * @file The loss chart's numbers from the recorded runs of one seed: both arms on one grid of steps, raw
 * and smoothed, and what the legend says at a step that both arms have reached.
 */
import type { RunSeries } from '../state/run-state.ts';
import type { Table } from './csv.ts';
import { decimate, stepGrid } from './decimate.ts';
import { niceCeil } from './lambda-scale.ts';
import { smooth, smoothingFor } from './smooth.ts';

export interface ArmLoss {
  steps: number;
  /** Smoothed loss of every step, [steps]. */
  smooth: Float32Array;
  raw: Float32Array;
  rawPoints: (number | null)[];
  smoothPoints: (number | null)[];
}

export interface LossModel {
  seed: number;
  totalSteps: number;
  x: number[];
  baseline: ArmLoss | null;
  pathway: ArmLoss | null;
  /** Values of the y axis, from 0; the last one is its top. */
  ticks: number[];
  /** Largest step that every arm drawn has reached; 0 before the first. */
  commonStep: number;
}

/** Three to five round steps from 0 that hold `max`. */
export function lossTicks(max: number): number[] {
  const step = niceCeil(max / 5, 0.02, [1, 2, 2.5, 5, 10]);
  const count = Math.max(2, Math.ceil(max / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

function armLoss(run: RunSeries | undefined, totalSteps: number, grid: ReturnType<typeof stepGrid>): ArmLoss | null {
  if (!run || run.steps === 0) return null;
  const line = smooth(run.losses, run.steps, smoothingFor(totalSteps));
  return {
    steps: run.steps,
    smooth: line,
    raw: run.losses,
    rawPoints: decimate(run.losses, run.steps, grid),
    smoothPoints: decimate(line, run.steps, grid),
  };
}

/** @param totalSteps steps of one run */
export function lossModel(series: readonly RunSeries[], seed: number, totalSteps: number, maxPoints = 1000): LossModel {
  const grid = stepGrid(totalSteps, maxPoints);
  const of = (arm: 'baseline' | 'pathway') => series.find((one) => one.run.seed === seed && one.run.arm === arm);
  const baseline = armLoss(of('baseline'), totalSteps, grid);
  const pathway = armLoss(of('pathway'), totalSteps, grid);
  let max = 0;
  for (const arm of [baseline, pathway]) for (const value of arm?.rawPoints ?? []) if (value !== null && value > max) max = value;
  const reached = [baseline, pathway].filter((arm) => arm !== null).map((arm) => arm.steps);
  return { seed, totalSteps, x: grid.x, baseline, pathway, ticks: lossTicks(max), commonStep: reached.length ? Math.min(...reached) : 0 };
}

/** Smoothed loss after step `step` (from 1), or null when the arm is not there yet. */
export function lossAt(arm: ArmLoss | null, step: number): number | null {
  if (!arm || step < 1 || step > arm.steps) return null;
  const value = arm.smooth[step - 1] as number;
  return Number.isFinite(value) ? value : null;
}

/** Every recorded step, raw and smoothed. */
export function lossTable({ baseline, pathway }: LossModel): Table {
  const cell = (values: Float32Array | undefined, i: number, steps: number | undefined) =>
    i < (steps ?? 0) ? (values?.[i] as number) : null;
  return {
    head: ['step', 'baseline', 'baseline smoothed', 'pathway', 'pathway smoothed'],
    length: Math.max(baseline?.steps ?? 0, pathway?.steps ?? 0),
    row: (i) => [
      i + 1,
      cell(baseline?.raw, i, baseline?.steps),
      cell(baseline?.smooth, i, baseline?.steps),
      cell(pathway?.raw, i, pathway?.steps),
      cell(pathway?.smooth, i, pathway?.steps),
    ],
  };
}

/** What the lines do, for people who do not see them. */
export function lossSentence(model: LossModel): string {
  const say = (name: string, arm: ArmLoss | null) => {
    if (!arm) return `${name} has not started.`;
    const last = lossAt(arm, arm.steps);
    const first = lossAt(arm, 1);
    if (first === null || last === null) return `${name} is at step ${arm.steps}; its loss is not a number.`;
    return `${name} goes from ${first.toFixed(2)} to ${last.toFixed(2)} at step ${arm.steps}.`;
  };
  return `Training loss, seed ${model.seed}. ${say('Baseline', model.baseline)} ${say('Pathway', model.pathway)}`;
}
