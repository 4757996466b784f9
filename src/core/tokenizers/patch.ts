/**
 * @file Patch tokenizer of pictures and spectrograms: patches through one linear layer (Dosovitskiy et al. 2021, Eq. 1).
 * The weight has a convolution's layout, [D, C, P, P]. Pictures whose patches tile them are cut on the device; where patches
 * overlap or axes are exchanged (AST: patches of 16, stride 10), samples are cut on the CPU (`unfold`).
 */
import { linear } from '../kernels/linear.ts';
import type { EncoderConfig, PatchTokenizer } from '../m2pt/encoder-config.ts';
import { tokenGrid } from '../m2pt/plain-shape.ts';
import { constant, truncatedNormal } from '../nn/init.ts';
import type { HostParams, Params } from '../tensor/params.ts';
import type { Rng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { boxSize, type UnfoldPlan, unfold } from './unfold.ts';

export function patchShapes({ embedDim }: EncoderConfig, tokenizer: PatchTokenizer): Record<string, number[]> {
  return {
    'patch_embed.proj.weight': [embedDim, tokenizer.inChannels, ...tokenizer.patchSize],
    'patch_embed.proj.bias': [embedDim],
  };
}

/** Fresh values: a normal projection with deviation 1/√(values of a box), bias 0. `shapes` as `patchShapes` or `tubeletShapes` gives. */
export function initProjection(shapes: Record<string, number[]>, rng: Rng): HostParams {
  const weight = shapes['patch_embed.proj.weight']!;
  const fanIn = weight.slice(1).reduce((a, b) => a * b, 1);
  return {
    'patch_embed.proj.weight': truncatedNormal(weight, fanIn ** -0.5, rng),
    'patch_embed.proj.bias': constant(shapes['patch_embed.proj.bias']!, 0),
  };
}

/** [C, H, W] where patches tile the picture, else [N, C·P·P]. */
export function patchInputShape(tokenizer: PatchTokenizer): number[] {
  if (tiles(tokenizer)) return [tokenizer.inChannels, ...tokenizer.inputSize];
  const { channels, box, grid } = planOf(tokenizer);
  return [grid[1] * grid[2], boxSize({ channels, box })];
}

/** Values as the tokenizer's tensor takes them. @param values normalised [count × C × H × W], or [count × frames × mel] */
export function patchInput(tokenizer: PatchTokenizer, values: Float32Array, count: number): Float32Array {
  return tiles(tokenizer) ? values : unfold(values, count, planOf(tokenizer));
}

/**
 * @param input [B, C, H, W] or [B, N, C·P·P], see `patchInputShape`
 * @returns tokens [B·N, D], row-major over the grid, without positions; intermediates belong to the caller's tidy
 */
export function patchTokens(params: Params, tokenizer: PatchTokenizer, input: tf.Tensor): tf.Tensor {
  const rows = input.rank === 4 ? cutOnDevice(tokenizer, input) : tf.reshape(input, [-1, input.shape[2] as number]); // [B·N, C·P·P]
  return project(params, rows);
}

/** Boxes [M, K] through `patch_embed.proj` of any rank → [M, D]. */
export function project(params: Params, boxes: tf.Tensor): tf.Tensor2D {
  const weight = params['patch_embed.proj.weight']!;
  return linear(boxes, tf.reshape(weight, [weight.shape[0] as number, -1]), params['patch_embed.proj.bias']!);
}

function tiles({ inputSize, patchSize, stride, transposed }: PatchTokenizer): boolean {
  return !transposed && [0, 1].every((axis) => stride[axis] === patchSize[axis] && inputSize[axis]! % patchSize[axis]! === 0);
}

function planOf(tokenizer: PatchTokenizer): UnfoldPlan {
  const { inChannels, inputSize, patchSize, stride, transposed } = tokenizer;
  const [height, width] = inputSize;
  const [rows, columns] = tokenGrid({ tokenizer }) as [number, number];
  const area = height * width;
  return {
    sampleSize: inChannels * area,
    channels: inChannels,
    grid: [1, rows, columns],
    box: [1, ...patchSize],
    stride: [1, ...stride],
    steps: transposed ? [area, 0, 1, height] : [area, 0, width, 1],
  };
}

/** [B, C, H, W] → [B·N, C·P·P], by two 4-D transposes (one 6-D transpose is 30 times slower on wasm). */
function cutOnDevice(tokenizer: PatchTokenizer, pixels: tf.Tensor): tf.Tensor {
  const [rows, columns] = tokenGrid({ tokenizer }) as [number, number];
  const [ph, pw] = tokenizer.patchSize;
  const [batch, channels] = pixels.shape as [number, number];
  const strips = tf.transpose(tf.reshape(pixels, [batch * channels * rows, ph, columns, pw]), [0, 2, 1, 3]); // [B·C·rows, columns, P, P]
  const byToken = tf.transpose(tf.reshape(strips, [batch, channels, rows * columns, ph * pw]), [0, 2, 1, 3]); // [B, N, C, P·P]
  return tf.reshape(byToken, [batch * rows * columns, channels * ph * pw]);
}
