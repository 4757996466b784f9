/**
 * @file Is a clip of a size and a length that is read? For videos and animations alike, before their frames are decoded.
 */

import { countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { VIDEO_LIMITS } from './video-limits.ts';

/** @throws PlaygroundError `video-zero-size`, `video-too-large` */
export function checkFrameSize({ width, height }: { width: number; height: number }, path: string): void {
  const size = `${countText(width)} × ${countText(height)} pixels large`;
  if (!(width >= 1 && height >= 1)) throw fileError(path, 'video-zero-size', `is ${size}, so there is nothing in it`, COPY_AGAIN);
  if (width * height <= VIDEO_LIMITS.pixels) return;
  throw fileError(path, 'video-too-large', `is ${size}; 4K (4,096 × 2,304) is the limit`, 'Make its frames smaller.');
}

/** @throws PlaygroundError `video-no-length`, `video-too-long` */
export function checkLength(seconds: number, path: string): void {
  if (!(seconds > 0)) throw fileError(path, 'video-no-length', 'lasts 0 seconds by its own account', COPY_AGAIN);
  if (seconds <= VIDEO_LIMITS.seconds) return;
  const minutes = seconds / 60 < 1000 ? (seconds / 60).toFixed(1) : countText(seconds / 60);
  const is = `is ${minutes} minutes long; ${VIDEO_LIMITS.seconds / 60} minutes are the limit`;
  throw fileError(path, 'video-too-long', is, 'Cut it into shorter clips, one for each thing that happens.');
}
