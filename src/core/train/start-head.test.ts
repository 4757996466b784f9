/**
 * @file Start values of norm and head: `fc_norm` makes features of mean 0 and deviation 1; a checkpoint's own norm is kept
 * and its head leans on the class means, so that samples favour their own class before any training.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { MICRO, microDataset } from '../../../test/micro-experiment.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { toBatch } from '../data/to-batch.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward, initBody, initHead } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { disposeParams, type HostParams, paramsFromHost } from '../tensor/params.ts';
import { createRng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { inputTensor } from '../tokenizers/tokenizer.ts';
import { startHead } from './start-head.ts';

const dataset = microDataset();
const train = Uint32Array.from(dataset.labels, (_, i) => i);
const CLASSES = dataset.classNames.length;

beforeAll(() => startNodeBackend('cpu'));

async function started(change: Partial<EncoderConfig>): Promise<{ config: EncoderConfig; plain: HostParams; start: HostParams }> {
  const config = { ...MICRO, ...change };
  const plain = { ...initBody(config, 1), ...initHead(config, CLASSES, createRng(1, 'init-head')) };
  return { config, plain, start: await startHead(plain, config, dataset, train) };
}

/** Row-major outputs of all samples. */
function outputs(config: EncoderConfig, host: HostParams): Float32Array {
  const params = paramsFromHost(host);
  const { values: pixels } = toBatch(dataset, train, config);
  const values = tf.tidy(() =>
    encoderForward(params, config, inputTensor(config, pixels, train.length), plainLinear).dataSync<'float32'>(),
  );
  disposeParams(params);
  return values;
}

test('fc_norm standardises every feature', async () => {
  const { config, plain, start } = await started({});
  const body = Object.fromEntries(Object.entries({ ...plain, ...start }).filter(([name]) => !name.startsWith('head.')));
  const features = outputs(config, body);
  for (let d = 0; d < config.embedDim; d++) {
    const column = Array.from(train, (i) => features[i * config.embedDim + d]!);
    const mean = column.reduce((a, b) => a + b, 0) / column.length;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
    expect(Math.abs(mean)).toBeLessThan(1e-3);
    expect(deviation).toBeGreaterThan(0.8); // a little below 1 where the floor under the deviation counts
    expect(deviation).toBeLessThan(1.001);
  }
});

describe.each([
  ['cls', { prefixTokens: ['cls'], pooling: 'cls', finalNorm: 'norm' }],
  ['cls beside maximum', { prefixTokens: ['cls'], pooling: 'cls-max', finalNorm: 'norm' }],
  ['mean behind the norm', { finalNorm: 'norm' }],
] as [string, Partial<EncoderConfig>][])('the own norm of a checkpoint, %s', (_, change) => {
  test('stays, and the head leans on the class means', async () => {
    const { config, plain, start } = await started(change);
    expect(Object.keys(start)).toEqual(['head.weight', 'head.bias']);
    const random = outputs(config, plain);
    const leaning = outputs(config, { ...plain, ...start });
    const lean = leaning.map((value, i) => value - random[i]!); // what the class means add to the logits
    const sums = new Float64Array(CLASSES);
    let own = 0;
    train.forEach((sample, i) => {
      for (let c = 0; c < CLASSES; c++) sums[c]! += lean[i * CLASSES + c]!;
      own += lean[i * CLASSES + dataset.labels[sample]!]!;
    });
    for (const sum of sums) expect(Math.abs(sum / train.length), 'no class is favoured over all samples').toBeLessThan(1e-4);
    expect(own / train.length, 'the own class is').toBeGreaterThan(1e-5);
  });
});
