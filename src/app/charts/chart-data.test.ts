/** @file What the charts draw from recorded runs: same step for both arms, complete seeds, scales, CSV. */
import { describe, expect, it } from 'vitest';
import type { EpochFinished } from '../../core/lab/events.ts';
import type { RunSeries } from '../state/run-state.ts';
import { accuracyModel } from './accuracy-data.ts';
import { toCsv } from './csv.ts';
import { lambdaPanels, lastLambdas } from './lambda-data.ts';
import { layersOf, parseLambdaName } from './lambda-names.ts';
import { spread } from './lambda-plot.ts';
import { cableWidth, lambdaColor, lambdaMaxOf, niceCeil, scaleDigits } from './lambda-scale.ts';
import { lossAt, lossModel, lossSentence, lossTable, lossTicks } from './loss-data.ts';

function run(arm: 'baseline' | 'pathway', seed: number, losses: number[], accuracies: number[] = [], lambdas: number[] = []): RunSeries {
  const epochs = accuracies.map(
    (validationAccuracy, i): EpochFinished => ({
      type: 'epochFinished',
      run: 0,
      epoch: i + 1,
      step: i,
      validationLoss: 1,
      validationAccuracy,
      watched: [{ sample: 0, label: 0, probabilities: [0.5, 0.5] }],
    }),
  );
  return {
    run: { index: 0, arm, seed },
    state: 'running',
    steps: losses.length,
    losses: Float32Array.from(losses),
    lambdas: Float32Array.from(lambdas),
    epochs,
    result: null,
  };
}

describe('loss', () => {
  const series = [run('baseline', 0, [2, 1.8, 1.6, 1.4]), run('pathway', 0, [2, 1.7])];

  it('compares both arms at the last step that both have reached', () => {
    const model = lossModel(series, 0, 4);
    expect(model.commonStep).toBe(2);
    expect(lossAt(model.baseline, 2)).toBeCloseTo(1.8);
    expect(lossAt(model.pathway, 3)).toBeNull();
    expect(model.pathway?.rawPoints).toEqual([2, expect.closeTo(1.7), null, null]);
  });

  it('has no arms for a seed that has not begun, and says so', () => {
    const model = lossModel(series, 7, 4);
    expect(model.commonStep).toBe(0);
    expect(lossSentence(model)).toContain('Baseline has not started');
  });

  it('keeps its axis when the loss is not a number', () => {
    const model = lossModel([run('baseline', 0, [Number.NaN, Number.NaN])], 0, 2);
    expect(model.ticks.every(Number.isFinite)).toBe(true);
    expect(lossSentence(model)).toContain('not a number');
  });

  it('ends the axis just above the largest value', () => {
    expect(lossTicks(2.05)).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
    expect(lossTicks(0).length).toBeGreaterThan(1);
  });

  it('writes every step to the CSV, with empty cells where an arm is not there yet', () => {
    const lines = toCsv(lossTable(lossModel(series, 0, 4)))
      .trim()
      .split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[4]).toBe('4,1.4,1.4,,');
    expect(toCsv({ head: ['a,b', 'c'], length: 1, row: () => ['x"y', 1] })).toBe('"a,b",c\n"x""y",1\n');
  });
});

describe('accuracy', () => {
  it('draws mean and range, and compares seeds whose both arms have reached the epoch', () => {
    const series = [run('baseline', 0, [1], [0.5, 0.6]), run('pathway', 0, [1], [0.7]), run('baseline', 1, [1], [0.3])];
    const model = accuracyModel(series, 5, null);
    expect(model.rows).toHaveLength(2);
    expect(model.rows[0]?.baselineRange).toEqual([30, 50]);
    expect(model.legend).toMatchObject({ epoch: 1, seeds: 1, baseline: 50, pathway: 70 });
    expect(model.chance).toBe(50);
  });
});

describe('λ', () => {
  const names = ['blocks.0.attn.qkv', 'blocks.0.mlp.fc1', 'blocks.1.attn.qkv', 'blocks.1.mlp.fc1'];

  it('reads names, and only those', () => {
    expect(parseLambdaName('blocks.11.attn.qkv.v')).toEqual({ block: 11, layer: 'v' });
    expect(parseLambdaName('blocks.1.norm1')).toBeUndefined();
    expect(layersOf(names)).toEqual(['qkv', 'fc1']);
  });

  it('puts one panel a layer, one line a block, all on one scale', () => {
    const one = run('pathway', 0, [1, 1], [], [0, 0, 0, 0, 0.1, -0.2, 0.05, 0.3]);
    const panels = lambdaPanels(one, names, 2);
    expect(panels.map((panel) => panel.layer)).toEqual(['qkv', 'fc1']);
    expect(panels[1]?.lines[1]).toMatchObject({ block: 1, last: expect.closeTo(0.3) });
    expect(panels[0]?.max).toBe(0.3);
    expect(lastLambdas(undefined, names, 0.1)).toEqual([0.1, 0.1, 0.1, 0.1]);
  });

  it('is a grey hairline near zero, and saturates', () => {
    expect(lambdaColor(0.02, 0.4)).toBe('var(--lambda-zero)');
    expect(lambdaColor(-0.35, 0.4)).toBe('var(--lambda-n4)');
    expect(lambdaColor(Number.NaN, 0.4)).toBe('var(--lambda-zero)');
    expect(cableWidth(0.01, 0.4)).toBe(1);
    expect(cableWidth(9, 0.4)).toBe(11);
    expect(cableWidth(9, 0.4, 8)).toBe(6.5);
  });

  it('rounds scales up', () => {
    expect(niceCeil(0.3)).toBe(0.4);
    expect(lambdaMaxOf([0.24, -0.1], 0.1)).toBe(0.25);
    expect(scaleDigits(0.25)).toBe(2);
  });

  it('moves end labels apart without leaving the panel', () => {
    expect(spread([5, 6, 7], 10, 0, 30)).toEqual([5, 15, 25]);
    expect(spread([28, 29, 30], 10, 0, 30)).toEqual([10, 20, 30]);
  });
});
