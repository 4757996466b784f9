/**
 * @file Time of an experiment: how long it has trained, pauses left out, and how long it still needs.
 * Plain arithmetic on times given from outside, so that tests need no waiting.
 */

/** Steps whose median speed tells the time left. */
const WINDOW = 20;
/** Fewer steps than this say nothing yet … */
const MIN_STEPS = 10;
/** … unless one takes longer than this, in ms: then the first already tells what is coming. */
const SLOW_STEP_MS = 2000;

export interface RunClock {
  /** Starts or goes on at time `now` in ms. */
  go(now: number): void;
  halt(now: number): void;
  /** Time spent going, in ms. */
  elapsedMs(now: number): number;
  /** Takes the wall times of finished steps, in ms. */
  addSteps(stepMs: readonly number[]): void;
  /** Something has come to an end: what is being computed now began at `now`. */
  mark(now: number): void;
  /** How long the step, or whatever stands between two, has been computed, pauses left out, in ms. */
  sinceMarkMs(now: number): number;
  /** Time for that many more steps in ms; null before ten steps were seen, or one that was slow. */
  remainingMs(stepsLeft: number): number | null;
}

export function createRunClock(): RunClock {
  let spent = 0;
  let since: number | null = null;
  let marked = 0;
  let seen = 0;
  let recent: number[] = [];
  const elapsedMs = (now: number) => spent + (since === null ? 0 : now - since);
  return {
    go(now) {
      since ??= now;
    },
    halt(now) {
      if (since !== null) spent += now - since;
      since = null;
    },
    elapsedMs,
    mark(now) {
      marked = elapsedMs(now);
    },
    sinceMarkMs: (now) => elapsedMs(now) - marked,
    addSteps(stepMs) {
      // The first step also compiles kernels: it counts only as long as it is alone.
      recent = [...(seen === 1 ? [] : recent), ...stepMs].slice(-WINDOW);
      seen += stepMs.length;
    },
    remainingMs(stepsLeft) {
      const sorted = [...recent].sort((a, b) => a - b);
      const upper = sorted[sorted.length >> 1] ?? 0;
      const lower = sorted[(sorted.length - 1) >> 1] ?? upper;
      const step = (upper + lower) / 2;
      return seen >= MIN_STEPS || step > SLOW_STEP_MS ? step * Math.max(0, stepsLeft) : null;
    },
  };
}
