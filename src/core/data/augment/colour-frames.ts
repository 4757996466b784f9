/**
 * @file Other light: brightness, contrast and saturation, each by a factor of its own, the same for all frames of a clip. Contrast is
 * about the mean grey of the whole record, saturation about each pixel's grey (ITU-R BT.601), as image editors do.
 */
import type { Rng } from '../../tensor/rng.ts';

export interface Light {
  /** Factors; 1 leaves things as they are. */
  brightness: number;
  contrast: number;
  saturation: number;
}

/** Farthest that a factor lies from 1. */
const MOST = 0.3;
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

export function drawLight(rng: Rng): Light {
  const factor = () => 1 + MOST * (2 * rng.next() - 1);
  return { brightness: factor(), contrast: factor(), saturation: factor() };
}

/** A copy in this light, cut to 0 … 255. @param bytes RGB, [pixels, 3] */
export function inLight(bytes: ArrayLike<number>, { brightness, contrast, saturation }: Light): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(bytes.length);
  let total = 0;
  for (let at = 0; at < bytes.length; at += 3) total += RED * bytes[at]! + GREEN * bytes[at + 1]! + BLUE * bytes[at + 2]!;
  const gain = brightness * contrast;
  const lift = ((1 - contrast) * brightness * total * 3) / bytes.length;
  for (let at = 0; at < bytes.length; at += 3) {
    const red = gain * bytes[at]! + lift;
    const green = gain * bytes[at + 1]! + lift;
    const blue = gain * bytes[at + 2]! + lift;
    const grey = (1 - saturation) * (RED * red + GREEN * green + BLUE * blue);
    out[at] = saturation * red + grey;
    out[at + 1] = saturation * green + grey;
    out[at + 2] = saturation * blue + grey;
  }
  return out;
}
