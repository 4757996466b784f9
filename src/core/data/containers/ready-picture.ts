/**
 * @file Grey or colour values of an array to a ready picture. Used by `idx.ts` and `npy-pictures.ts`.
 */
import type { ReadyPicture } from './container-entry.ts';

export interface PictureShape {
  height: number;
  width: number;
  /** 1 grey, 3 red, green and blue. */
  channels: number;
  /** True for [channels, H, W], as PyTorch has it; else [H, W, channels]. */
  isPlanar?: boolean;
}

/** @param values 0-255, as many as the shape says */
export function toReadyPicture(values: Uint8Array, { height, width, channels, isPlanar = false }: PictureShape): ReadyPicture {
  const rgba = new Uint8ClampedArray(height * width * 4).fill(255); // [H, W, 4]
  const area = height * width;
  for (let pixel = 0; pixel < area; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      const channel = channels === 1 ? 0 : colour;
      rgba[4 * pixel + colour] = values[isPlanar ? channel * area + pixel : channels * pixel + channel]!;
    }
  }
  return { rgba, width, height };
}
