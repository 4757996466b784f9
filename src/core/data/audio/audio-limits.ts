/**
 * @file How much sound import takes from files that nobody has checked; beside `../limits.ts`, which holds the rest.
 * A file beyond a limit is left out with a sentence that names the limit.
 */

export const AUDIO_LIMITS = {
  /** Longest sound. */
  seconds: 30 * 60,
  /** Largest single file. */
  bytes: 256e6,
  /** Samples a second; 384 kHz exists among recorders, below 1 kHz nothing is heard. */
  lowestRate: 1000,
  highestRate: 768_000,
  channels: 64,
  /** Samples up to which a sound is kept at its own rate; a longer one is resampled to 16 kHz while it is decoded. */
  wholeSamples: 6e6,
  /** Longest time without a decoded piece before the browser's decoder is given up. */
  decodeMs: 3000,
  /** Largest magnitude of a float sample, where 1 is full scale; beyond it the numbers are on another scale or damaged. */
  peak: 100,
} as const;
