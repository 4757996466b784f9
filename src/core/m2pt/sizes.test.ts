/**
 * @file Parameters and multiply-adds of public models against the numbers that their libraries state.
 */
import { expect, test } from 'vitest';
import { VIT_TINY } from '../../../test/vit-tiny.ts';
import { elementCount, mapParams } from '../tensor/params.ts';
import { bodyParameters } from './encoder.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { headShapes } from './head.ts';
import { multiplyAdds } from './multiply-adds.ts';
import { POINT_MAE_NET } from './plain-shape.ts';

const AST: Partial<EncoderConfig> = {
  embedDim: 768,
  tokenizer: { kind: 'patch', inputSize: [128, 1024], patchSize: [16, 16], stride: [10, 10], inChannels: 1, transposed: true },
  prefixTokens: ['cls', 'dist'],
  head: 'norm-linear',
};
const VIDEO: Partial<EncoderConfig> = {
  embedDim: 768,
  tokenizer: { kind: 'tubelet', frames: 16, inputSize: [224, 224], tubeletSize: [2, 16, 16], inChannels: 3 },
  prefixTokens: [],
  positions: 'sinusoid',
  pooling: 'mean',
  finalNorm: 'fc_norm',
};
const POINT: Partial<EncoderConfig> = {
  embedDim: 384,
  qkvBias: false,
  tokenizer: { kind: 'points', groups: 64, neighbours: 32, ...POINT_MAE_NET },
  positions: 'mlp',
  pooling: 'cls-max',
  head: 'mlp',
};

// Parameters as `sum(p.numel() for p in model.parameters())` of timm 1.0.31, transformers 5.23.0 and reference/published gives them.
// VideoMAE's keys have no bias there and a bias of 0 here; batch norms' running statistics count here.
test.each([
  ['vit_tiny_patch16_224', {}, 1000, 5_717_416],
  ['vit_base_patch16_224', { embedDim: 768 }, 1000, 86_567_656],
  ['deit_tiny_distilled_patch16_224', { prefixTokens: ['cls', 'dist'], head: 'distilled' }, 1000, 5_910_800],
  ['AST base, 527 classes', AST, 527, 86_594_063],
  ['VideoMAE base, 400 classes', VIDEO, 400, 86_534_800 + 12 * 768],
  ['Point-MAE, 40 classes', POINT, 40, 22_099_752 + 2 * (128 + 512 + 256 + 256)],
] as [string, Partial<EncoderConfig>, number, number][])('%s has the parameters it states', (_, change, classes, want) => {
  const config = { ...VIT_TINY, ...change };
  expect(bodyParameters(config) + elementCount(mapParams(headShapes(config, classes), (shape) => ({ shape })))).toBe(want);
});

// GFLOPs of the Swin Transformer paper (Liu et al. 2021, table 1a), which are multiply-adds, for ViTs of the same shape (DeiT).
test.each([
  ['DeiT-S', { embedDim: 384, numHeads: 6 }, 4.6],
  ['DeiT-B', { embedDim: 768, numHeads: 12 }, 17.5],
] as [string, Partial<EncoderConfig>, number][])('%s costs what is published', (_, change, giga) => {
  expect(Math.abs(multiplyAdds({ ...VIT_TINY, ...change }, 1000) / 1e9 / giga - 1)).toBeLessThan(0.01);
});
