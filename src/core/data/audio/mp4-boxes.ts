/**
 * @file Is an MP4 file whole? Its outermost boxes must fill the file and hold both the table of contents and the media.
 * Before the decoder of `decode-compressed.ts`. Source: ISO 14496-12, section 4.2.
 */

import { countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { latin1 } from '../formats/sniff.ts';
import { AUDIO_LIMITS } from './audio-limits.ts';

/** @throws PlaygroundError `audio-cut-off`, `audio-damaged` */
export function checkMp4Boxes(bytes: Uint8Array, path: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const seen = new Set<string>();
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) throw cutOff(path, at + 8, bytes.length);
    let size = view.getUint32(at);
    const type = latin1(bytes, at + 4, at + 8);
    if (size === 1) {
      if (at + 16 > bytes.length) throw cutOff(path, at + 16, bytes.length);
      size = Number(view.getBigUint64(at + 8));
    }
    if (size === 0) size = bytes.length - at; // to the end of the file
    if (size < 8 || !/^[\w \u00a9-]{4}$/.test(type)) {
      const is = `is damaged: what stands at byte ${countText(at)} is no part of an MP4 file`;
      throw fileError(path, 'audio-damaged', is, COPY_AGAIN);
    }
    if (at + size > bytes.length) throw cutOff(path, at + size, bytes.length);
    seen.add(type);
    at += size;
  }
  if (!seen.has('moov')) throw fileError(path, 'audio-cut-off', 'has no table of contents (moov): its writing was broken off', COPY_AGAIN);
  if (!seen.has('mdat')) throw fileError(path, 'audio-empty', 'has no sound in it: its media box (mdat) is missing', COPY_AGAIN);
}

function cutOff(path: string, expected: number, got: number) {
  // A length field of a damaged file may claim anything; such a number would only confuse.
  const isPlausible = expected <= AUDIO_LIMITS.bytes;
  const how = isPlausible ? `${countText(got)} of ${countText(expected)} bytes are there` : 'a part of it claims more bytes than there are';
  const is = `ends early: ${how}`;
  return fileError(path, 'audio-cut-off', is, COPY_AGAIN);
}
