/**
 * @file Boxes cut on the CPU times a filter equal tfjs's own convolutions: overlapping patches, exchanged axes, tubelets.
 */
import { beforeAll, expect, test } from 'vitest';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { relative } from '../../../test/relative.ts';
import type { PatchTokenizer, TubeletTokenizer } from '../m2pt/encoder-config.ts';
import { createRng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { inputShape, inputTensor, tokens } from './tokenizer.ts';

beforeAll(() => startNodeBackend('cpu'));

const rng = createRng(8, 'unfold');
const random = (shape: number[]) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal()),
    shape,
  );

/** Tokens of the engine under a random filter [D, C, …] and no bias. */
function ours(tokenizer: PatchTokenizer | TubeletTokenizer, weight: tf.Tensor, samples: tf.Tensor): ArrayLike<number> {
  const params = { 'patch_embed.proj.weight': weight, 'patch_embed.proj.bias': tf.zeros([weight.shape[0]!]) };
  const input = inputTensor({ tokenizer }, samples.dataSync<'float32'>(), samples.shape[0]!);
  expect(input.shape.slice(1)).toEqual(inputShape({ tokenizer }));
  return tokens(params, { tokenizer, layerNormEps: 1e-6 }, input).dataSync();
}

const PATCH: PatchTokenizer = { kind: 'patch', inputSize: [9, 14], patchSize: [4, 6], stride: [4, 6], inChannels: 2, transposed: false };

test.each([
  ['patches that overlap', { stride: [2, 3] }],
  ['patches that do not reach the border', {}],
  ['patches that tile the picture', { inputSize: [8, 18] }],
  ['axes exchanged, patches that overlap', { stride: [3, 5], transposed: true, inChannels: 1 }],
  ['axes exchanged, patches that tile', { inputSize: [8, 18], transposed: true, inChannels: 1 }],
] as [string, Partial<PatchTokenizer>][])('%s', (_, change) => {
  const tokenizer = { ...PATCH, ...change };
  const { inChannels, inputSize, patchSize, stride, transposed } = tokenizer;
  const weight = random([5, inChannels, ...patchSize]);
  const samples = random(transposed ? [3, inputSize[1], inputSize[0]] : [3, inChannels, ...inputSize]);
  const pictures = (transposed ? tf.reshape(tf.transpose(samples, [0, 2, 1]), [3, 1, ...inputSize]) : samples) as tf.Tensor4D;
  const want = tf.conv2d(
    tf.transpose(pictures, [0, 2, 3, 1]),
    tf.transpose(weight as tf.Tensor4D, [2, 3, 1, 0]),
    [...stride] as [number, number],
    'valid',
  );
  expect(relative(ours(tokenizer, weight, samples), want.dataSync())).toBeLessThan(1e-6);
});

test('tubelets', () => {
  const tokenizer: TubeletTokenizer = { kind: 'tubelet', frames: 4, inputSize: [6, 8], tubeletSize: [2, 3, 4], inChannels: 3 };
  const weight = random([5, 3, 2, 3, 4]);
  const clips = random([2, 4, 3, 6, 8]); // [B, T, C, H, W]
  const want = tf.conv3d(
    tf.transpose(clips, [0, 1, 3, 4, 2]) as tf.Tensor5D,
    tf.transpose(weight, [2, 3, 4, 1, 0]) as tf.Tensor5D,
    [2, 3, 4],
    'valid',
  );
  expect(relative(ours(tokenizer, weight, clips), want.dataSync())).toBeLessThan(1e-6);
});
