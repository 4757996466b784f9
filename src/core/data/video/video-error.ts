/**
 * @file A rejection of one clip, in the words that all of them share. One bad file never ends an import.
 */
import { PlaygroundError } from '../../errors.ts';
import { displayName } from '../display-name.ts';

const REST_LOADS = 'It was left out; the rest loads.';

export const COPY_AGAIN = 'Copy it again from its source.';
export const CONVERT = 'Convert it to an MP4 with H.264 or to a WebM, for instance with HandBrake or ffmpeg.';

/**
 * @param is how the sentence goes on after the file's name, without the full stop
 * @param todo what the reader can do, a sentence
 */
export function videoError(path: string, code: string, is: string, todo: string): PlaygroundError {
  const where = displayName(path);
  return new PlaygroundError({ code, message: `${where} ${is}.`, hint: `${REST_LOADS} ${todo}`, where });
}

/** A decoder that gave no sign for too long; import tries such files again, alone and with more time. */
export function tooSlow(path: string, limitMs: number): PlaygroundError {
  return videoError(
    path,
    'video-slow',
    `took longer than ${limitMs / 1000} s to decode`,
    'Make it smaller or shorter, or save it with more key frames.',
  );
}
