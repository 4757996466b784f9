/**
 * @file What crosses between the page and the disposable parse worker. Types only.
 * One worker reads one drop, then ends. It can be killed at any time; the page then keeps what has arrived.
 */
import type { Problem } from '../core/errors.ts';

/** A file of the drop with the path that it had there, `rings/rings_017.png`. */
export interface DroppedFile {
  path: string;
  file: Blob;
}

export interface ParseRequest {
  files: DroppedFile[];
  /** Records are made this large, [H, W]. */
  size: readonly [number, number];
}

export interface ParsedSample {
  path: string;
  className: string;
  /** RGB bytes [H, W, 3]. */
  pixels: Uint8Array;
  /** Size of the picture in the file. */
  width: number;
  height: number;
}

export type ParseMessage =
  /** Candidate pictures found, before any is decoded. */
  | { type: 'listed'; count: number; classNames: string[] }
  | { type: 'samples'; samples: ParsedSample[] }
  /** A file that was left out; `where` names it. */
  | { type: 'rejected'; problem: Problem }
  | { type: 'finished' }
  /** Reading ended early; what was posted before stands. */
  | { type: 'failed'; problem: Problem };
