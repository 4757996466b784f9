/**
 * @file Tubelet tokenizer of clips: boxes of frames × height × width through one linear layer (VideoMAE, Tong et al. 2022,
 * §3.3). Clips come as [T, C, H, W] and are cut on the CPU, so that the 3-D convolution is one matrix product.
 */
import type { EncoderConfig, TubeletTokenizer } from '../m2pt/encoder-config.ts';
import { tokenGrid } from '../m2pt/plain-shape.ts';
import { boxSize, type UnfoldPlan, unfold } from './unfold.ts';

/** The weight has a 3-D convolution's layout, [D, C, t, P, P]. */
export function tubeletShapes({ embedDim }: EncoderConfig, tokenizer: TubeletTokenizer): Record<string, number[]> {
  return {
    'patch_embed.proj.weight': [embedDim, tokenizer.inChannels, ...tokenizer.tubeletSize],
    'patch_embed.proj.bias': [embedDim],
  };
}

/** [N, C·t·P·P]. */
export function tubeletInputShape(tokenizer: TubeletTokenizer): number[] {
  const plan = planOf(tokenizer);
  return [plan.grid[0] * plan.grid[1] * plan.grid[2], boxSize(plan)];
}

/** @param values normalised [count × T × C × H × W] @returns [count × N × C·t·P·P], frames first, then rows, then columns */
export function tubeletInput(tokenizer: TubeletTokenizer, values: Float32Array, count: number): Float32Array {
  return unfold(values, count, planOf(tokenizer));
}

function planOf(tokenizer: TubeletTokenizer): UnfoldPlan {
  const { frames, inChannels, inputSize, tubeletSize } = tokenizer;
  const [height, width] = inputSize;
  const area = height * width;
  return {
    sampleSize: frames * inChannels * area,
    channels: inChannels,
    grid: tokenGrid({ tokenizer }) as [number, number, number],
    box: tubeletSize,
    stride: tubeletSize,
    steps: [area, inChannels * area, width, 1],
  };
}
