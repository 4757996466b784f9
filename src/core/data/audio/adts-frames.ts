/**
 * @file Is a bare AAC file (ADTS) whole? Its frames say their lengths and must follow one another to the end; the demuxer
 * behind is given only such files. Before the decoder of `decode-compressed.ts`. Source: ISO 13818-7, section 6.2.
 */

import { countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';

const HEADER_BYTES = 7;

/** @throws PlaygroundError `audio-damaged`, `audio-cut-off` */
export function checkAdtsFrames(bytes: Uint8Array, path: string): void {
  for (let at = 0, frame = 1; at < bytes.length; frame++) {
    if (at + HEADER_BYTES > bytes.length) throw cutOff(path, frame);
    const size = ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >> 5);
    const isSync = bytes[at] === 0xff && (bytes[at + 1]! & 0xf6) === 0xf0;
    // What each frame repeats: version, profile, sampling rate, channels.
    const isLikeFirst =
      bytes[at + 1] === bytes[1] && (bytes[at + 2]! & 0xfd) === (bytes[2]! & 0xfd) && bytes[at + 3]! >> 6 === bytes[3]! >> 6;
    if (!isSync || !isLikeFirst || size <= HEADER_BYTES) {
      const is = `is damaged: at byte ${countText(at)}, frame ${frame} does not begin as the first`;
      throw fileError(path, 'audio-damaged', is, COPY_AGAIN);
    }
    if (at + size > bytes.length) throw cutOff(path, frame);
    at += size;
  }
}

function cutOff(path: string, frame: number) {
  return fileError(path, 'audio-cut-off', `ends early: frame ${frame}, its last, is not all there`, COPY_AGAIN);
}
