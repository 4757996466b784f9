/**
 * @file Are the tables of an MP4 file as long as they say, and does what they point to lie inside the file? A table of a few
 * bytes may claim four billion frames, which the demuxer would make one by one. Pure, on one `moov` or `moof` box.
 * Called by `mp4-boxes.ts`. Source: ISO 14496-12, sections 8.6 to 8.8.
 */
import { countText } from '../display-name.ts';
import { latin1 } from '../formats/sniff.ts';
import { COPY_AGAIN, videoError } from './video-error.ts';
import { VIDEO_LIMITS } from './video-limits.ts';

/** Boxes that hold the tables, by way of each other. */
const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf']);
/** Bytes of one entry, where the number of entries stands after version and flags. */
const ENTRY_BYTES: Record<string, number> = { stts: 8, ctts: 8, stss: 4, stsc: 12, stco: 4, co64: 8 };

interface Tables {
  view: DataView;
  bytes: Uint8Array;
  fileSize: number;
  path: string;
  /** Frames in the runs of this fragment. */
  runFrames: number;
}

/**
 * @param bytes a whole box with its header
 * @throws PlaygroundError `video-damaged`, `video-cut-off`
 */
export function checkMp4Tables(bytes: Uint8Array, fileSize: number, path: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Its size may stand in either of two places; both are checked already.
  const start = view.getUint32(0) === 1 ? 16 : 8;
  checkBoxes({ view, bytes, fileSize, path, runFrames: 0 }, start, bytes.length, 0);
}

function checkBoxes(tables: Tables, from: number, to: number, depth: number): void {
  const { view, bytes, path } = tables;
  // Fewer than 8 bytes after the last box are padding.
  for (let at = from; at + 8 <= to; ) {
    const type = latin1(bytes, at + 4, at + 8);
    const long = view.getUint32(at) === 1 && at + 16 <= to;
    const head = long ? 16 : 8;
    const size = long ? Number(view.getBigUint64(at + 8)) : view.getUint32(at) || to - at;
    if (size < head || at + size > to) throw damagedTable(path, type);
    const [start, end] = [at + head, at + size];
    if (CONTAINERS.has(type) && depth < 8) checkBoxes(tables, start, end, depth + 1);
    else if (type in ENTRY_BYTES) checkEntries(tables, type, start, end);
    else if (type === 'stsz' || type === 'stz2') checkSizes(tables, type, start, end);
    else if (type === 'trun') checkRun(tables, start, end);
    at = end;
  }
}

function checkEntries({ view, fileSize, path }: Tables, type: string, start: number, end: number): void {
  if (start + 8 > end) throw damagedTable(path, type);
  const count = view.getUint32(start + 4);
  const bytes = ENTRY_BYTES[type]!;
  if (count * bytes > end - start - 8) throw damagedTable(path, type);
  if (type !== 'stco' && type !== 'co64') return;
  for (let entry = 0; entry < count; entry++) {
    const at = start + 8 + entry * bytes;
    const offset = bytes === 8 ? Number(view.getBigUint64(at)) : view.getUint32(at);
    if (offset < fileSize) continue;
    const is = `ends early: a part of its media should stand at byte ${countText(offset)}, and it has ${countText(fileSize)}`;
    throw videoError(path, 'video-cut-off', is, COPY_AGAIN);
  }
}

/** Sizes of the frames, in 32 bits, or in 4, 8 or 16. */
function checkSizes({ view, path }: Tables, type: string, start: number, end: number): void {
  if (start + 12 > end) throw damagedTable(path, type);
  const count = view.getUint32(start + 8);
  const shared = view.getUint32(start + 4);
  const bits = type === 'stsz' ? (shared === 0 ? 32 : 0) : shared & 0xff;
  if (type === 'stz2' && bits !== 4 && bits !== 8 && bits !== 16) throw damagedTable(path, type);
  if ((count * bits) / 8 > end - start - 12) throw damagedTable(path, type);
}

/** A run of frames in a fragment: its flags say which fields each frame has. */
function checkRun(tables: Tables, start: number, end: number): void {
  const { view, path } = tables;
  if (start + 8 > end) throw damagedTable(path, 'trun');
  const flags = view.getUint32(start) & 0xffffff;
  const count = view.getUint32(start + 4);
  const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
  const before = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
  tables.runFrames += count;
  if (count * fields * 4 > end - start - before || tables.runFrames > VIDEO_LIMITS.frames) throw damagedTable(path, 'trun');
}

function damagedTable(path: string, type: string) {
  const name = /^[\w ]{4}$/.test(type) ? ` (${type.trim()})` : '';
  return videoError(path, 'video-damaged', `is damaged: a table in it${name} says that it is longer than it is`, COPY_AGAIN);
}
