/**
 * @file How inputs are normalised: from preprocessor_config.json, from timm's older flat files, else assumed and said. The
 * numbers of transformers' processors are checked by what they do to a pixel.
 */
import { expect, test } from 'vitest';
import { headerOnly, shapesOf } from '../../../test/fixtures/safetensors/header-only.ts';
import { VIT_TINY } from '../../../test/vit-tiny.ts';
import { inspectCheckpoint } from './inspect-checkpoint.ts';
import { preprocessorNormalization } from './preprocessor-config.ts';

const inspectWith = (config: unknown, preprocessor?: unknown) =>
  inspectCheckpoint({
    folder: 'given',
    configText: config === null ? null : JSON.stringify(config),
    weights: headerOnly(shapesOf(VIT_TINY, 3)),
    ...(preprocessor === undefined ? {} : { preprocessorText: JSON.stringify(preprocessor) }),
  });
const ASSUMED = /No file states how inputs were normalised/;
const given = { image_mean: [0.1, 0.2, 0.3], image_std: [0.4, 0.5, 0.6], do_normalize: true };

test('an image processor’s numbers are taken, without a note', async () => {
  for (const config of [null, { num_heads: 3 }, { architecture: 'vit_tiny_patch16_224' }]) {
    const report = await inspectWith(config, given);
    expect(report.config!.normalization).toEqual({ mean: given.image_mean, std: given.image_std });
    expect(report.notes.join()).not.toMatch(ASSUMED);
  }
});

test('without it the numbers are assumed, and said', async () => {
  for (const config of [null, { architecture: 'vit_tiny_patch16_224' }]) {
    const report = await inspectWith(config);
    expect(report.config!.normalization).toEqual({ mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] });
    expect(report.notes.join()).toMatch(/mean 0\.5 and deviation 0\.5 were assumed/);
  }
});

test('timm’s own numbers win; older files have them at the top, with the size', async () => {
  const flat = { architecture: 'vit_tiny_patch16_224', input_size: [3, 384, 384], mean: [0.3, 0.3, 0.3], std: [0.2, 0.2, 0.2] };
  const nested = { architecture: flat.architecture, pretrained_cfg: { input_size: flat.input_size, mean: flat.mean, std: flat.std } };
  for (const config of [flat, nested]) {
    const report = await inspectWith(config, given);
    expect(report.config).toMatchObject({ normalization: { mean: flat.mean, std: flat.std }, tokenizer: { inputSize: [384, 384] } });
    expect(report.notes.join()).not.toMatch(ASSUMED);
  }
});

/** Pixel 0..255 as transformers' processors treat it, and 0..1 as the app does with what was read. */
test.each([
  ['the usual', { image_mean: [0.5], image_std: [0.25] }, (pixel: number) => (pixel / 255 - 0.5) / 0.25],
  ['a factor of its own', { image_mean: 0.5, image_std: 0.25, rescale_factor: 1 / 127.5 }, (pixel: number) => (pixel / 127.5 - 0.5) / 0.25],
  ['no rescaling', { image_mean: [120], image_std: [60], do_rescale: false }, (pixel: number) => (pixel - 120) / 60],
  ['no normalising', { image_mean: [0.5], image_std: [0.5], do_normalize: false }, (pixel: number) => pixel / 255],
])('%s', (_, preprocessor, theirs) => {
  const { mean, std } = preprocessorNormalization(JSON.stringify(preprocessor), 'p')(1)!;
  for (const pixel of [0, 77, 255]) expect((pixel / 255 - mean[0]!) / std[0]!).toBeCloseTo(theirs(pixel), 6);
});

test('AST’s extractor divides by twice the deviation', () => {
  const text = JSON.stringify({ feature_extractor_type: 'ASTFeatureExtractor', mean: -4.5, std: 4, num_mel_bins: 128 });
  expect(preprocessorNormalization(text, 'p')(1)).toEqual({ mean: [-4.5], std: [8] });
});

test('what does not fit the channels, or says nothing, leaves the assumption', async () => {
  for (const preprocessor of [{ image_mean: [0, 0], image_std: [1, 1] }, { size: 224 }]) {
    expect((await inspectWith(null, preprocessor)).notes.join()).toMatch(ASSUMED);
  }
});

test.each<[string, unknown, RegExp]>([
  ['a text for a number', { image_mean: ['x'] }, /given\/preprocessor_config\.json cannot be used: image_mean/],
  ['a list', [], /given\/preprocessor_config\.json cannot be used/],
])('%s is refused by name', async (_, preprocessor, words) => {
  expect((await inspectWith(null, preprocessor)).problems.join()).toMatch(words);
});
