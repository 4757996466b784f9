/**
 * @file The predicted memory against what tfjs counts at the height of real experiments and forward passes, for several shapes.
 * Measured: 0.82 to 1.21 of the count.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { MICRO, microEncoder } from '../../../test/micro-experiment.ts';
import { MICRO_BATCH_NORM, MICRO_ENCODERS, toyDataset } from '../../../test/micro-modalities.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { defaultConfig } from '../../config/fields.ts';
import type { RunConfig } from '../../config/run-config.ts';
import { logitsOf } from '../inference/predict.ts';
import { type ExperimentModels, runExperiment } from '../lab/experiment.ts';
import { disposeParams, paramsFromHost } from '../tensor/params.ts';
import { createRng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { initHead } from './encoder.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { inferenceMemory, trainingMemory } from './predict-memory.ts';

const LOWEST = 0.7;
const HIGHEST = 1.5;

function shape(changes: Partial<EncoderConfig>, patch = 8): EncoderConfig {
  const tokenizer = { ...MICRO.tokenizer, patchSize: [patch, patch], stride: [patch, patch] } as EncoderConfig['tokenizer'];
  return { ...MICRO, tokenizer, ...changes };
}
const SHAPES: Record<string, EncoderConfig> = {
  'mostly activations': shape({ embedDim: 32, depth: 3 }, 2),
  'mostly attention': shape({ embedDim: 8, depth: 2 }, 2),
  'mostly weights': shape({ embedDim: 96, depth: 4 }),
  points: MICRO_ENCODERS.point,
  'points with batch norms': MICRO_BATCH_NORM,
};

beforeAll(() => startNodeBackend('wasm'));

async function heightOf(work: () => Promise<void>): Promise<number> {
  const before = tf.memory().numBytes;
  const { peakBytes } = await tf.profile(async () => {
    await work();
    return tf.scalar(0);
  });
  return peakBytes - before;
}

async function trainOne(config: EncoderConfig, changes: Partial<RunConfig>, hasAuxiliary: boolean): Promise<number> {
  const settings = { ...defaultConfig(config.modality), epochs: 1, ...changes };
  let models: ExperimentModels | null = null as ExperimentModels | null;
  const ingredients = {
    config: settings,
    dataset: toyDataset(config, 8),
    target: microEncoder(1, config),
    auxiliary: hasAuxiliary ? microEncoder(2, config) : null,
    seeds: [0, 1],
    arms: hasAuxiliary ? (['baseline', 'pathway'] as const) : (['baseline'] as const),
  };
  const height = await heightOf(async () => {
    for await (const _ of runExperiment(
      { ...ingredients, arms: [...ingredients.arms] },
      (given) => (models = given),
      () => true,
    ));
  });
  const pair = models?.pair;
  if (pair?.baseline) disposeParams(pair.baseline);
  if (pair?.pathway) disposeParams(pair.pathway);
  return height;
}

describe.each(Object.keys(SHAPES))('%s', (name) => {
  const config = SHAPES[name]!;

  test.each([
    ['baseline only', 8, false, {}],
    ['both arms', 8, true, {}],
    ['both arms, small batch', 2, true, {}],
    ['auxiliary frozen', 8, true, { auxiliaryTrainable: false }],
    ['λ and head only', 8, true, { mode: 'fix' }],
  ] as const)('training: %s', async (_, batchSize, hasAuxiliary, changes) => {
    const found = await trainOne(config, { batchSize, ...changes }, hasAuxiliary);
    const plan = { ...defaultConfig(), batchSize, ...changes, pairedSeeds: 2, samples: 16 };
    const predicted = trainingMemory(config, { ...plan, hasAuxiliary });
    expect(predicted / found).toBeGreaterThan(LOWEST);
    expect(predicted / found).toBeLessThan(HIGHEST);
  });

  test('a forward pass of 64 samples', async () => {
    const dataset = toyDataset(config, 22);
    const params = paramsFromHost({ ...microEncoder(1, config).params, ...initHead(config, 3, createRng(0, 'head')) });
    const found = await heightOf(async () => {
      await logitsOf(
        params,
        config,
        dataset,
        Array.from({ length: 64 }, (_, i) => i),
      );
    });
    const weights = Object.values(params).reduce((sum, { size }) => sum + 4 * size, 0);
    disposeParams(params);
    const predicted = inferenceMemory(config, 64);
    expect(predicted / (found + weights)).toBeGreaterThan(LOWEST);
    expect(predicted / (found + weights)).toBeLessThan(HIGHEST);
  });
});
