/**
 * @file Model folders: a good one loads with its extras set aside; a bad one is refused with the names and numbers that differ.
 */
import { describe, expect, test } from 'vitest';
import { readFixture } from '../../../test/read-fixture.ts';
import { initBody } from '../m2pt/encoder.ts';
import { misfit } from '../m2pt/misfit.ts';
import { type ByteSource, bufferSource } from './byte-source.ts';
import { loadEncoder } from './load-encoder.ts';
import { parseModelConfig } from './model-config.ts';
import { writeSafetensors } from './safetensors.ts';

const load = (configText: string, weights: ByteSource, name: string) => loadEncoder({ folder: name, configText, weights });

const folder = async (name: string) => ({
  text: new TextDecoder().decode(await readFixture(`models/${name}/config.json`)),
  weights: bufferSource(await readFixture(`models/${name}/model.safetensors`), 'model.safetensors'),
});

test('the micro model loads, and its final norm is set aside', async () => {
  const { text, weights } = await folder('micro-image');
  const model = await load(text, weights, 'micro-image');
  expect(model.config).toMatchObject({ embedDim: 32, depth: 2, numHeads: 4 });
  expect(Object.keys(model.params)).toEqual(Object.keys(initBody(model.config, 0)));
  expect(model.setAside).toEqual(['norm.bias', 'norm.weight']);
});

test('an auxiliary of another size is refused with the numbers', async () => {
  const target = await folder('micro-image');
  const other = await folder('misfit-audio');
  const sentence = misfit((await load(target.text, target.weights, 'a')).config, (await load(other.text, other.weights, 'b')).config);
  expect(sentence).toBe('misfit-audio does not fit micro-image: it has width 48 where the target has 32, depth 3 where the target has 2.');
});

describe('a model folder that does not fit', () => {
  const changed = async (change: (config: Record<string, unknown>) => void) => {
    const { text, weights } = await folder('micro-image');
    const config = JSON.parse(text);
    change(config);
    return load(JSON.stringify(config), weights, 'mine');
  };
  test('names the tensors and both shapes', async () => {
    const loading = changed((config) => {
      config.embedDim = 64;
    });
    await expect(loading).rejects.toThrowError(
      expect.objectContaining({
        code: 'model-shapes',
        message: expect.stringContaining('“patch_embed.proj.weight” is 32×3×16×16, expected 64×3×16×16'),
      }),
    );
  });
  test('names missing blocks', async () => {
    const loading = changed((config) => {
      config.depth = 3;
    });
    await expect(loading).rejects.toThrowError(/“blocks\.2\.norm1\.weight” is missing/);
  });
  test('refuses values that are not finite', async () => {
    const { text } = await folder('micro-image');
    const body = initBody(parseModelConfig(text, 'c').config, 0);
    body.pos_embed!.data[3] = Number.NaN;
    await expect(load(text, bufferSource(writeSafetensors(body), 'm'), 'mine')).rejects.toThrowError(
      /“pos_embed” holds values that are not finite/,
    );
  });
  test.each([
    ['not JSON', '{', 'is not JSON'],
    ['a missing width', '{"format":"m2pt-encoder","version":1}', 'embedDim'],
    ['another format', '{"format":"timm"}', 'format'],
  ])('%s is named', async (_, text, words) => {
    await expect(load(text, bufferSource(new ArrayBuffer(0), 'm'), 'mine')).rejects.toThrowError(
      expect.objectContaining({ code: 'model-config', message: expect.stringContaining(words) }),
    );
  });
  test.each([
    ['too many parameters', { embedDim: 4096, depth: 64, mlpRatio: 16 }, /million parameters; at most 400 million/],
    [
      'a picture model of one channel',
      { tokenizer: { kind: 'patch', inputSize: [64, 64], patchSize: [16, 16], inChannels: 1 }, normalization: { mean: [0], std: [1] } },
      /takes 1 channels; pictures are read as RGB/,
    ],
    ['an MLP ratio that gives no whole width', { mlpRatio: 1.01 }, /gives no whole number of hidden units/],
  ])('%s is named', async (_, change, words) => {
    const loading = changed((config) => Object.assign(config, change));
    await expect(loading).rejects.toThrowError(words);
  });
  test('a width that its heads do not divide is named', async () => {
    const loading = changed((config) => {
      config.numHeads = 5;
    });
    await expect(loading).rejects.toThrowError(/no multiple of its 5 heads/);
  });
});
