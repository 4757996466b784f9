/** @file The Train column's words and sums: stages, plan, ledger means, verdict. */
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../config/fields.ts';
import type { Comparison } from '../../../core/lab/events.ts';
import { formatDuration, formatLambda, formatPoints } from '../../charts/format.ts';
import type { RunSeries } from '../../state/run-state.ts';
import { ledgerMeans, ledgerRows, plannedRows } from './ledger-rows.ts';
import { changedWords, planOf, stageOf } from './train-stage.ts';
import { verdictWords } from './verdict-words.ts';

function run(
  index: number,
  arm: 'baseline' | 'pathway',
  seed: number,
  state: RunSeries['state'],
  steps: number,
  accuracy?: number,
): RunSeries {
  return {
    run: { index, arm, seed },
    state,
    steps,
    losses: new Float32Array(),
    lambdas: new Float32Array(),
    epochs: [],
    result: accuracy === undefined ? null : ({ testAccuracy: accuracy } as RunSeries['result']),
  };
}

function comparison(n: number, mean: number, ci95: [number, number] | null, patch: Partial<Comparison>): Comparison {
  const side = { mean: 0.85, ci95: null, n };
  return {
    pairs: [],
    baseline: side,
    pathway: side,
    difference: { mean, ci95, n },
    verdict: 'no difference seen',
    pairsForOnePoint: null,
    ...patch,
  };
}

describe('stageOf', () => {
  it('tells finished from stopped, and shows settings while editing', () => {
    const stopped = [run(0, 'baseline', 0, 'stopped', 10)];
    expect(stageOf({ phase: 'finished', series: stopped }, true, false)).toBe('stopped');
    expect(stageOf({ phase: 'finished', series: [] }, true, false)).toBe('finished');
    expect(stageOf({ phase: 'finished', series: stopped }, true, true)).toBe('loaded');
    expect(stageOf({ phase: 'failed', series: [] }, false, false)).toBe('empty');
  });
});

describe('planOf', () => {
  it('counts whole batches only, and knows no time before a measurement', () => {
    const config = { ...defaultConfig(), epochs: 2, batchSize: 32, pairedSeeds: 3 };
    expect(planOf(config, 100, 0)).toEqual({ arms: 2, runs: 6, stepsPerRun: 6, steps: 36, estimateMs: null });
    expect(planOf({ ...config, auxiliary: 'none' }, 10, 100)).toMatchObject({ runs: 3, stepsPerRun: 2, estimateMs: 600 });
    expect(planOf(config, 0, 0).steps).toBe(0);
  });

  it('counts changed settings, never the models or the data', () => {
    expect(changedWords({ ...defaultConfig(), target: 'scratch', data: 'own' })).toBe('all defaults');
    expect(changedWords({ ...defaultConfig(), epochs: 9, layers: ['fc1'] })).toBe('2 changed');
  });
});

describe('ledger', () => {
  it('means cover complete pairs only; a stopped run stays out', () => {
    const rows = ledgerRows(
      [
        run(0, 'baseline', 0, 'finished', 9, 0.8),
        run(1, 'pathway', 0, 'finished', 9, 0.9),
        run(2, 'baseline', 1, 'finished', 9, 0.1),
        run(3, 'pathway', 1, 'stopped', 4),
      ],
      9,
      false,
    );
    expect(rows[1]?.pathway).toEqual({ kind: 'stopped', step: 4 });
    const means = ledgerMeans(rows);
    expect(means.pairs).toBe(1);
    expect(means.difference).toBeCloseTo(0.1);
    expect(means.baseline).toBeCloseTo(0.8);
  });

  it('marks the next run while the experiment goes on', () => {
    const rows = ledgerRows([run(0, 'baseline', 0, 'running', 3), run(1, 'pathway', 0, 'planned', 0)], 6, true);
    expect(rows[0]).toMatchObject({ baseline: { kind: 'running', share: 0.5 }, pathway: { kind: 'next' } });
    expect(plannedRows([4], false)[0]?.pathway.kind).toBe('none');
  });
});

describe('verdictWords', () => {
  it('gives estimate, half-width, interval and how many seeds would settle it', () => {
    const words = verdictWords(comparison(5, 0.004, [-0.009, 0.017], { pairsForOnePoint: 11 }));
    expect(words).toMatchObject({ title: 'No difference seen', estimate: '+0.4', halfWidth: '1.3' });
    expect(words.sentence).toBe('The 95 % interval, −0.9 to +1.7, contains 0. These runs cannot tell the arms apart.');
    expect(words.add).toEqual({ count: 6, why: 'to detect a 1-point difference' });
  });

  it('says too early below three pairs, and does not promise more seeds than an experiment may have', () => {
    const early = verdictWords(comparison(2, 0.01, null, { verdict: 'too early to say' }));
    expect(early.add?.count).toBe(1);
    expect(early.halfWidth).toBeNull();
    const hopeless = verdictWords(comparison(3, 0, [-0.2, 0.2], { pairsForOnePoint: 1500 }));
    expect(hopeless.add).toEqual({ count: 5, why: 'for a narrower interval' });
    expect(hopeless.note).toContain('1,500 pairs');
  });
});

describe('format', () => {
  it('writes times as people say them, and true minus signs', () => {
    expect(formatDuration(43_200)).toBe('43 s');
    expect(formatDuration(101_000)).toBe('1 min 40 s');
    expect(formatDuration(720_000)).toBe('12 min');
    expect(formatDuration(7_790_000)).toBe('2 h 10 min');
    expect(formatPoints(-0.011)).toBe('−1.1');
    expect(formatPoints(-0.0001)).toBe('0.0');
    expect(formatLambda(0.004)).toBe('+0.004');
  });
});
