/**
 * @file Is an MP4 or MOV file whole? Its outermost boxes must fill the file and hold both tables of contents and media, and
 * the tables must be what `mp4-tables.ts` asks. The demuxer behind is given only such files: it believes their numbers.
 * Before the decoders of `audio/decode-compressed.ts` and `video/decode-track.ts`. Sources: ISO 14496-12, section 4.2; QuickTime File Format.
 */
import { byteText, countText } from '../display-name.ts';
import { VIDEO_LIMITS } from '../video/video-limits.ts';
import type { BlobWindow } from './blob-window.ts';
import { type MediaWords, mediaError } from './media-words.ts';
import { checkMp4Tables } from './mp4-tables.ts';
import { latin1 } from './sniff.ts';

const MOST_BOXES = 100_000;

/** @throws PlaygroundError `audio-` or `video-cut-off`, `-damaged`, `-empty` */
export async function checkMp4(window: BlobWindow, path: string, words: MediaWords): Promise<void> {
  const seen = new Set<string>();
  let boxes = 0;
  for (let at = 0; at < window.size; ) {
    const { type, size } = await outerBox(window, at, path, words);
    seen.add(type);
    if (++boxes > MOST_BOXES) throw damaged(path, at, words);
    if (type === 'moov' || type === 'moof') {
      if (size > VIDEO_LIMITS.tableBytes) {
        const is = `has a table of contents of ${byteText(size)}; ${byteText(VIDEO_LIMITS.tableBytes)} are the limit`;
        throw mediaError(words, path, 'damaged', is);
      }
      checkMp4Tables(await window.read(at, size), window.size, path, words);
    }
    at += size;
  }
  if (!seen.has('moov'))
    throw mediaError(words, path, 'cut-off', 'has no table of contents (moov): its writing was broken off', words.brokenOff);
  if (!seen.has('mdat')) throw mediaError(words, path, 'empty', `has no ${words.media} in it: its media box (mdat) is missing`);
}

async function outerBox(window: BlobWindow, at: number, path: string, words: MediaWords): Promise<{ type: string; size: number }> {
  const head = await window.read(at, 16);
  if (head.length < 8) throw cutOff(path, at + 8, window.size, words);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const type = latin1(head, 4, 8);
  let size = view.getUint32(0);
  let least = 8;
  if (size === 1) {
    if (head.length < 16) throw cutOff(path, at + 16, window.size, words);
    size = Number(view.getBigUint64(8));
    least = 16;
  }
  if (size === 0) size = window.size - at; // to the end of the file
  if (size < least || !/^[\w \u00a9-]{4}$/.test(type)) throw damaged(path, at, words);
  if (at + size > window.size) throw cutOff(path, at + size, window.size, words);
  return { type, size };
}

function damaged(path: string, at: number, words: MediaWords) {
  return mediaError(words, path, 'damaged', `is damaged: what stands at byte ${countText(at)} is no part of an MP4 file`);
}

function cutOff(path: string, expected: number, got: number, words: MediaWords) {
  // A length field of a damaged file may claim anything; such a number would only confuse.
  const isPlausible = expected <= words.bytes;
  const how = isPlausible ? `${countText(got)} of ${countText(expected)} bytes are there` : 'a part of it claims more bytes than there are';
  return mediaError(words, path, 'cut-off', `ends early: ${how}`);
}
