/**
 * @file Every published file can be fine-tuned on new classes with a pathway: all trained parameters get a finite gradient
 * that is not all zero, the loss falls, statistics of batch norms stay, and at λ = 0 the pathway changes nothing.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { PUBLISHED } from '../../../test/published.ts';
import { readFixture } from '../../../test/read-fixture.ts';
import { bufferSource } from '../checkpoint/byte-source.ts';
import { loadEncoder } from '../checkpoint/load-encoder.ts';
import { readSafetensors } from '../checkpoint/safetensors.ts';
import { smoothTargets } from '../kernels/cross-entropy.ts';
import { disposeParams, type Params, paramsFromHost } from '../tensor/params.ts';
import { createRng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { inputTensor } from '../tokenizers/tokenizer.ts';
import { createAdamW } from '../train/optimizer.ts';
import { parameterGroups } from '../train/parameter-groups.ts';
import { lossAndGradients } from '../train/train-step.ts';
import { plainLinear } from './cross-modal-linear.ts';
import { bodyShapes, encoderForward, initBody, initHead } from './encoder.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { fineTuneBody, fineTuneConfig } from './fine-tune-config.ts';
import { headShapes } from './head.ts';
import { mergePathway } from './merge.ts';
import { layerIndex } from './names.ts';
import { attachPathway } from './pathway.ts';

const CLASSES = 4;
const SETTINGS = {
  mode: 'tune',
  lambdaLearnable: true,
  auxiliaryTrainable: true,
  layerDecay: 0.8,
  weightDecay: 0.05,
  lambdaLearningRateFactor: 30,
} as const;

async function open(name: string) {
  const folder = `published/${name}`;
  const configText = new TextDecoder().decode(await readFixture(`${folder}/config.json`));
  const model = await loadEncoder({
    folder: name,
    configText,
    weights: bufferSource(await readFixture(`${folder}/model.safetensors`), 'model.safetensors'),
  });
  const golden = readSafetensors(await readFixture(`${folder}/golden.safetensors`), name).tensors;
  return { model, input: golden.input! };
}

beforeAll(() => startNodeBackend('wasm'));

describe.each(PUBLISHED)('%s', (name) => {
  test('learns new classes', async () => {
    const { model, input } = await open(name);
    const config = fineTuneConfig(model.config, model.head !== null);
    const head = initHead(config, CLASSES, createRng(1, 'init-head'));
    const plain = { ...fineTuneBody(config, model.params), ...head };
    const auxiliary = initBody(config, 2);
    const params = paramsFromHost(
      attachPathway(plain, config, auxiliary, config, {
        layers: ['qkv', 'proj', 'fc1', 'fc2'],
        lambdaInit: 0,
        splitQkv: false,
        depthOrder: 'normal',
      }),
    );
    const own = paramsFromHost(plain);
    const batch = input.shape[0]!;
    const x = inputTensor(config, input.data, batch);
    const targets = tf.tensor(smoothTargets([0, 2, 3], CLASSES, 0), [batch, CLASSES]);
    const forward = (p: Params, samples: tf.Tensor) => encoderForward(p, config, samples, plainLinear);
    expect([...forward(mergePathway(params), x).dataSync()], 'λ = 0').toEqual([...forward(own, x).dataSync()]);

    const groups = parameterGroups(params, config.depth, SETTINGS);
    const optimizer = createAdamW(params, groups, 1);
    const losses: number[] = [];
    for (let step = 0; step < 12; step++) {
      const { loss, gradients } = tf.tidy(() =>
        lossAndGradients(
          forward,
          params,
          groups.map((group) => group.name),
          x,
          targets,
        ),
      );
      losses.push(loss.dataSync()[0]!);
      if (step === 1) {
        for (const [key, gradient] of Object.entries(gradients)) {
          const values = gradient.dataSync();
          expect(values.every(Number.isFinite), key).toBe(true);
          expect(
            values.some((value) => value !== 0),
            key,
          ).toBe(true);
        }
      }
      tf.dispose([loss, optimizer.update(params, gradients, 3e-3)]);
    }
    expect(losses.at(-1)).toBeLessThan(0.7 * losses[0]!);
    for (const key of Object.keys(params).filter((key) => key.includes('running_'))) {
      expect([...params[key]!.dataSync()], key).toEqual([...plain[key]!.data]);
    }
    optimizer.dispose();
    disposeParams(params);
    disposeParams(own);
    tf.dispose([x, targets]);
  });

  test('has a fresh body of its shape, and decay and layer of each parameter', async () => {
    const { model } = await open(name);
    const config = fineTuneConfig(model.config, model.head !== null);
    const fresh = { ...initBody(config, 3), ...initHead(config, CLASSES, createRng(3, 'init-head')) };
    const shapes = { ...bodyShapes(config), ...headShapes(config, CLASSES) };
    expect(Object.fromEntries(Object.entries(fresh).map(([key, { shape }]) => [key, [...shape]]))).toEqual(shapes);
    for (const group of parameterGroups(fresh, config.depth, SETTINGS)) {
      const matrix = /\.weight$/.test(group.name) && shapes[group.name]!.length > 1 && !group.name.startsWith('pos_embed');
      expect(group.weightDecay, group.name).toBe(matrix ? 0.05 : 0);
      const layer = layerIndex(group.name, config.depth);
      if (/^(patch_embed|pos_embed|cls_|dist_)/.test(group.name)) expect(layer, group.name).toBe(0);
      if (/^(norm|fc_norm|head)\./.test(group.name)) expect(layer, group.name).toBe(config.depth + 1);
    }
  });
});

describe('shape for new classes', () => {
  const changes = (config: Partial<EncoderConfig>, hasHead: boolean) => {
    const { head, pooling, finalNorm } = fineTuneConfig(config as EncoderConfig, hasHead);
    return { head, pooling, finalNorm };
  };
  test.each([
    ['MAE', { head: 'linear', pooling: 'cls', finalNorm: 'norm' }, false, ['mean', 'fc_norm']],
    ['ViT', { head: 'linear', pooling: 'cls', finalNorm: 'norm' }, true, ['cls', 'norm']],
    ['DeiT', { head: 'distilled', pooling: 'cls-dist', finalNorm: 'norm' }, true, ['cls', 'norm']],
    ['AST', { head: 'norm-linear', pooling: 'cls-dist', finalNorm: 'norm' }, true, ['cls-dist', 'norm']],
    ['Point-MAE', { head: 'mlp', pooling: 'cls-max', finalNorm: 'norm' }, true, ['cls-max', 'norm']],
  ] as [string, Partial<EncoderConfig>, boolean, string[]][])('%s', (_, config, hasHead, [pooling, finalNorm]) => {
    expect(changes(config, hasHead)).toEqual({ head: 'linear', pooling, finalNorm });
  });
});
