/**
 * @file Inputs of any batch size give each sample the logits it has alone; inputs that do not fit are named with both shapes.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { readFixture } from '../../../test/read-fixture.ts';
import { relative } from '../../../test/relative.ts';
import { bufferSource } from '../checkpoint/byte-source.ts';
import { type LoadedEncoder, loadEncoder } from '../checkpoint/load-encoder.ts';
import { writeSafetensors } from '../checkpoint/safetensors.ts';
import { createRng } from '../tensor/rng.ts';
import { predictInput } from './predict-input.ts';

const load = async (name: string): Promise<LoadedEncoder> =>
  loadEncoder({
    folder: name,
    configText: new TextDecoder().decode(await readFixture(`published/${name}/config.json`)),
    weights: bufferSource(await readFixture(`published/${name}/model.safetensors`), 'model.safetensors'),
  });

const rng = createRng(5, 'predict-input');
const random = (...shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal()),
});

beforeAll(() => startNodeBackend('wasm'));

test('70 pictures, more than go at once, give each what it has alone', async () => {
  const model = await load('timm-vit-avg');
  const input = random(70, 3, 24, 24);
  const all = await predictInput(model, input);
  expect(all.shape).toEqual([70, 5]);
  for (const at of [0, 63, 64, 69]) {
    const size = 3 * 24 * 24;
    const one = await predictInput(model, { shape: [1, 3, 24, 24], data: input.data.slice(at * size, (at + 1) * size) });
    expect(relative(all.data.subarray(at * 5, at * 5 + 5), one.data)).toBeLessThan(1e-5);
  }
});

test('spectrograms may come with or without their channel', async () => {
  const model = await load('audiomae');
  const { shape, data } = random(2, 64, 32);
  const without = await predictInput(model, { shape, data });
  expect(await predictInput(model, { shape: [2, 1, 64, 32], data })).toEqual(without);
});

test('clouds may have any number of points from what the groups need', async () => {
  const model = await load('point-mae');
  expect((await predictInput(model, random(2, 8, 3))).shape).toEqual([2, 5]);
  expect((await predictInput(model, random(1, 333, 3))).data.every(Number.isFinite)).toBe(true);
});

test('a head that is there and incomplete is an error, never features in its place', async () => {
  const model = await load('timm-vit-avg');
  const { 'head.bias': _, ...rest } = model.head!;
  const weights = bufferSource(writeSafetensors({ ...model.params, ...rest }), 'model.safetensors');
  const configText = new TextDecoder().decode(await readFixture('published/timm-vit-avg/config.json'));
  const cut = await loadEncoder({ folder: 'cut', configText, weights });
  await expect(predictInput(cut, random(1, 3, 24, 24))).rejects.toThrowError(
    expect.objectContaining({
      code: 'head-unusable',
      message: expect.stringContaining('“head.bias” is missing'),
      hint: expect.any(String),
    }),
  );
});

describe('what does not fit is named', () => {
  test.each([
    ['timm-vit', [2, 3, 24, 24], 'timm-vit takes [B, 3, 48, 48] with B from 1; the input is [2, 3, 24, 24]'],
    ['timm-vit', [3, 48, 48], 'the input is [3, 48, 48]'],
    ['timm-vit', [0, 3, 48, 48], 'with B from 1; the input is [0, 3, 48, 48]'],
    ['hf-ast', [1, 32, 48], '[B, 48, 32] or [B, 1, 48, 32]'],
    ['hf-videomae', [1, 3, 4, 16, 16], '[B, 4, 3, 16, 16]'],
    ['point-mae', [1, 64, 4], '[B, points, 3]'],
    ['point-mae', [1, 7, 3], 'needs at least 8 points a cloud'],
  ])('%s with %j', async (name, shape, words) => {
    const predicting = predictInput(await load(name), random(...shape));
    await expect(predicting).rejects.toThrowError(
      expect.objectContaining({ code: 'input-shape', message: expect.stringContaining(words), hint: expect.any(String) }),
    );
  });
  test('a shape that its values do not fill', async () => {
    const predicting = predictInput(await load('timm-vit'), { shape: [2, 3, 48, 48], data: new Float32Array(3 * 48 * 48) });
    await expect(predicting).rejects.toThrowError(/with 6912 values/);
  });
  test('a value that is not finite, with its place', async () => {
    const input = random(2, 3, 48, 48);
    input.data[3 * 48 * 48 + 7] = Number.NaN;
    const predicting = predictInput(await load('timm-vit'), input);
    await expect(predicting).rejects.toThrowError(
      expect.objectContaining({ code: 'input-not-finite', message: expect.stringContaining('NaN at place 7 of sample 1') }),
    );
  });
});
