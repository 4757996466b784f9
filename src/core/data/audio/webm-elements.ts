/**
 * @file Is a WebM file whole? Its elements must fill the file and hold tracks and at least one cluster of sound; the
 * demuxer behind is given only such files, since it searches others without end. Recordings of a browser leave the
 * lengths of the segment and of its clusters unknown. Before the decoder of `decode-compressed.ts`. Source: RFC 8794.
 */

import { countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';

const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
/** What may stand in a segment beside clusters; one of them ends a cluster of unknown length. */
const OF_SEGMENT = new Set([TRACKS, CLUSTER, 0x114d9b74, 0x1549a966, 0x1c53bb6b, 0x1941a469, 0x1043a770, 0x1254c367, 0xec, 0xbf]);
/** Time, blocks and what goes with them, void, checksum. */
const OF_CLUSTER = new Set([0xe7, 0xa3, 0xa0, 0xa7, 0xab, 0x5854, 0xec, 0xbf]);

interface Element {
  id: number;
  start: number;
  /** undefined where the length is not known. */
  end: number | undefined;
}

/** @throws PlaygroundError `audio-cut-off`, `audio-damaged`, `audio-empty` */
export function checkWebmElements(bytes: Uint8Array, path: string): void {
  const header = elementAt(bytes, 0, path);
  const segment = elementAt(bytes, header.end ?? bytes.length, path);
  if (segment.id !== SEGMENT) throw damaged(path, header.end ?? 0);
  const end = segment.end ?? bytes.length;
  const seen = new Set<number>();
  for (let at = segment.start; at < end; ) {
    const element = elementAt(bytes, at, path);
    if (!OF_SEGMENT.has(element.id)) throw damaged(path, at);
    if (element.end === undefined && element.id !== CLUSTER) throw damaged(path, at);
    if ((element.end ?? 0) > end) throw damaged(path, at);
    seen.add(element.id);
    at = element.id === CLUSTER ? clusterEnd(bytes, element, end, path) : element.end!;
  }
  if (!seen.has(TRACKS)) throw fileError(path, 'audio-cut-off', 'has no list of tracks: its writing was broken off', COPY_AGAIN);
  if (!seen.has(CLUSTER)) throw fileError(path, 'audio-empty', 'has tracks and no sound in them', COPY_AGAIN);
}

/** Goes through the parts of a cluster, to its end or to the next part of the segment. */
function clusterEnd(bytes: Uint8Array, cluster: Element, segmentEnd: number, path: string): number {
  const end = cluster.end ?? segmentEnd;
  let at = cluster.start;
  while (at < end) {
    const part = elementAt(bytes, at, path);
    const isPart = OF_CLUSTER.has(part.id);
    if (!isPart && cluster.end === undefined && OF_SEGMENT.has(part.id)) return at;
    if (!isPart || part.end === undefined || part.end > end) throw damaged(path, at);
    at = part.end;
  }
  return at;
}

/** Id and length, which lie wholly inside the file. */
function elementAt(bytes: Uint8Array, at: number, path: string): Element {
  const idBytes = Math.clz32((bytes[at] ?? 0) << 24) + 1;
  const sizeAt = at + idBytes;
  const sizeBytes = Math.clz32((bytes[sizeAt] ?? 0) << 24) + 1;
  const start = sizeAt + sizeBytes;
  if (at >= bytes.length || sizeAt >= bytes.length) throw cutOff(path, bytes.length);
  if (idBytes > 4 || sizeBytes > 8) throw damaged(path, at);
  if (start > bytes.length) throw cutOff(path, bytes.length);
  let id = 0;
  for (let byte = at; byte < sizeAt; byte++) id = id * 256 + bytes[byte]!;
  let size = bytes[sizeAt]! & (0xff >> sizeBytes);
  let isUnknown = size === 0xff >> sizeBytes;
  for (let byte = sizeAt + 1; byte < start; byte++) {
    size = size * 256 + bytes[byte]!;
    isUnknown &&= bytes[byte] === 0xff;
  }
  if (isUnknown) return { id, start, end: undefined };
  if (start + size > bytes.length) throw cutOff(path, bytes.length);
  return { id, start, end: start + size };
}

function damaged(path: string, at: number) {
  return fileError(path, 'audio-damaged', `is damaged: what stands at byte ${countText(at)} is no part of a WebM file`, COPY_AGAIN);
}

function cutOff(path: string, got: number) {
  return fileError(path, 'audio-cut-off', `ends early: more than its ${countText(got)} bytes were written`, COPY_AGAIN);
}
