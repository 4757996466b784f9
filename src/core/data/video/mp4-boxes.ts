/**
 * @file Is an MP4 or MOV file whole? Its outermost boxes must fill the file and hold both tables of contents and media, and
 * the tables must be what `mp4-tables.ts` asks. The demuxer behind is given only such files: it believes their numbers.
 * Before `decode-track.ts`. Sources: ISO 14496-12, section 4.2; QuickTime File Format.
 */

import { byteText, countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { latin1 } from '../formats/sniff.ts';
import type { BlobWindow } from './blob-window.ts';
import { checkMp4Tables } from './mp4-tables.ts';
import { VIDEO_LIMITS } from './video-limits.ts';

const MOST_BOXES = 100_000;

/** @throws PlaygroundError `video-cut-off`, `video-damaged`, `video-empty` */
export async function checkMp4(window: BlobWindow, path: string): Promise<void> {
  const seen = new Set<string>();
  let boxes = 0;
  for (let at = 0; at < window.size; ) {
    const { type, size } = await outerBox(window, at, path);
    seen.add(type);
    if (++boxes > MOST_BOXES) throw damaged(path, at);
    if (type === 'moov' || type === 'moof') {
      if (size > VIDEO_LIMITS.tableBytes) {
        const is = `has a table of contents of ${byteText(size)}; ${byteText(VIDEO_LIMITS.tableBytes)} are the limit`;
        throw fileError(path, 'video-damaged', is, COPY_AGAIN);
      }
      checkMp4Tables(await window.read(at, size), window.size, path);
    }
    at += size;
  }
  if (!seen.has('moov'))
    throw fileError(path, 'video-cut-off', 'has no table of contents (moov): its writing was broken off', 'Record it again.');
  if (!seen.has('mdat')) throw fileError(path, 'video-empty', 'has no pictures in it: its media box (mdat) is missing', COPY_AGAIN);
}

async function outerBox(window: BlobWindow, at: number, path: string): Promise<{ type: string; size: number }> {
  const head = await window.read(at, 16);
  if (head.length < 8) throw cutOff(path, at + 8, window.size);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const type = latin1(head, 4, 8);
  let size = view.getUint32(0);
  let least = 8;
  if (size === 1) {
    if (head.length < 16) throw cutOff(path, at + 16, window.size);
    size = Number(view.getBigUint64(8));
    least = 16;
  }
  if (size === 0) size = window.size - at; // to the end of the file
  if (size < least || !/^[\w \u00a9-]{4}$/.test(type)) throw damaged(path, at);
  if (at + size > window.size) throw cutOff(path, at + size, window.size);
  return { type, size };
}

function damaged(path: string, at: number) {
  return fileError(path, 'video-damaged', `is damaged: what stands at byte ${countText(at)} is no part of an MP4 file`, COPY_AGAIN);
}

function cutOff(path: string, expected: number, got: number) {
  // A length field of a damaged file may claim anything; such a number would only confuse.
  const isPlausible = expected <= VIDEO_LIMITS.bytes;
  const how = isPlausible ? `${countText(got)} of ${countText(expected)} bytes are there` : 'a part of it claims more bytes than there are';
  return fileError(path, 'video-cut-off', `ends early: ${how}`, COPY_AGAIN);
}
