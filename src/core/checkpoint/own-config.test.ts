/**
 * @file Our own config.json for points and clips: every field is read, what older files leave out has Point-MAE's value, and what
 * cannot be is named. Also what the tensors of a point model tell without a configuration.
 */
import { describe, expect, test } from 'vitest';
import { inspect, shapesOf } from '../../../test/fixtures/safetensors/header-only.ts';
import { MICRO_BATCH_NORM, MICRO_ENCODERS } from '../../../test/micro-modalities.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { PLAIN_SHAPE } from '../m2pt/plain-shape.ts';
import { parseModelConfig } from './model-config.ts';

const NANO = {
  ...{ format: 'm2pt-encoder', version: 1, embedDim: 128, depth: 6, numHeads: 4, mlpRatio: 4, layerNormEps: 1e-6, qkvBias: true },
  normalization: { mean: [0, 0, 0], std: [1, 1, 1] },
};
const POINT = {
  ...{ ...NANO, name: 'nano-point', modality: 'point', positions: 'mlp' },
  tokenizer: { kind: 'points', groups: 64, neighbours: 32, norm: 'layer', widths: [32, 64, 64] },
};
const VIDEO = {
  ...{ ...NANO, name: 'nano-video', modality: 'video', positions: 'sinusoid' },
  tokenizer: { kind: 'tubelet', frames: 8, inputSize: [64, 64], tubeletSize: [2, 16, 16], inChannels: 3 },
};
const read = (json: unknown): EncoderConfig => parseModelConfig(JSON.stringify(json), 'config.json').config;

test('nano-point and nano-video are read whole', () => {
  const { format: _, version: __, ...stated } = POINT;
  expect(read(POINT)).toEqual({ ...PLAIN_SHAPE, ...stated });
  const { format: ___, version: ____, ...clips } = VIDEO;
  expect(read(VIDEO)).toEqual({ ...PLAIN_SHAPE, ...clips });
  expect(read({ ...VIDEO, positions: 'learned' }).positions).toBe('learned');
});

test('what older files do not say is Point-MAE', () => {
  const { positions: _, ...older } = { ...POINT, tokenizer: { kind: 'points', groups: 64, neighbours: 32 } };
  expect(read(older)).toMatchObject({ positions: 'mlp', tokenizer: { norm: 'batch', widths: [128, 256, 512] } });
});

const points = (change: Record<string, unknown>) => ({ ...POINT, tokenizer: { ...POINT.tokenizer, ...change } });
test.each<[string, unknown, RegExp]>([
  ['another norm', points({ norm: 'group' }), /tokenizer\.norm: expected .*"batch".*"layer".*, got "group"/],
  ['two widths', points({ widths: [32, 64] }), /tokenizer\.widths\.2/],
  ['a width of 0', points({ widths: [32, 0, 64] }), /tokenizer\.widths\.1: expected >=1, got 0/],
  ['no groups', points({ groups: undefined }), /tokenizer\.groups/],
  ['a table of positions for points', { ...POINT, positions: 'learned' }, /positions “learned” with a tokenizer of points/],
  ['an MLP of positions for clips', { ...VIDEO, positions: 'mlp' }, /positions “mlp” with a tokenizer of tubelet/],
  ['clips that are pictures', { ...VIDEO, modality: 'image' }, /tokenizer of tubelet for the modality image/],
  ['boxes that do not divide', { ...VIDEO, tokenizer: { ...VIDEO.tokenizer, frames: 7 } }, /cuts 7×64×64 into boxes of 2×16×16/],
  ['one mean for three axes', { ...POINT, normalization: { mean: [0], std: [1] } }, /needs 3 means/],
])('%s is refused by name', (_, json, words) => {
  expect(() => read(json)).toThrowError(expect.objectContaining({ code: 'model-config', message: expect.stringMatching(words) }));
});

describe('tensors tell norms and widths of the small PointNet', () => {
  test.each([
    ['batch', MICRO_BATCH_NORM],
    ['layer', MICRO_ENCODERS.point],
  ] as const)('%s norms', async (norm, config) => {
    const stated = { num_heads: config.numHeads, groups: 12, neighbours: 8 };
    const { problems, config: told } = await inspect(stated, shapesOf({ ...config, finalNorm: 'norm', pooling: 'max' }, 0));
    expect(problems).toEqual([]);
    expect(told!.tokenizer).toEqual({ kind: 'points', groups: 12, neighbours: 8, norm, widths: [8, 16, 24] });
  });
});
