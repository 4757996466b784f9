/**
 * @file How much import takes from files that nobody has checked. One place, so that messages, tests and code agree.
 * A file beyond a limit is left out with a sentence that names the limit; the rest loads.
 */

const MB = 1e6;

export const LIMITS = {
  /** Largest picture, in pixels, by its header: a decoder needs 4 bytes for each. */
  picturePixels: 64e6,
  /** Largest single picture file. */
  pictureBytes: 256 * MB,
  /** A picture that takes longer than this to decode beside others is put off until the others are done. */
  decodeMs: 3000,
  /** Longest time for decoding one picture alone; beyond it, the picture is left out. */
  decodeAloneMs: 30_000,

  zipBytes: 2000 * MB,
  zipEntries: 50_000,
  zipEntryBytes: 256 * MB,
  /** What one archive may unpack to in all, counted while it is unpacked. */
  zipTotalBytes: 4000 * MB,
  /** Unpacked over packed size; refused above `zipRatioFromBytes`. A picture that is one colour reaches a few hundred. */
  zipRatio: 200,
  zipRatioFromBytes: 10 * MB,

  /** Largest file that is fetched from an address. */
  addressBytes: 2000 * MB,
  /** What is taken of one Hugging Face dataset, and in how many files. */
  hubDatasetBytes: 500 * MB,
  hubDatasetFiles: 2000,
  /** Files of a dataset that are listed before some are chosen. */
  hubListedFiles: 20_000,

  dropFiles: 50_000,
  /** Samples of one drop, those inside containers counted: MNIST has 70,000 in four files. */
  dropSamples: 200_000,
  folderDepth: 16,
  /** Longest path, in characters. */
  pathLength: 512,

  /** One sample may be read for so long, as long as the worker answers; longer ones are decoded in parts and watched. */
  sampleMs: 120_000,
  /** The parse worker is ended after this long without a sign, plus `silenceMsPerByte` for each byte of the drop. */
  silenceMs: 10_000,
  silenceMsPerByte: 1000 / (10 * MB),
} as const;
