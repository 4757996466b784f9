/**
 * @file λ of one pathway run as lines (one panel a layer, one line a block) and as a grid of the last values.
 */
import type { RunSeries } from '../state/run-state.ts';
import type { Table } from './csv.ts';
import { decimate, stepGrid } from './decimate.ts';
import { type LayerRow, layersOf, parseLambdaName } from './lambda-names.ts';
import { lambdaMaxOf } from './lambda-scale.ts';

/** Smallest scale of the λ charts: below it everything would be noise drawn large. */
const SMALLEST_SCALE = 0.005;

export interface LambdaLine {
  block: number;
  points: (number | null)[];
  last: number;
}

export interface LambdaPanelModel {
  layer: LayerRow;
  lines: LambdaLine[];
  totalSteps: number;
  /** Steps recorded. */
  steps: number;
  x: number[];
  /** The y axis goes from −max to +max, the same in all panels. */
  max: number;
}

/** λ of a run after its last recorded step, in the order of the names; zeros (`start`) before the first. */
export function lastLambdas(run: RunSeries | undefined, names: readonly string[], start = 0): number[] {
  const width = names.length;
  if (!run || run.steps === 0 || run.lambdas.length < run.steps * width) return names.map(() => start);
  return names.map((_, i) => run.lambdas[(run.steps - 1) * width + i] as number);
}

/** One panel a layer. The scale holds every λ that was recorded. */
export function lambdaPanels(run: RunSeries, names: readonly string[], totalSteps: number, maxPoints = 400): LambdaPanelModel[] {
  const grid = stepGrid(totalSteps, maxPoints);
  const width = names.length;
  const last = lastLambdas(run, names);
  const lines = names.map((_, i) => decimate(run.lambdas, run.steps, grid, i, width));
  let peak = 0;
  for (const line of lines) for (const value of line) if (value !== null && Math.abs(value) > peak) peak = Math.abs(value);
  const max = lambdaMaxOf([peak], SMALLEST_SCALE);
  return layersOf(names).map((layer) => ({
    layer,
    totalSteps,
    steps: run.steps,
    x: grid.x,
    max,
    lines: names.flatMap((name, i) => {
      const parsed = parseLambdaName(name);
      return parsed?.layer === layer ? [{ block: parsed.block, points: lines[i] ?? [], last: last[i] ?? 0 }] : [];
    }),
  }));
}

/** Every recorded step, one column a λ. */
export function lambdaTable(run: RunSeries, names: readonly string[]): Table {
  const width = names.length;
  return {
    head: ['step', ...names],
    length: run.steps,
    row: (i) => [i + 1, ...names.map((_, column) => run.lambdas[i * width + column] as number)],
  };
}
