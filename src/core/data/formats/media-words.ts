/**
 * @file How the checks of MP4 and WebM files speak, which hold sound, pictures or both: of what the target takes. Types and two values;
 * used by `mp4-boxes.ts` and `webm-elements.ts` for `audio/` and `video/`.
 */
import type { PlaygroundError } from '../../errors.ts';
import { AUDIO_LIMITS } from '../audio/audio-limits.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { VIDEO_LIMITS } from '../video/video-limits.ts';

export interface MediaWords {
  /** Codes begin with it: `audio-cut-off`. */
  family: 'audio' | 'video';
  /** What is missing where a file has no media. */
  media: 'sound' | 'pictures';
  /** Largest file; what claims more is not repeated to the reader. */
  bytes: number;
  /** What to do with a file whose writing was broken off. */
  brokenOff: string;
}

export const SOUND: MediaWords = { family: 'audio', media: 'sound', bytes: AUDIO_LIMITS.bytes, brokenOff: COPY_AGAIN };
export const PICTURES: MediaWords = { family: 'video', media: 'pictures', bytes: VIDEO_LIMITS.bytes, brokenOff: 'Record it again.' };

/** What can be wrong with the structure of a file. */
export type MediaFault = 'cut-off' | 'damaged' | 'empty';

export function mediaError({ family }: MediaWords, path: string, fault: MediaFault, is: string, todo = COPY_AGAIN): PlaygroundError {
  return fileError(path, `${family}-${fault}`, is, todo);
}
