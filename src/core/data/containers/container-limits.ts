/**
 * @file How much is taken from one container of many samples. Beside `limits.ts`, which holds what all files share; sizes are
 * claims until they are counted, so these hold before anything is allocated.
 */

const MB = 1e6;

export const CONTAINER_LIMITS = {
  /** What one container may be, or unpack to, where it has to lie in memory as a whole. */
  memoryBytes: 1000 * MB,
  /** Unpacked over packed bytes; refused above `ratioFromBytes`. */
  ratio: 200,
  ratioFromBytes: 10 * MB,
  /** Samples of one container: MNIST has 70,000. */
  samples: 200_000,
  tarEntries: 50_000,
  /** One file inside a tar or one value of a parquet column. */
  sampleBytes: 256 * MB,
  npyHeaderBytes: 65_536,
  npyRank: 8,
  parquetFooterBytes: 16 * MB,
  /** Unpacked size of one row group's picture column, which is read at once. */
  parquetGroupBytes: 256 * MB,
} as const;
