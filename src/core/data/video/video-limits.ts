/**
 * @file How much video import takes from files that nobody has checked; beside `../limits.ts`, which holds the rest. A file
 * beyond a limit is left out with a sentence that names the limit.
 */

export const VIDEO_LIMITS = {
  /** Longest clip. */
  seconds: 10 * 60,
  /** Largest frame, in pixels: 4096 × 2304, either way up. */
  pixels: 4096 * 2304,
  /** Largest video file; it is read in pieces. */
  bytes: 4e9,
  /** Largest GIF, WebP or APNG; it is read as a whole. */
  animationBytes: 256e6,
  /** Most frames in a record. */
  sampledFrames: 300,
  /** Most frames that a table in a file may claim: ten minutes at 240 a second. */
  frames: 144_000,
  /** Frames are counted up to this many; beyond it a clip's number of frames is left open. */
  countedFrames: 3000,
  /** Longest time without a decoded frame before the browser's decoder is given up. */
  decodeMs: 3000,
  /** Largest table of contents, or part of one, of an MP4 file. */
  tableBytes: 64e6,
} as const;
