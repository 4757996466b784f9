/**
 * @file Which trained pair can be merged: the last complete one, also while and after a new experiment that completes none.
 */
import { beforeAll, expect, test } from 'vitest';
import { MICRO, microDataset, microEncoder, microIngredients } from '../../test/micro-experiment.ts';
import { startNodeBackend } from '../../test/node-backend.ts';
import type { ExperimentModels } from '../core/lab/experiment.ts';
import { initHead } from '../core/m2pt/encoder.ts';
import { attachPathway } from '../core/m2pt/pathway.ts';
import { paramsFromHost } from '../core/tensor/params.ts';
import { createRng } from '../core/tensor/rng.ts';
import * as tf from '../core/tensor/tf.ts';
import { createTrainedModels } from './trained-models.ts';

beforeAll(() => startNodeBackend('cpu'));

const dataset = microDataset(4);
const plain = { ...microEncoder(1).params, ...initHead(MICRO, 3, createRng(0, 'init-head')) };
const settings = { layers: ['qkv', 'proj', 'fc1', 'fc2'] as const, lambdaInit: 0.2, splitQkv: false, depthOrder: 'normal' as const };

function models(seed: number | null): ExperimentModels {
  const pathway = () => paramsFromHost(attachPathway(plain, MICRO, microEncoder(2).params, MICRO, settings));
  const pair = seed === null ? null : { seed, baseline: paramsFromHost(plain), pathway: pathway() };
  return { ingredients: microIngredients({}, { dataset }), encoder: MICRO, dataset, test: Uint32Array.of(0), pair, open: null };
}

test('an old pair stays until a new one is complete, and nothing leaks', () => {
  const base = tf.memory().numTensors;
  const trained = createTrainedModels();
  expect(() => trained.mergeSubjects()).toThrowError(/No pair of runs is complete/);

  trained.startOver(dataset);
  trained.hold(models(0));
  expect(trained.mergeSubjects().seed).toBe(0);
  const first = trained.mergeSubjects().merged;
  expect(trained.mergeSubjects().merged).toBe(first);

  trained.startOver(dataset);
  const second = models(null);
  trained.hold(second);
  expect(trained.canMerge()).toBe(true);
  expect(trained.mergeSubjects().seed).toBe(0);

  second.pair = models(1).pair;
  expect(trained.mergeSubjects().seed).toBe(1);
  expect(trained.mergeSubjects().merged).not.toBe(first);

  trained.startOver(microDataset(5)); // other data: the old models are of no use
  expect(trained.canMerge()).toBe(false);
  expect(tf.memory().numTensors).toBe(base);
});

test('what is continued elsewhere: the last complete pair, or the run that is open, with the state it has then', () => {
  const trained = createTrainedModels();
  expect(() => trained.continuation()).toThrowError(/none is open/);
  trained.startOver(dataset);
  const held = models(null);
  trained.hold(held);
  const params = paramsFromHost(plain);
  const moments = () => new Map([['head.bias', { m: tf.zeros([3]), v: tf.zeros([3]) }]]);
  const mine = moments();
  let step = 3;
  held.open = { run: { index: 1, seed: 5, arm: 'baseline' }, params, start: plain, optimizer: () => ({ step, moments: mine }) };
  step = 4;
  expect(trained.continuation()).toMatchObject({ seed: 5, arm: 'baseline', optimizer: { step: 4 } });
  held.pair = { ...models(6).pair!, start: plain, optimizer: { arm: 'pathway', step: 12, moments: moments() } };
  expect(trained.continuation()).toMatchObject({ seed: 6, arm: 'pathway', params: held.pair.pathway, optimizer: { step: 12 } });
  expect(trained.continuation(true)).toMatchObject({ seed: 5, arm: 'baseline' }); // paused: this run is the one that goes on
  trained.startOver(microDataset(5));
  tf.dispose([params, mine.get('head.bias')!.m, mine.get('head.bias')!.v]);
  expect(tf.memory().numTensors).toBe(0);
});
