/**
 * @file What is said of clips that cannot be read, where that is the same for many of them. Beside `file-error.ts`.
 */
import type { PlaygroundError } from '../../errors.ts';
import { fileError } from '../file-error.ts';

export const CONVERT = 'Convert it to an MP4 with H.264 or to a WebM, for instance with HandBrake or ffmpeg.';

/** A decoder that gave no sign for too long; import tries such files again, alone and with more time. */
export function tooSlow(path: string, limitMs: number): PlaygroundError {
  return fileError(
    path,
    'video-slow',
    `took longer than ${limitMs / 1000} s to decode`,
    'Make it smaller or shorter, or save it with more key frames.',
  );
}
