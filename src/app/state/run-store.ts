/**
 * @file The run store: the engine's events become growing series here (run-events.ts), and the charts
 * read them. Shape and promises: run-state.ts.
 */
import { createStore } from 'zustand/vanilla';
import type { RunSeries, RunState } from './run-state.ts';

/** Nothing has run yet. */
export function idleRunState(): RunState {
  return {
    phase: 'idle',
    plan: null,
    trained: null,
    series: [],
    activeRun: null,
    comparison: null,
    examplesPerSecond: 0,
    elapsedMs: 0,
    remainingMs: null,
    stepMs: 0,
    pausing: false,
    memoryBytes: 0,
    problem: null,
    mergePhase: 'locked',
    merge: null,
    version: 0,
  };
}

export const runStore = createStore<RunState>(idleRunState);

/** True from Train until the last run has ended: data and settings are locked, and leaving loses work. */
export function isBusy(state: RunState): boolean {
  return state.phase === 'starting' || state.phase === 'running' || state.phase === 'paused' || state.phase === 'stopping';
}

/** Runs of those seeds whose both arms have finished. */
export function completePairs(series: readonly RunSeries[]): RunSeries[] {
  const finished = series.filter(({ result }) => result !== null);
  return finished.filter(({ run }) => finished.some((other) => other.run.seed === run.seed && other.run.arm !== run.arm));
}
