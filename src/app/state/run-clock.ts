/**
 * @file Time of an experiment: how long it has trained, pauses left out, and how long it still needs.
 * Plain arithmetic on times given from outside, so that tests need no waiting.
 */

/** Steps whose median speed tells the time left. */
const WINDOW = 20;
/** Fewer steps than this say nothing yet. */
const MIN_STEPS = 10;

export interface RunClock {
  /** Starts or goes on at time `now` in ms. */
  go(now: number): void;
  halt(now: number): void;
  /** Time spent going, in ms. */
  elapsedMs(now: number): number;
  /** Takes the wall times of finished steps, in ms. */
  addSteps(stepMs: readonly number[]): void;
  /** Time for that many more steps in ms, or null before ten steps were seen. */
  remainingMs(stepsLeft: number): number | null;
}

export function createRunClock(): RunClock {
  let spent = 0;
  let since: number | null = null;
  let seen = 0;
  let recent: number[] = [];
  return {
    go(now) {
      since ??= now;
    },
    halt(now) {
      if (since !== null) spent += now - since;
      since = null;
    },
    elapsedMs: (now) => spent + (since === null ? 0 : now - since),
    addSteps(stepMs) {
      seen += stepMs.length;
      recent = [...recent, ...stepMs].slice(-WINDOW);
    },
    remainingMs(stepsLeft) {
      if (seen < MIN_STEPS) return null;
      const sorted = [...recent].sort((a, b) => a - b);
      const upper = sorted[sorted.length >> 1] ?? 0;
      const lower = sorted[(sorted.length - 1) >> 1] ?? upper;
      return ((upper + lower) / 2) * Math.max(0, stepsLeft);
    },
  };
}
