/**
 * @file Do the tables of one track of an MP4 file speak of the same number of samples? The demuxer goes through each by the
 * number that it claims: one byte changed in one of them made it compute for minutes. Pure; part of `mp4-tables.ts`.
 */

export interface SampleTables {
  /** How many samples (frames, or pieces of sound) the table of sizes has. */
  samples: number;
  /** Bytes of each, where all have one size; else 0. */
  sharedSize: number;
  /** How many the tables of times and of shifts in time speak of. */
  timed: number;
  shifted: number;
  /** Runs of samples: how many, the largest, and the highest number that one has (from 1). */
  chunks: number;
  mostInChunk: number;
  lastFirstChunk: number;
}

/** Beyond what ten minutes can have: pieces of sound come 50 times a second, frames 240 times. */
const MOST_SAMPLES = 1_000_000;
/** Encoders miscount by a few. */
const SLACK = 100;

export function emptyTables(): SampleTables {
  return { samples: 0, sharedSize: 0, timed: 0, shifted: 0, chunks: 0, mostInChunk: 0, lastFirstChunk: 0 };
}

/** False where a table speaks of many more samples than there are, or of more than fit into the file. */
export function tablesAgree(tables: SampleTables, fileSize: number): boolean {
  const { samples, sharedSize, timed, shifted, chunks, mostInChunk, lastFirstChunk } = tables;
  // Uncompressed sound has one sample for each of 48,000 numbers a second, and bytes for each.
  if (sharedSize > 0 ? samples * sharedSize > fileSize : samples > MOST_SAMPLES) return false;
  if (shifted > 0 && timed > MOST_SAMPLES) return false;
  return Math.max(timed, shifted, mostInChunk) <= samples + SLACK && lastFirstChunk <= chunks + SLACK;
}
