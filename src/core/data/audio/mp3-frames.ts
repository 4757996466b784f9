/**
 * @file Is an MP3 file whole? Its frames must follow one another, and be as many as its first frame counts where it
 * counts them (Xing/Info). Before the decoder of `decode-compressed.ts`. Sources: ISO 11172-3 and 13818-3 (layer 3),
 * ID3v2.4; the Xing header as encoders write it.
 */

import { countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { latin1 } from '../formats/sniff.ts';

/** Kilobits a second by index, MPEG 1 and then MPEG 2 and 2.5. */
const BIT_RATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const SAMPLE_RATES = [44100, 48000, 32000] as const;

interface Frame {
  size: number;
  /** Length of the side information that follows the 4 bytes of header. */
  sideBytes: number;
}

/** @throws PlaygroundError `audio-empty`, `audio-damaged`, `audio-cut-off` */
export function checkMp3Frames(bytes: Uint8Array, path: string): void {
  let at = afterId3(bytes, path);
  // Some writers put zeros between the tag and the sound.
  while (at < bytes.length && bytes[at] === 0) at++;
  if (at >= bytes.length) throw fileError(path, 'audio-empty', 'has a tag and no sound after it', COPY_AGAIN);
  let frames = 0;
  let counted: number | undefined;
  while (at + 4 <= bytes.length) {
    const frame = frameAt(bytes, at);
    if (!frame) break;
    if (at + frame.size > bytes.length) throw cutOff(path, `its frame ${frames + 1} is not all there`);
    if (frames === 0) counted = countedFrames(bytes, at, frame);
    // The frame that counts the others holds no sound.
    frames++;
    at += frame.size;
  }
  if (frames < 2) throw fileError(path, 'audio-damaged', `is damaged: ${frames} MP3 frames follow one another`, COPY_AGAIN);
  if (at < bytes.length && !isTag(bytes, at)) {
    const is = `is damaged: at byte ${countText(at)}, after ${countText(frames)} frames, something else begins`;
    throw fileError(path, 'audio-damaged', is, COPY_AGAIN);
  }
  const soundFrames = counted === undefined ? frames : frames - 1;
  if (counted !== undefined && soundFrames < counted)
    throw cutOff(path, `${countText(soundFrames)} of ${countText(counted)} frames are there`);
}

/** ID3v1, APE and Lyrics3 tags and padding stand behind the sound; so may part of a frame's header. */
function isTag(bytes: Uint8Array, at: number): boolean {
  const text = latin1(bytes, at, at + 8);
  if (/^(TAG|APETAGEX|LYRICS|ID3)/.test(text) || bytes.length - at < 4) return true;
  return bytes.subarray(at).every((byte) => byte === 0);
}

function afterId3(bytes: Uint8Array, path: string): number {
  if (latin1(bytes, 0, 3) !== 'ID3') return 0;
  if (bytes.length < 10) throw cutOff(path, 'its tag is not all there');
  const size = (bytes[6]! << 21) | (bytes[7]! << 14) | (bytes[8]! << 7) | bytes[9]!;
  const end = 10 + size + (bytes[5]! & 0x10 ? 10 : 0);
  if (end > bytes.length) throw cutOff(path, `its tag alone has ${countText(end)} bytes, ${countText(bytes.length)} are there`);
  return end;
}

/** undefined where no frame of layer 3 begins */
function frameAt(bytes: Uint8Array, at: number): Frame | undefined {
  const [sync, second, third, fourth] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!];
  if (sync !== 0xff || (second & 0xe6) !== 0xe2) return undefined;
  const version = (second >> 3) & 3; // 3 MPEG 1, 2 MPEG 2, 0 MPEG 2.5
  const kbits = BIT_RATES[version === 3 ? 0 : 1][third >> 4];
  const base = SAMPLE_RATES[(third >> 2) & 3];
  if (version === 1 || !kbits || !base) return undefined;
  const rate = version === 3 ? base : version === 2 ? base / 2 : base / 4;
  const isMono = fourth >> 6 === 3;
  const size = Math.floor(((version === 3 ? 144 : 72) * kbits * 1000) / rate) + ((third >> 1) & 1);
  return { size, sideBytes: version === 3 ? (isMono ? 17 : 32) : isMono ? 9 : 17 };
}

/** How many frames the first says there are; undefined where it does not say. */
function countedFrames(bytes: Uint8Array, at: number, frame: Frame): number | undefined {
  const start = at + 4 + frame.sideBytes;
  if (!['Xing', 'Info'].includes(latin1(bytes, start, start + 4))) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return start + 12 <= bytes.length && view.getUint32(start + 4) & 1 ? view.getUint32(start + 8) : undefined;
}

function cutOff(path: string, how: string) {
  return fileError(path, 'audio-cut-off', `ends early: ${how}`, COPY_AGAIN);
}
