/**
 * @file Is this file a sound that can be read, and if not, what is it? Between reading bytes and the decoders of `decode-audio.ts`.
 */
import { byteText } from '../display-name.ts';
import { fileError } from '../file-error.ts';
import { otherFile } from '../formats/other-file.ts';
import { sniffVideo } from '../video/sniff-video.ts';
import { AUDIO_LIMITS } from './audio-limits.ts';
import { type AudioKind, isAudio, sniffAudio } from './sniff-audio.ts';

/**
 * @param path names the file in messages
 * @throws PlaygroundError with the code of what it is instead; `file-too-large`
 */
export function checkAudio(bytes: Uint8Array, path: string): AudioKind {
  const head = bytes.subarray(0, 512);
  const kind = sniffAudio(head);
  if (!isAudio(kind)) {
    const other = sniffVideo(head);
    throw otherFile(other === 'mp4' ? 'unknown' : other, 'audio', path);
  }
  if (bytes.length > AUDIO_LIMITS.bytes) {
    const is = `has ${byteText(bytes.length)}; ${byteText(AUDIO_LIMITS.bytes)} are the limit for one sound`;
    throw fileError(path, 'file-too-large', is, 'Cut it into shorter files.');
  }
  return kind;
}
