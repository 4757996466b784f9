/**
 * @file The ledger as plain rows: plan, progress and result of every seed × arm. Means cover complete
 * pairs only; a stopped run keeps its row and stays out of them.
 */
import type { ArmName } from '../../../config/run-config.ts';
import { niceCeil } from '../../charts/lambda-scale.ts';
import type { RunSeries } from '../../state/run-state.ts';

export type LedgerCell =
  | { kind: 'none' }
  | { kind: 'planned' }
  | { kind: 'next' }
  | { kind: 'not run' }
  | { kind: 'running'; share: number }
  | { kind: 'done'; accuracy: number }
  | { kind: 'stopped'; step: number };

export interface LedgerRow {
  seed: number;
  baseline: LedgerCell;
  pathway: LedgerCell;
  /** Pathway minus baseline in [-1, 1]; null until both are done. */
  difference: number | null;
}

/** Rows before anything has run. */
export function plannedRows(seeds: readonly number[], withPathway: boolean): LedgerRow[] {
  return seeds.map((seed) => ({
    seed,
    baseline: { kind: 'planned' },
    pathway: { kind: withPathway ? 'planned' : 'none' },
    difference: null,
  }));
}

/**
 * Rows of an experiment, in the order of its plan.
 * @param live true while it goes on: the first planned run is then marked as next
 */
export function ledgerRows(series: readonly RunSeries[], stepsPerRun: number, live: boolean): LedgerRow[] {
  const next = live ? series.find((one) => one.state === 'planned') : undefined;
  const cell = (one: RunSeries | undefined): LedgerCell => {
    if (!one) return { kind: 'none' };
    if (one.state === 'finished' && one.result) return { kind: 'done', accuracy: one.result.testAccuracy };
    if (one.state === 'stopped') return { kind: 'stopped', step: one.stoppedAt ?? one.steps };
    if (one.state === 'running') return { kind: 'running', share: stepsPerRun > 0 ? Math.min(1, one.steps / stepsPerRun) : 0 };
    return { kind: !live ? 'not run' : one === next ? 'next' : 'planned' };
  };
  const seeds = [...new Set(series.map((one) => one.run.seed))];
  return seeds.map((seed) => {
    const of = (arm: ArmName) => cell(series.find((one) => one.run.seed === seed && one.run.arm === arm));
    const baseline = of('baseline');
    const pathway = of('pathway');
    const difference = baseline.kind === 'done' && pathway.kind === 'done' ? pathway.accuracy - baseline.accuracy : null;
    return { seed, baseline, pathway, difference };
  });
}

export interface LedgerMeans {
  pairs: number;
  /** Shares in [0, 1]; null without a complete pair. */
  baseline: number | null;
  pathway: number | null;
  difference: number | null;
}

/** Means over complete pairs. */
export function ledgerMeans(rows: readonly LedgerRow[]): LedgerMeans {
  let baseline = 0;
  let pathway = 0;
  let pairs = 0;
  for (const row of rows) {
    if (row.baseline.kind !== 'done' || row.pathway.kind !== 'done') continue;
    baseline += row.baseline.accuracy;
    pathway += row.pathway.accuracy;
    pairs++;
  }
  if (pairs === 0) return { pairs, baseline: null, pathway: null, difference: null };
  return { pairs, baseline: baseline / pairs, pathway: pathway / pairs, difference: (pathway - baseline) / pairs };
}

/** End of the dot plot's axis in points, at least 2: holds every difference and the interval. */
export function axisEnd(rows: readonly LedgerRow[], interval: readonly number[] | null): number {
  const largest = [...rows.map((row) => row.difference ?? 0), ...(interval ?? [])].reduce((max, v) => Math.max(max, Math.abs(v)), 0);
  return niceCeil(largest * 100 * 0.75, 2);
}
