/**
 * @file Are the tables of an MP4 file as long as they say, and does what they point to lie inside the file? A table of a few
 * bytes may claim four billion frames, which the demuxer would make one by one. Pure, on one `moov` or `moof` box.
 * Called by `mp4-boxes.ts`; `mp4-samples.ts` compares the tables of a track. Source: ISO 14496-12, sections 8.6 to 8.8.
 */

import { countText } from '../display-name.ts';
import { VIDEO_LIMITS } from '../video/video-limits.ts';
import { type MediaWords, mediaError } from './media-words.ts';
import { emptyTables, type SampleTables, tablesAgree } from './mp4-samples.ts';
import { latin1 } from './sniff.ts';

/** Boxes that hold the tables, by way of each other. */
const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf']);
/** Bytes of one entry, where the number of entries stands after version and flags. */
const ENTRY_BYTES: Record<string, number> = { stts: 8, ctts: 8, stss: 4, stsc: 12, stco: 4, co64: 8 };

interface Check {
  view: DataView;
  bytes: Uint8Array;
  fileSize: number;
  path: string;
  words: MediaWords;
  /** Frames in the runs of this fragment. */
  runFrames: number;
  /** Of the track whose tables are read. */
  track: SampleTables;
}

/**
 * @param bytes a whole box with its header
 * @throws PlaygroundError `audio-` or `video-damaged`, `-cut-off`
 */
export function checkMp4Tables(bytes: Uint8Array, fileSize: number, path: string, words: MediaWords): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Its size may stand in either of two places; both are checked already.
  const start = view.getUint32(0) === 1 ? 16 : 8;
  checkBoxes({ view, bytes, fileSize, path, words, runFrames: 0, track: emptyTables() }, start, bytes.length, 0);
}

function checkBoxes(check: Check, from: number, to: number, depth: number): void {
  const { view, bytes } = check;
  // Fewer than 8 bytes after the last box are padding.
  for (let at = from; at + 8 <= to; ) {
    const type = latin1(bytes, at + 4, at + 8);
    const long = view.getUint32(at) === 1 && at + 16 <= to;
    const head = long ? 16 : 8;
    const size = long ? Number(view.getBigUint64(at + 8)) : view.getUint32(at) || to - at;
    if (size < head || at + size > to) throw damagedTable(check, type);
    const [start, end] = [at + head, at + size];
    if (type === 'stbl') check.track = emptyTables();
    if (CONTAINERS.has(type) && depth < 8) checkBoxes(check, start, end, depth + 1);
    else if (type in ENTRY_BYTES) readEntries(check, type, start, end);
    else if (type === 'stsz' || type === 'stz2') readSizes(check, type, start, end);
    else if (type === 'trun') checkRun(check, start, end);
    if (type === 'stbl' && !tablesAgree(check.track, check.fileSize)) throw damagedTable(check, type);
    at = end;
  }
}

function readEntries(check: Check, type: string, start: number, end: number): void {
  const { view, fileSize, path, words, track } = check;
  if (start + 8 > end) throw damagedTable(check, type);
  const count = view.getUint32(start + 4);
  const bytes = ENTRY_BYTES[type]!;
  if (count * bytes > end - start - 8) throw damagedTable(check, type);
  for (let entry = 0; entry < count; entry++) {
    const at = start + 8 + entry * bytes;
    if (type === 'stts') track.timed += view.getUint32(at);
    if (type === 'ctts') track.shifted += view.getUint32(at);
    if (type === 'stsc') {
      track.lastFirstChunk = Math.max(track.lastFirstChunk, view.getUint32(at));
      track.mostInChunk = Math.max(track.mostInChunk, view.getUint32(at + 4));
    }
    if (type !== 'stco' && type !== 'co64') continue;
    track.chunks++;
    const offset = bytes === 8 ? Number(view.getBigUint64(at)) : view.getUint32(at);
    if (offset < fileSize) continue;
    const is = `ends early: a part of its media should stand at byte ${countText(offset)}, and it has ${countText(fileSize)}`;
    throw mediaError(words, path, 'cut-off', is);
  }
}

/** Sizes of the frames: one for all, or each in 32 bits, or in 4, 8 or 16. */
function readSizes(check: Check, type: string, start: number, end: number): void {
  const { view, track } = check;
  if (start + 12 > end) throw damagedTable(check, type);
  const count = view.getUint32(start + 8);
  const shared = view.getUint32(start + 4);
  const bits = type === 'stsz' ? (shared === 0 ? 32 : 0) : shared & 0xff;
  if (type === 'stz2' && bits !== 4 && bits !== 8 && bits !== 16) throw damagedTable(check, type);
  if ((count * bits) / 8 > end - start - 12) throw damagedTable(check, type);
  track.samples = count;
  track.sharedSize = bits === 0 ? shared : 0;
}

/** A run of frames in a fragment: its flags say which fields each frame has. */
function checkRun(check: Check, start: number, end: number): void {
  const { view } = check;
  if (start + 8 > end) throw damagedTable(check, 'trun');
  const flags = view.getUint32(start) & 0xffffff;
  const count = view.getUint32(start + 4);
  const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
  const before = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
  check.runFrames += count;
  if (count * fields * 4 > end - start - before || check.runFrames > VIDEO_LIMITS.frames) throw damagedTable(check, 'trun');
}

function damagedTable({ path, words }: Check, type: string) {
  const name = /^[\w ]{4}$/.test(type) ? ` (${type.trim()})` : '';
  return mediaError(words, path, 'damaged', `is damaged: a table in it${name} claims what cannot be`);
}
