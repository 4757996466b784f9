/**
 * @file Model folders: a good one loads with its extras set aside; a bad one is refused with the names and numbers that differ.
 */
import { describe, expect, test } from 'vitest';
import { readFixture } from '../../../test/read-fixture.ts';
import { initBody } from '../m2pt/encoder.ts';
import { misfit } from '../m2pt/misfit.ts';
import { loadEncoder } from './load-encoder.ts';
import { parseModelConfig } from './model-config.ts';
import { writeSafetensors } from './safetensors.ts';

const folder = async (name: string) => ({
  text: new TextDecoder().decode(await readFixture(`models/${name}/config.json`)),
  weights: await readFixture(`models/${name}/model.safetensors`),
});

test('the micro model loads, and its final norm is set aside', async () => {
  const { text, weights } = await folder('micro-image');
  const model = loadEncoder(text, weights, 'micro-image');
  expect(model.config).toMatchObject({ embedDim: 32, depth: 2, numHeads: 4 });
  expect(Object.keys(model.params)).toEqual(Object.keys(initBody(model.config, 0)));
  expect(model.setAside).toEqual(['norm.bias', 'norm.weight']);
});

test('an auxiliary of another size is refused with the numbers', async () => {
  const target = await folder('micro-image');
  const other = await folder('misfit-audio');
  const sentence = misfit(loadEncoder(target.text, target.weights, 'a').config, loadEncoder(other.text, other.weights, 'b').config);
  expect(sentence).toBe('misfit-audio does not fit micro-image: it has width 48 where the target has 32, depth 3 where the target has 2.');
});

describe('a model folder that does not fit', () => {
  const changed = async (change: (config: Record<string, unknown>) => void) => {
    const { text, weights } = await folder('micro-image');
    const config = JSON.parse(text);
    change(config);
    return () => loadEncoder(JSON.stringify(config), weights, 'mine');
  };
  test('names the tensors and both shapes', async () => {
    const load = await changed((config) => {
      config.embedDim = 64;
    });
    expect(load).toThrowError(
      expect.objectContaining({
        code: 'model-shapes',
        message: expect.stringContaining('“patch_embed.proj.weight” is 32×3×16×16, expected 64×3×16×16'),
      }),
    );
  });
  test('names missing blocks', async () => {
    const load = await changed((config) => {
      config.depth = 3;
    });
    expect(load).toThrowError(/“blocks\.2\.norm1\.weight” is missing/);
  });
  test('refuses values that are not finite', async () => {
    const { text } = await folder('micro-image');
    const body = initBody(parseModelConfig(text, 'c').config, 0);
    body.pos_embed!.data[3] = Number.NaN;
    expect(() => loadEncoder(text, writeSafetensors(body), 'mine')).toThrowError(/“pos_embed” holds values that are not finite/);
  });
  test.each([
    ['not JSON', '{', 'is not JSON'],
    ['a missing width', '{"format":"m2pt-encoder","version":1}', 'embedDim'],
    ['another format', '{"format":"timm"}', 'format'],
  ])('%s is named', (_, text, words) => {
    expect(() => loadEncoder(text, new ArrayBuffer(0), 'mine')).toThrowError(
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
    const load = await changed((config) => Object.assign(config, change));
    expect(load).toThrowError(words);
  });
  test('a width that its heads do not divide is named', async () => {
    const load = await changed((config) => {
      config.numHeads = 5;
    });
    expect(load).toThrowError(/no multiple of its 5 heads/);
  });
});
