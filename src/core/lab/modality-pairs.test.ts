/**
 * @file Every pair of target and auxiliary among the four modalities attaches, trains and merges on the cpu backend, and batch
 * norms keep both arms alike.
 */
import { beforeAll, expect, test } from 'vitest';
import { MICRO_BATCH_NORM, MICRO_ENCODERS, runToy, toyIngredients } from '../../../test/micro-modalities.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { relative } from '../../../test/relative.ts';
import { MODALITY_NAMES } from '../../config/modalities.ts';
import { forwardAll, logitsOf } from '../inference/predict.ts';
import { twoBranchLinear } from '../m2pt/cross-modal-linear.ts';
import { mergePathway } from '../m2pt/merge.ts';
import { disposeParams } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import type { RunResult } from './events.ts';
import { disposePair } from './experiment.ts';

beforeAll(() => startNodeBackend('cpu'));

const pairs = MODALITY_NAMES.flatMap((target) => MODALITY_NAMES.map((auxiliary) => [target, auxiliary] as const));

test.each(pairs)('%s with %s: two steps, both arms from one start, merged as un-merged', async (target, auxiliary) => {
  const before = tf.memory().numTensors;
  const changes = { epochs: 1, batchSize: 4, lambdaInit: 0, splitQkv: true, learningRate: 1e-2 };
  const given = toyIngredients(MICRO_ENCODERS[target], MICRO_ENCODERS[auxiliary], 5, changes);
  const { results, models } = await runToy(given);
  const [baseline, pathway] = results as [RunResult, RunResult];
  expect(baseline.trainLoss).toHaveLength(2);
  expect(pathway.trainLoss[0]).toBe(baseline.trainLoss[0]);
  expect(Object.values(pathway.lambda)).toHaveLength(2 * 6);
  expect(Object.values(pathway.lambda).every((value) => value !== 0)).toBe(true);
  const { encoder, dataset, pair } = models;
  const samples = [0, 1, 2, 3, 4];
  const merged = mergePathway(pair!.pathway!);
  expect(Object.keys(merged).sort()).toEqual(Object.keys(pair!.baseline!).sort());
  const plain = await logitsOf(merged, encoder, dataset, samples);
  const branched = await forwardAll(pair!.pathway!, encoder, dataset, samples, twoBranchLinear);
  expect(relative(plain, branched)).toBeLessThan(1e-5);
  disposeParams(merged);
  disposePair(pair);
  expect(tf.memory().numTensors).toBe(before);
});

test('running statistics of batch norms move alike in both arms while λ is fixed at 0', async () => {
  const changes = { epochs: 1, batchSize: 4, lambdaLearnable: false, auxiliaryTrainable: false };
  const { results, models } = await runToy(toyIngredients(MICRO_BATCH_NORM, MICRO_ENCODERS.image, 5, changes));
  expect(results[1]!.trainLoss).toEqual(results[0]!.trainLoss);
  expect(results[1]!.confusion).toEqual(results[0]!.confusion);
  const { baseline, pathway } = models.pair!;
  const name = 'patch_embed.second_conv.1.running_var';
  const moved = await baseline![name]!.data();
  expect(moved.every((value) => value !== 1)).toBe(true);
  expect(await pathway![name]!.data()).toEqual(moved);
  disposePair(models.pair);
});

test('fix mode leaves batch norms as they are', async () => {
  const { models } = await runToy(toyIngredients(MICRO_BATCH_NORM, MICRO_ENCODERS.image, 5, { epochs: 1, batchSize: 4, mode: 'fix' }));
  for (const part of ['running_mean', 'running_var', 'weight', 'bias']) {
    const name = `patch_embed.first_conv.1.${part}`;
    expect(await models.pair!.pathway![name]!.data()).toEqual(models.pair!.start![name]!.data);
  }
  disposePair(models.pair);
});
