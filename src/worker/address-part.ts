/**
 * @file What has come of a file so far, and what is needed to go on: the bytes, the last few of them for comparison, and what
 * the server said about the file. It outlives a broken connection and a Cancel, not the worker.
 */
import { HEAD_BYTES } from '../core/data/address/file-naming.ts';
import { openPartial, type PartialFile } from './hub-partial.ts';

/**
 * So many bytes before the break are asked for again and must be the same: most servers hide ETag and Content-Range from
 * pages, and If-Range would make the browser ask permission first, which few of them grant.
 */
export const OVERLAP_BYTES = 4096;

export interface HeldPart {
  readonly file: PartialFile;
  /** The last bytes, at most `OVERLAP_BYTES`. */
  tail: Uint8Array;
  /** The first bytes, at most `HEAD_BYTES`. */
  head: Uint8Array;
  /** Size that the server stated; null where it said none that counts. */
  total: number | null;
  etag: string | null;
  modified: string | null;
  type: string | null;
  disposition: string | null;
  /** Answers to ranges were wrong or refused: it is asked for whole. */
  noRanges: boolean;
  /** Where an answer ended, without a fault, before the stated size. */
  shortAt: number | null;
  restarts: number;
  /** All is there and was checked. */
  isComplete: boolean;
}

/** @param isHashed a SHA-256 is listed, with which it will be compared */
export async function newPart(isHashed: boolean): Promise<HeldPart> {
  return {
    file: await openPartial(null, '', Number.POSITIVE_INFINITY, isHashed),
    tail: new Uint8Array(),
    head: new Uint8Array(),
    total: null,
    etag: null,
    modified: null,
    type: null,
    disposition: null,
    noRanges: false,
    shortAt: null,
    restarts: 0,
    isComplete: false,
  };
}

export async function append(part: HeldPart, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (part.head.length < HEAD_BYTES) part.head = joinedTo(part.head, bytes.subarray(0, HEAD_BYTES - part.head.length));
  part.tail = bytes.length >= OVERLAP_BYTES ? bytes.slice(-OVERLAP_BYTES) : joinedTo(part.tail, bytes).slice(-OVERLAP_BYTES);
  await part.file.append(bytes);
}

/** From the first byte again. What was learnt about ranges stays. */
export async function restart(part: HeldPart): Promise<void> {
  await part.file.restart();
  Object.assign(part, { tail: new Uint8Array(), head: new Uint8Array(), total: null, etag: null, modified: null });
}

function joinedTo(before: Uint8Array, after: Uint8Array): Uint8Array {
  const both = new Uint8Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  return both;
}
