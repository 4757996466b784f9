/** @file One line a step group, with everything that the documentation promises. */
import { expect, test } from 'vitest';
import type { ExperimentEvent } from '../core/lab/events.ts';
import { createProgress } from './progress.ts';

test('a step line names run, arm, seed, step, loss and the last validation accuracy', () => {
  const say = createProgress();
  const steps: ExperimentEvent = {
    type: 'stepsFinished',
    run: 1,
    firstStep: 8,
    losses: [1.5, 1.25],
    gradNorms: [1, 1],
    stepMs: [10, 10],
    lambdas: new Float32Array(0),
    examplesPerSecond: 320.4,
    memoryBytes: 0,
  };
  say({
    type: 'experimentStarted',
    runs: [
      { index: 0, arm: 'baseline', seed: 7 },
      { index: 1, arm: 'pathway', seed: 7 },
    ],
    epochs: 2,
    stepsPerEpoch: 10,
    stepsPerRun: 20,
    split: { train: 70, validation: 15, test: 15 },
    lambdaNames: [],
    auxiliaryRatio: [],
  });
  expect(say(steps)).toBe('run 2/2  pathway  seed 7  step 10/20  loss 1.2500  320 examples/s');
  say({ type: 'epochFinished', run: 1, epoch: 1, step: 10, validationLoss: 1, validationAccuracy: 0.625, watched: [] });
  expect(say(steps)).toBe('run 2/2  pathway  seed 7  step 10/20  loss 1.2500  val accuracy 62.5 %  320 examples/s');
});
