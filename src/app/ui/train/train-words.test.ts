/** @file The Train column's words and sums: stages, plan, ledger means, verdict. */
import { describe, expect, it } from 'vitest';
import { makeCard } from '../../../../gallery/fixed-data.ts';
import { defaultConfig } from '../../../config/fields.ts';
import type { RunConfig } from '../../../config/run-config.ts';
import type { Comparison } from '../../../core/lab/events.ts';
import type { EncoderConfig, PatchTokenizer } from '../../../core/m2pt/encoder-config.ts';
import { formatDuration, formatLambda, formatPoints } from '../../charts/format.ts';
import type { RunSeries } from '../../state/run-state.ts';
import { ledgerMeans, ledgerRows, plannedRows } from './ledger-rows.ts';
import { type Cost, costOf, helpSentence } from './train-cost.ts';
import { changedWords, currentWork, planOf, stageOf, stageWords } from './train-stage.ts';
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
  it('counts whole batches only', () => {
    const config = { ...defaultConfig(), epochs: 2, batchSize: 32, pairedSeeds: 3 };
    expect(planOf(config, 100, null)).toEqual({ arms: 2, runs: 6, stepsPerRun: 6, steps: 36, cost: null });
    expect(planOf({ ...config, auxiliary: 'none' }, 10, null)).toMatchObject({ runs: 3, stepsPerRun: 2 });
    expect(planOf(config, 0, null).steps).toBe(0);
  });

  it('counts changed settings, never the models or the data', () => {
    expect(changedWords({ ...defaultConfig(), target: 'scratch', data: 'own' })).toBe('all defaults');
    expect(changedWords({ ...defaultConfig(), epochs: 9, layers: ['fc1'] })).toBe('2 changed');
  });
});

describe('costOf', () => {
  const wasm = { name: 'wasm', adapter: '' } as const;
  const shape = { ...makeCard('vit', 'image').config, embedDim: 192, depth: 12 };
  const pictures = (size: number): EncoderConfig => ({
    ...shape,
    tokenizer: { ...shape.tokenizer, inputSize: [size, size], patchSize: [16, 16], stride: [16, 16] } as PatchTokenizer,
  });
  const parts = { train: new Uint32Array(84), validation: new Uint32Array(18), test: new Uint32Array(18) };
  const cost = (size: number, patch: Partial<RunConfig> = {}, rate = 0): Cost => {
    const config = { ...defaultConfig(), ...patch };
    const speeds = rate ? { wasm: [{ step: 1e10, rate }] } : {};
    return costOf(pictures(size), config, parts, speeds, wasm);
  };

  it('knows no time before a measurement, and then one that follows seeds, arms and epochs', () => {
    expect(cost(64)).toMatchObject({ time: null, helps: [] });
    const time = (patch: Partial<RunConfig>) => cost(64, patch, 1e10).time ?? 0;
    const base = { pairedSeeds: 1, epochs: 1, auxiliary: 'none' };
    expect(time({ ...base, pairedSeeds: 3 }) / time(base)).toBeCloseTo(3);
    expect(time({ ...base, auxiliary: 'nano-audio' }) / time(base)).toBeCloseTo(1.8, 0);
    expect(time({ ...base, epochs: 20 }) / time({ ...base, epochs: 10 })).toBeCloseTo(2, 0);
  });

  it('says what helps when it is long or large, and only then', () => {
    expect(cost(224).memory).toBeGreaterThan(2e9);
    expect(cost(224).helps).toEqual(['smaller pictures (Picture size, under More settings)', 'a smaller batch']);
    const long = cost(224, { batchSize: 1, auxiliary: 'none' }, 2e9);
    expect(long.memory).toBeLessThan(2e9);
    expect(long.helps).not.toContain('a smaller batch');
    expect(helpSentence(long)).toMatch(
      /^That is long\. What helps: smaller pictures .* fewer seeds, fewer epochs, .* or a browser with WebGPU\. .*PyTorch/,
    );
    expect(helpSentence(cost(64, {}, 1e11))).toBeNull();
  });
});

describe('slow steps', () => {
  it('says what is being computed once it takes two seconds', () => {
    const epochs = [{}] as unknown as RunSeries['epochs'];
    const one = { ...run(0, 'baseline', 0, 'running', 42), epochs };
    expect(currentWork(one, 42, 1999)).toBeNull();
    expect(currentWork(one, 42, 2000)).toEqual({ what: 'step 43', ms: 2000 });
    expect(currentWork({ ...one, epochs: [] }, 42, 9000)?.what).toBe('validation');
    expect(currentWork(run(0, 'baseline', 0, 'running', 0), 42, 9000)?.what).toBe('preparing, then step 1');
  });

  it('Stop and Pause say when they take effect', () => {
    const words = (phase: 'running' | 'stopping', pausing: boolean) =>
      stageWords('training', { phase, pausing, series: [] }, planOf(defaultConfig(), 9, null));
    expect(words('stopping', false)).toBe('stops after this step');
    expect(words('running', true)).toBe('pauses after this step');
    expect(words('running', false)).toBe('running');
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
