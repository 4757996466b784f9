/**
 * @file Is a WebM or MKV file whole? Its elements must fill the file and hold tracks and at least one cluster of frames; the
 * demuxer behind is given only such files, since it searches others without end. Recordings of a browser leave the lengths
 * of the segment and of its clusters unknown. Before `decode-track.ts`. Sources: RFC 8794, RFC 9559.
 */

import { countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import type { BlobWindow } from './blob-window.ts';

const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
/** What may stand in a segment beside clusters; one of them ends a cluster of unknown length. */
const OF_SEGMENT = new Set([TRACKS, CLUSTER, 0x114d9b74, 0x1549a966, 0x1c53bb6b, 0x1941a469, 0x1043a770, 0x1254c367, 0xec, 0xbf]);
/** Time, blocks and what goes with them, void, checksum. */
const OF_CLUSTER = new Set([0xe7, 0xa3, 0xa0, 0xa7, 0xab, 0xaf, 0x5854, 0xec, 0xbf]);
/** In larger files, clusters of known length are not looked into: there may be a million blocks. */
const LOOK_INSIDE_BYTES = 64e6;

interface Element {
  id: number;
  start: number;
  /** undefined where the length is not known. */
  end: number | undefined;
}

/** @throws PlaygroundError `video-cut-off`, `video-damaged`, `video-empty` */
export async function checkWebm(window: BlobWindow, path: string): Promise<void> {
  const header = await elementAt(window, 0, path);
  const segment = await elementAt(window, header.end ?? window.size, path);
  if (segment.id !== SEGMENT) throw damaged(path, header.end ?? 0);
  const end = segment.end ?? window.size;
  const seen = new Set<number>();
  for (let at = segment.start; at < end; ) {
    const element = await elementAt(window, at, path);
    const isKnown = OF_SEGMENT.has(element.id) && (element.end !== undefined || element.id === CLUSTER);
    if (!isKnown || (element.end ?? 0) > end) throw damaged(path, at);
    seen.add(element.id);
    const isSkipped = element.end !== undefined && (element.id !== CLUSTER || window.size > LOOK_INSIDE_BYTES);
    at = isSkipped ? element.end! : await clusterEnd(window, element, end, path);
  }
  if (!seen.has(TRACKS)) throw fileError(path, 'video-cut-off', 'has no list of tracks: its writing was broken off', COPY_AGAIN);
  if (!seen.has(CLUSTER)) throw fileError(path, 'video-empty', 'has tracks and no frames in them', 'Record it again.');
}

/** Goes through the parts of a cluster, to its end or to the next part of the segment. */
async function clusterEnd(window: BlobWindow, cluster: Element, segmentEnd: number, path: string): Promise<number> {
  const end = cluster.end ?? segmentEnd;
  let at = cluster.start;
  while (at < end) {
    const part = await elementAt(window, at, path);
    const isPart = OF_CLUSTER.has(part.id);
    if (!isPart && cluster.end === undefined && OF_SEGMENT.has(part.id)) return at;
    if (!isPart || part.end === undefined || part.end > end) throw damaged(path, at);
    at = part.end;
  }
  return at;
}

/** Id and length, which lie wholly inside the file. */
async function elementAt(window: BlobWindow, at: number, path: string): Promise<Element> {
  const head = await window.read(at, 12);
  const idBytes = Math.clz32((head[0] ?? 0) << 24) + 1;
  const sizeBytes = Math.clz32((head[idBytes] ?? 0) << 24) + 1;
  if (head.length <= idBytes) throw cutOff(path, window.size);
  if (idBytes > 4 || sizeBytes > 8) throw damaged(path, at);
  if (head.length < idBytes + sizeBytes) throw cutOff(path, window.size);
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
  if (start + size > window.size) throw cutOff(path, window.size);
  return { id, start, end: start + size };
}

function damaged(path: string, at: number) {
  return fileError(path, 'video-damaged', `is damaged: what stands at byte ${countText(at)} is no part of a WebM file`, COPY_AGAIN);
}

function cutOff(path: string, got: number) {
  return fileError(path, 'video-cut-off', `ends early: more than its ${countText(got)} bytes were written`, COPY_AGAIN);
}
