/**
 * @file Is a WebM or MKV file whole? Its elements must fill the file and hold tracks and at least one cluster of frames or sound; the
 * demuxer behind is given only such files, since it searches others without end. Recordings of a browser leave the lengths
 * of the segment and of its clusters unknown. Before `audio/decode-compressed.ts` and `video/decode-track.ts`. Sources: RFC 8794, RFC 9559.
 */
import { countText } from '../display-name.ts';
import type { BlobWindow } from './blob-window.ts';
import { type MediaWords, mediaError } from './media-words.ts';

const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
/** What may stand in a segment beside clusters; one of them ends a cluster of unknown length. */
const OF_SEGMENT = new Set([TRACKS, CLUSTER, 0x114d9b74, 0x1549a966, 0x1c53bb6b, 0x1941a469, 0x1043a770, 0x1254c367, 0xec, 0xbf]);
/** Time, blocks and what goes with them, void, checksum; among pictures also encrypted blocks, which are named as such later. */
const OF_CLUSTER = new Set([0xe7, 0xa3, 0xa0, 0xa7, 0xab, 0x5854, 0xec, 0xbf]);
const ENCRYPTED_BLOCK = 0xaf;
/** In larger files with pictures, clusters of known length are not looked into: there may be a million blocks. */
const LOOK_INSIDE_BYTES = 64e6;

interface Element {
  id: number;
  start: number;
  /** undefined where the length is not known. */
  end: number | undefined;
}

/** @throws PlaygroundError `audio-` or `video-cut-off`, `-damaged`, `-empty` */
export async function checkWebm(window: BlobWindow, path: string, words: MediaWords): Promise<void> {
  const header = await elementAt(window, 0, path, words);
  const segment = await elementAt(window, header.end ?? window.size, path, words);
  if (segment.id !== SEGMENT) throw damaged(path, header.end ?? 0, words);
  const end = segment.end ?? window.size;
  const seen = new Set<number>();
  for (let at = segment.start; at < end; ) {
    const element = await elementAt(window, at, path, words);
    const isKnown = OF_SEGMENT.has(element.id) && (element.end !== undefined || element.id === CLUSTER);
    if (!isKnown || (element.end ?? 0) > end) throw damaged(path, at, words);
    seen.add(element.id);
    const isLarge = words.family === 'video' && window.size > LOOK_INSIDE_BYTES;
    const isSkipped = element.end !== undefined && (element.id !== CLUSTER || isLarge);
    at = isSkipped ? element.end! : await clusterEnd(window, element, end, path, words);
  }
  if (!seen.has(TRACKS)) throw mediaError(words, path, 'cut-off', 'has no list of tracks: its writing was broken off');
  if (!seen.has(CLUSTER)) throw mediaError(words, path, 'empty', `has tracks and no ${words.media} in them`, words.brokenOff);
}

/** Goes through the parts of a cluster, to its end or to the next part of the segment. */
async function clusterEnd(window: BlobWindow, cluster: Element, segmentEnd: number, path: string, words: MediaWords): Promise<number> {
  const end = cluster.end ?? segmentEnd;
  let at = cluster.start;
  while (at < end) {
    const part = await elementAt(window, at, path, words);
    const isPart = OF_CLUSTER.has(part.id) || (part.id === ENCRYPTED_BLOCK && words.family === 'video');
    if (!isPart && cluster.end === undefined && OF_SEGMENT.has(part.id)) return at;
    if (!isPart || part.end === undefined || part.end > end) throw damaged(path, at, words);
    at = part.end;
  }
  return at;
}

/** Id and length, which lie wholly inside the file. */
async function elementAt(window: BlobWindow, at: number, path: string, words: MediaWords): Promise<Element> {
  const head = await window.read(at, 12);
  const idBytes = Math.clz32((head[0] ?? 0) << 24) + 1;
  const sizeBytes = Math.clz32((head[idBytes] ?? 0) << 24) + 1;
  if (head.length <= idBytes) throw cutOff(path, window.size, words);
  if (idBytes > 4 || sizeBytes > 8) throw damaged(path, at, words);
  if (head.length < idBytes + sizeBytes) throw cutOff(path, window.size, words);
  let id = 0;
  for (let byte = 0; byte < idBytes; byte++) id = id * 256 + head[byte]!;
  let size = head[idBytes]! & (0xff >> sizeBytes);
  let isUnknown = size === 0xff >> sizeBytes;
  for (let byte = 1; byte < sizeBytes; byte++) {
    size = size * 256 + head[idBytes + byte]!;
    isUnknown &&= head[idBytes + byte] === 0xff;
  }
  const start = at + idBytes + sizeBytes;
  if (isUnknown) return { id, start, end: undefined };
  if (start + size > window.size) throw cutOff(path, window.size, words);
  return { id, start, end: start + size };
}

function damaged(path: string, at: number, words: MediaWords) {
  return mediaError(words, path, 'damaged', `is damaged: what stands at byte ${countText(at)} is no part of a WebM file`);
}

function cutOff(path: string, got: number, words: MediaWords) {
  return mediaError(words, path, 'cut-off', `ends early: more than its ${countText(got)} bytes were written`);
}
