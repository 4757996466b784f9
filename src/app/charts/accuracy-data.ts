/**
 * @file Validation accuracy by epoch, for one seed or as mean and range over all seeds that have reached
 * the epoch. The legend compares the arms at the last epoch that both have, over the seeds that have both.
 */
import type { ArmName } from '../../config/run-config.ts';
import type { RunSeries } from '../state/run-state.ts';
import type { Table } from './csv.ts';

/** One epoch, accuracies in percent; null where an arm has not reached it. */
export interface AccuracyRow {
  epoch: number;
  baseline: number | null;
  pathway: number | null;
  baselineRange: [number, number] | null;
  pathwayRange: [number, number] | null;
}

export interface AccuracyModel {
  epochs: number;
  rows: AccuracyRow[];
  /** Accuracy of guessing in percent; null without classes. */
  chance: number | null;
  legend: { epoch: number; seeds: number; baseline: number | null; pathway: number | null };
  /** Seeds of each arm with at least one epoch. */
  seeds: number[];
}

/** Accuracy in percent of a run after `epoch` (from 1), or undefined. */
function at(run: RunSeries, epoch: number): number | undefined {
  const found = run.epochs[epoch - 1]?.epoch === epoch ? run.epochs[epoch - 1] : run.epochs.find((one) => one.epoch === epoch);
  return found && found.validationAccuracy * 100;
}

const mean = (values: readonly number[]): number | null => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : null);

/** @param seed null for all seeds; stopped runs are drawn with their own seed only */
export function accuracyModel(series: readonly RunSeries[], epochs: number, seed: number | null): AccuracyModel {
  const drawn = series.filter((run) => run.epochs.length > 0 && (seed === null ? run.state !== 'stopped' : run.run.seed === seed));
  const values = (arm: ArmName, epoch: number, only?: readonly number[]) =>
    drawn
      .filter((run) => run.run.arm === arm && (!only || only.includes(run.run.seed)))
      .map((run) => at(run, epoch))
      .filter((value) => value !== undefined);
  const range = (all: number[]): [number, number] | null => (all.length > 1 ? [Math.min(...all), Math.max(...all)] : null);

  const rows: AccuracyRow[] = [];
  let legend: AccuracyModel['legend'] = { epoch: 0, seeds: 0, baseline: null, pathway: null };
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const baseline = values('baseline', epoch);
    const pathway = values('pathway', epoch);
    if (baseline.length + pathway.length === 0) break;
    rows.push({
      epoch,
      baseline: mean(baseline),
      pathway: mean(pathway),
      baselineRange: range(baseline),
      pathwayRange: range(pathway),
    });
    const reached = (arm: ArmName) => drawn.filter((run) => run.run.arm === arm && at(run, epoch) !== undefined).map((run) => run.run.seed);
    const both = reached('baseline').filter((one) => reached('pathway').includes(one));
    if (both.length > 0)
      legend = {
        epoch,
        seeds: both.length,
        baseline: mean(values('baseline', epoch, both)),
        pathway: mean(values('pathway', epoch, both)),
      };
    else if (legend.seeds === 0) legend = { epoch, seeds: 0, baseline: mean(baseline), pathway: mean(pathway) };
  }
  const classes = series.flatMap((run) => run.epochs).find((event) => event.watched.length > 0)?.watched[0]?.probabilities.length;
  const seeds = [...new Set(series.filter((run) => run.epochs.length > 0).map((run) => run.run.seed))];
  return { epochs, rows, chance: classes ? 100 / classes : null, legend, seeds };
}

/** One row a run and epoch, shares in [0, 1]. */
export function accuracyTable(series: readonly RunSeries[]): Table {
  const rows = series.flatMap(({ run, epochs }) =>
    epochs.map((one) => [run.seed, run.arm, one.epoch, one.validationAccuracy, one.validationLoss] as const),
  );
  return { head: ['seed', 'arm', 'epoch', 'validation accuracy', 'validation loss'], length: rows.length, row: (i) => rows[i] ?? [] };
}

/** What the lines do, for people who do not see them. */
export function accuracySentence({ rows, legend, chance }: AccuracyModel, what: string): string {
  if (rows.length === 0) return `Validation accuracy by epoch, ${what}. No epoch has ended yet.`;
  const say = (name: string, value: number | null) => (value === null ? `${name} has no epoch yet` : `${name} ${value.toFixed(1)} percent`);
  const guess = chance === null ? '' : ` Guessing would give ${chance.toFixed(1)} percent.`;
  return `Validation accuracy by epoch, ${what}. At epoch ${legend.epoch}: ${say('baseline', legend.baseline)}, ${say('pathway', legend.pathway)}.${guess}`;
}
