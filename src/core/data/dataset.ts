/**
 * @file A labelled set of fixed-size image records in memory: what import makes and training reads.
 */

export interface Dataset {
  name: string;
  classNames: readonly string[];
  /** Class index of each sample, [n]. */
  labels: Uint16Array;
  /** RGB bytes, row-major, [n, H, W, 3]. */
  pixels: Uint8Array;
  /** [H, W] of every record. */
  size: readonly [number, number];
}
