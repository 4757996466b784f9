/** @file The live look compares both arms after the same epoch. */
import { expect, test } from 'vitest';
import type { RunSeries } from '../../state/run-state.ts';
import { watchedLook } from './watched.ts';

function seriesOf(arm: 'baseline' | 'pathway', seed: number, tops: number[]): RunSeries {
  const epochs = tops.map((top, at) => ({
    type: 'epochFinished' as const,
    run: 0,
    epoch: at + 1,
    step: at,
    validationLoss: 1,
    validationAccuracy: 0.5,
    watched: [{ sample: 7, label: 1, probabilities: [0, 1, 2].map((label) => (label === top ? 0.8 : 0.1)) }],
  }));
  return {
    run: { index: 0, arm, seed },
    state: 'running',
    steps: 0,
    losses: new Float32Array(),
    lambdas: new Float32Array(),
    epochs,
    result: null,
  };
}

test('the arm that is ahead is shown where the other one is', () => {
  const look = watchedLook([seriesOf('baseline', 0, [0, 1, 2]), seriesOf('pathway', 0, [2, 1])], 0, 3);
  expect(look.epoch).toBe(2);
  expect(look.images).toEqual([
    {
      sample: 7,
      label: 1,
      answers: [
        { arm: 'baseline', top: 1, share: 0.8 },
        { arm: 'pathway', top: 1, share: 0.8 },
      ],
    },
  ]);
});

test('an arm without an epoch, and other seeds, are left out', () => {
  const look = watchedLook([seriesOf('baseline', 0, [0]), seriesOf('pathway', 0, []), seriesOf('pathway', 1, [2])], 0, 3);
  expect(look).toMatchObject({ epoch: 1, arms: ['baseline'] });
  expect(watchedLook([], 0, 3)).toEqual({ epoch: 0, arms: [], images: [] });
});
