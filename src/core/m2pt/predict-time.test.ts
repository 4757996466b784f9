/**
 * @file The predicted work against the sums of multiply-adds.ts for published shapes, and against the matrix products that
 * TensorFlow.js reports from whole experiments.
 */
import { beforeAll, expect, test } from 'vitest';
import { MICRO, microDataset, microEncoder } from '../../../test/micro-experiment.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { defaultConfig } from '../../config/fields.ts';
import type { ArmName, RunConfig } from '../../config/run-config.ts';
import { splitDataset } from '../data/split.ts';
import { type ExperimentModels, runExperiment } from '../lab/experiment.ts';
import { disposeParams } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { multiplyAdds } from './multiply-adds.ts';
import { POINT_MAE_NET } from './plain-shape.ts';
import { experimentWork, forwardWork } from './predict-time.ts';

beforeAll(() => startNodeBackend('wasm'));

const BASE: EncoderConfig = {
  ...MICRO,
  embedDim: 768,
  depth: 12,
  numHeads: 12,
  mlpRatio: 4,
  tokenizer: { kind: 'patch', inputSize: [224, 224], patchSize: [16, 16], stride: [16, 16], inChannels: 3, transposed: false },
  prefixTokens: ['cls'],
};
const POINTS: Partial<EncoderConfig> = {
  embedDim: 384,
  tokenizer: { kind: 'points', groups: 64, neighbours: 32, ...POINT_MAE_NET },
  positions: 'mlp',
  pooling: 'cls-max',
};

test.each<[string, Partial<EncoderConfig>]>([
  ['pictures', {}],
  ['clips', { tokenizer: { kind: 'tubelet', frames: 16, inputSize: [224, 224], tubeletSize: [2, 16, 16], inChannels: 3 } }],
  ['points', POINTS],
])('forward work of %s is all multiply-adds but head and positions', (_, change) => {
  const config = { ...BASE, ...change };
  expect(forwardWork(config) / multiplyAdds(config, 0)).toBeCloseTo(1, 2);
});

/** Multiply-adds of one product [b, m, k] × [b, k, n], whatever is transposed: the sizes of all three multiply to (mkn)² b³. */
function productWork(a: readonly number[], b: readonly number[], out: readonly number[]): number {
  const size = (shape: readonly number[]) => shape.reduce((x, y) => x * y, 1);
  const batch = size(out.slice(0, -2));
  return batch * Math.sqrt((size(a) / batch) * (size(b) / batch) * (size(out) / batch));
}

async function countedWork(config: RunConfig, arms: ArmName[], encoder: EncoderConfig): Promise<number> {
  const dataset = microDataset(20);
  let models: ExperimentModels | null = null as ExperimentModels | null;
  const target = microEncoder(1, encoder);
  const auxiliary = arms.includes('pathway') ? microEncoder(2, encoder) : null;
  const { kernels } = await tf.profile(async () => {
    const ingredients = { config, dataset, target, auxiliary, seeds: [0], arms };
    for await (const _ of runExperiment(
      ingredients,
      (given) => (models = given),
      () => true,
    ));
    return tf.scalar(0);
  });
  if (models?.pair?.baseline) disposeParams(models.pair.baseline);
  if (models?.pair?.pathway) disposeParams(models.pair.pathway);
  const products = kernels.filter(({ name }) => /MatMul/.test(name));
  expect(products.length).toBeGreaterThan(20);
  return products.reduce((sum, { inputShapes: [a, b], outputShapes: [out] }) => sum + productWork(a!, b!, out!), 0);
}

test.each<[string, Partial<RunConfig>, ArmName[]]>([
  ['both arms', {}, ['baseline', 'pathway']],
  ['the head alone', { mode: 'fix' }, ['baseline']],
  ['λ and head', { mode: 'fix' }, ['pathway']],
])('the work of an experiment is that of its matrix products: %s', async (_, change, arms) => {
  const config = { ...defaultConfig(), epochs: 2, batchSize: 8, pairedSeeds: 1, ...change };
  const encoder: EncoderConfig = { ...MICRO, embedDim: 48, numHeads: 4, depth: 3 };
  const { labels, classNames } = microDataset(20);
  const { train, validation, test: held } = splitDataset(labels, classNames.length, config.splitSeed, config.limitPerClass);
  const split = { train: train.length, validation: validation.length, test: held.length };
  const counted = await countedWork(config, arms, encoder);
  const ratio = experimentWork(encoder, { ...config, arms, split }) / counted;
  expect(ratio).toBeGreaterThan(0.95);
  expect(ratio).toBeLessThan(1.05);
});
