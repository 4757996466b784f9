/**
 * @file The frames of an animated GIF, WebP or PNG by the file's structure: how large, how many, how long each is shown.
 * Nothing is decoded; a file that ends early is seen here, since browsers play what there is. Pure; before
 * `decode-animation.ts`. The readers of each format are beside it.
 */
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { type Animation, AnimationFault } from './animation-fault.ts';
import { checkFrameSize, checkLength } from './clip-limits.ts';
import { readApng } from './read-apng.ts';
import { readGif } from './read-gif.ts';
import { readAnimatedWebp } from './read-webp.ts';

export type AnimationKind = 'gif' | 'webp' | 'png';

const READERS: Record<AnimationKind, (bytes: Uint8Array) => Animation> = { gif: readGif, webp: readAnimatedWebp, png: readApng };
/** Browsers show frames that claim to be shorter than this for `USUAL_MS`: such files are older than fast computers. */
const SHORTEST_MS = 11;
const USUAL_MS = 100;

/**
 * @returns at least one frame; lengths as browsers play them, all above 0
 * @throws PlaygroundError `video-cut-off`, `video-damaged`, `video-empty`, `video-zero-size`, `video-too-large`, `video-too-long`
 */
export function readAnimation(bytes: Uint8Array, kind: AnimationKind, path: string): Animation {
  const animation = readChecked(bytes, kind, path);
  checkFrameSize(animation, path);
  const lengthsMs = animation.lengthsMs.map((ms) => (ms < SHORTEST_MS ? USUAL_MS : ms));
  checkLength(lengthsMs.reduce((sum, ms) => sum + ms, 0) / 1000, path);
  return { ...animation, lengthsMs };
}

function readChecked(bytes: Uint8Array, kind: AnimationKind, path: string): Animation {
  try {
    const animation = READERS[kind](bytes);
    if (animation.lengthsMs.length === 0) throw fileError(path, 'video-empty', 'has no picture in it', COPY_AGAIN);
    return animation;
  } catch (error) {
    // DataView throws RangeError at the end of the bytes.
    const isCutOff = error instanceof RangeError || (error instanceof AnimationFault && error.isCutOff);
    if (isCutOff) throw fileError(path, 'video-cut-off', 'ends early: its end is missing', COPY_AGAIN);
    if (error instanceof AnimationFault) throw fileError(path, 'video-damaged', `is damaged: ${error.message}`, COPY_AGAIN);
    throw error;
  }
}
