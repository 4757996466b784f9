/**
 * @file Two pictures or clips in one: blended (mixup, Zhang et al. 2018), or a box of one in the other (CutMix, Yun et al. 2019); the
 * same place in all frames. The label becomes the same mixture of both classes.
 */
import type { Rng } from '../../tensor/rng.ts';
import { drawBeta } from './draw-beta.ts';
import type { Frames } from './frames.ts';

export interface MixedFrames {
  values: Uint8Array<ArrayBuffer>;
  /** Share of the first, 0 to 1. */
  weight: number;
}

/** α of mixup: mostly a little of the other. */
const BLEND_ALPHA = 0.2;

/** @param one @param other [count, H, W, 3] */
export function blended(one: ArrayLike<number>, other: ArrayLike<number>, rng: Rng): MixedFrames {
  const weight = drawBeta(BLEND_ALPHA, rng);
  const values = new Uint8Array(one.length);
  for (let at = 0; at < values.length; at++) values[at] = weight * one[at]! + (1 - weight) * other[at]! + 0.5;
  return { values, weight };
}

/** A box of `other` of any size (its area drawn evenly), anywhere, cut at the edges. */
export function withBoxOf(one: ArrayLike<number>, other: ArrayLike<number>, frames: Frames, rng: Rng): MixedFrames {
  const { count, height, width } = frames;
  const side = Math.sqrt(1 - rng.next());
  const [top, bottom] = stretch(side, height, rng);
  const [left, right] = stretch(side, width, rng);
  const values = Uint8Array.from(one);
  for (let frame = 0; frame < count; frame++) {
    for (let row = top; row < bottom; row++) {
      const start = ((frame * height + row) * width + left) * 3;
      const end = start + (right - left) * 3;
      for (let at = start; at < end; at++) values[at] = other[at]!;
    }
  }
  return { values, weight: 1 - ((bottom - top) * (right - left)) / (height * width) };
}

/** From where to where, whole pixels: `share` of the axis about a place drawn evenly. */
function stretch(share: number, size: number, rng: Rng): [number, number] {
  const half = (share * size) / 2;
  const middle = size * rng.next();
  return [Math.max(0, Math.round(middle - half)), Math.min(size, Math.round(middle + half))];
}
