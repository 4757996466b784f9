/**
 * @file Batch norms in training against PyTorch's BatchNorm1d in train mode: loss, every gradient, three AdamW steps on three
 * batches with the running statistics after them, and the logits by those (test/fixtures/batch-norm, written by reference/batch_norm_goldens.py).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { readFixture } from '../../../test/read-fixture.ts';
import { relative } from '../../../test/relative.ts';
import { readSafetensors } from '../checkpoint/safetensors.ts';
import { smoothTargets } from '../kernels/cross-entropy.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { PLAIN_SHAPE } from '../m2pt/plain-shape.ts';
import { moveStatistics, trainingBatchNorm } from '../nn/batch-norm.ts';
import { disposeParams, type HostParams, type Params, paramsFromHost } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import { inputTensor } from '../tokenizers/tokenizer.ts';
import { createAdamW } from './optimizer.ts';
import { parameterGroups } from './parameter-groups.ts';
import { learningRateAt } from './schedule.ts';
import { lossAndGradients } from './train-step.ts';

const golden = JSON.parse(new TextDecoder().decode(await readFixture('batch-norm.json')));
const { tensors } = readSafetensors(await readFixture('batch-norm.safetensors'), 'batch-norm');
const part = (prefix: string): HostParams =>
  Object.fromEntries(
    Object.keys(tensors)
      .filter((name) => name.startsWith(prefix))
      .map((name) => [name.slice(prefix.length), tensors[name]!]),
  );
const config: EncoderConfig = {
  name: 'micro-point-mae',
  modality: 'point',
  ...golden.shape,
  layerNormEps: 1e-6,
  qkvBias: true,
  ...PLAIN_SHAPE,
  positions: 'mlp',
  tokenizer: { kind: 'points', norm: 'batch', ...golden.tokenizer },
  normalization: { mean: [0, 0, 0], std: [1, 1, 1] },
};
const CLASSES = 3;
/** The gradient of the keys' bias is rounding alone (test/fixtures/README.md). */
const withoutKeys = (name: string, values: ArrayLike<number>) =>
  name.endsWith('attn.qkv.bias') ? Array.from(values).filter((_, i) => Math.floor((3 * i) / values.length) !== 1) : values;
/** A batch norm takes away what these biases add: their gradients are rounding alone too, so the golden does not train them. */
const UNTOLD = ['patch_embed.first_conv.0.bias', 'patch_embed.first_conv.3.bias', 'patch_embed.second_conv.0.bias'];

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  beforeAll(() => startNodeBackend(backend));
  afterAll(() => tf.removeBackend(backend));

  test('three steps meet PyTorch, running statistics included', async () => {
    const before = tf.memory().numTensors;
    const params = paramsFromHost(part('target.'));
    const { adamw } = golden;
    const settings = { ...adamw, mode: 'tune', lambdaLearnable: true, auxiliaryTrainable: true } as const;
    const groups = parameterGroups(params, config.depth, settings).filter(({ name }) => !UNTOLD.includes(name));
    const trained = groups.map(({ name }) => name);
    expect([...trained].sort()).toEqual(Object.keys(part('grad.')).sort());
    const optimizer = createAdamW(params, groups, adamw.clipNorm);
    const moved: Params = {};
    const forward = (p: Params, x: tf.Tensor) => encoderForward(p, config, x, plainLinear, trainingBatchNorm(moved));
    const size = tensors.input!.data.length / golden.labels.length;
    const batch = (step: number) => inputTensor(config, tensors.input!.data.subarray(step * size, (step + 1) * size), 4);
    for (const [step, labels] of (golden.labels as number[][]).entries()) {
      const { loss, gradients } = tf.tidy(() =>
        lossAndGradients(
          forward,
          params,
          trained,
          batch(step),
          tf.tensor(smoothTargets(labels, CLASSES, golden.labelSmoothing), [4, CLASSES]),
        ),
      );
      expect((await loss.data())[0]! / golden.losses[step], `loss ${step}`).toBeCloseTo(1, 5);
      if (step === 0) {
        const errors = await Promise.all(
          trained.map(async (name) => {
            const values = await gradients[name]!.data();
            return [relative(withoutKeys(name, values), withoutKeys(name, tensors[`grad.${name}`]!.data)), name] as const;
          }),
        );
        for (const [error, name] of errors) expect(error, `gradient of ${name}`).toBeLessThan(1e-4);
      }
      const norm = optimizer.update(params, gradients, learningRateAt(step, adamw.totalSteps, adamw.warmupSteps, adamw.learningRate));
      expect((await norm.data())[0]! / golden.gradNorms[step], `gradient norm ${step}`).toBeCloseTo(1, 4);
      moveStatistics(params, moved);
      tf.dispose([loss, norm]);
    }
    for (const [name, { data }] of Object.entries(part('after.'))) {
      expect(relative(withoutKeys(name, await params[name]!.data()), withoutKeys(name, data)), `after three steps ${name}`).toBeLessThan(
        1e-4,
      );
    }
    const logits = tf.tidy(() => encoderForward(params, config, batch(0), plainLinear));
    expect(relative(await logits.data(), tensors.logits!.data), 'logits by running statistics').toBeLessThan(1e-4);
    logits.dispose();
    optimizer.dispose();
    disposeParams(params);
    expect(tf.memory().numTensors).toBe(before);
  });
});
