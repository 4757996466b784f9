/** @file Engine events become series: in place, growing, drawn at most four times a second; seeds can be added. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Comparison, ExperimentStarted, PlannedRun, RunResult } from '../../core/lab/events.ts';
import type { EngineEvent } from '../../worker/protocol.ts';
import { applyEngineDeath, applyEngineEvent, markSent, markStarting } from './run-events.ts';
import type { Trained } from './run-state.ts';
import { idleRunState, runStore } from './run-store.ts';

const state = () => runStore.getState();
const runsOf = (...seeds: number[]): PlannedRun[] =>
  seeds.flatMap((seed) => (['baseline', 'pathway'] as const).map((arm) => ({ arm, seed }))).map((run, index) => ({ index, ...run }));

function planOf(runs: PlannedRun[]): ExperimentStarted {
  const split = { train: 70, validation: 15, test: 15 };
  return {
    type: 'experimentStarted',
    runs,
    epochs: 1,
    stepsPerEpoch: 1000,
    stepsPerRun: 1000,
    split,
    lambdaNames: ['a', 'b'],
    auxiliaryRatio: [1, 1],
  };
}

function sendSteps(run: number, firstStep: number, count: number): void {
  const losses = Array.from({ length: count }, (_, at) => firstStep + at);
  const lambdas = Float32Array.from({ length: 2 * count }, (_, at) => 2 * firstStep + at);
  const stepMs = losses.map(() => 10);
  applyEngineEvent({
    type: 'stepsFinished',
    run,
    firstStep,
    losses,
    gradNorms: losses,
    stepMs,
    lambdas,
    examplesPerSecond: 32,
    memoryBytes: 5,
  });
}

const resultOf = ({ arm, seed }: PlannedRun): RunResult => {
  const empty = { trainLoss: [], lambda: {}, stepMsMedian: 1, secondsTotal: 1, confusion: [] };
  return { arm, seed, valAccuracy: 0.5, testAccuracy: 0.5, ...empty };
};

function finish(runs: PlannedRun[]): void {
  for (const run of runs) {
    applyEngineEvent({ type: 'runStarted', run });
    applyEngineEvent({ type: 'runFinished', run: run.index, result: resultOf(run) });
  }
  applyEngineEvent({ type: 'experimentFinished', stopped: false, results: [], secondsTotal: 1, canMerge: true });
}

beforeEach(() => {
  vi.useFakeTimers();
  runStore.setState(idleRunState(), true);
  markStarting();
});

test('series grow past their first capacity and keep what they had', () => {
  applyEngineEvent(planOf(runsOf(0)));
  for (let step = 0; step < 1000; step += 50) sendSteps(1, step, 50);
  const series = state().series[1];
  expect(series?.steps).toBe(1000);
  expect([series?.losses[0], series?.losses[700], series?.losses[999]]).toEqual([0, 700, 999]);
  expect([series?.lambdas[1], series?.lambdas[1999]]).toEqual([1, 1999]);
});

test('a thousand step events in a second are at most five redraws', () => {
  applyEngineEvent(planOf(runsOf(0)));
  const before = state().version;
  for (let at = 0; at < 1000; at++) {
    sendSteps(0, at, 1);
    vi.advanceTimersByTime(1);
  }
  expect(state().version - before).toBeLessThanOrEqual(5);
  expect(state()).toMatchObject({ examplesPerSecond: 32, memoryBytes: 5, remainingMs: expect.any(Number) });
});

test('phases follow pause, resume and the end', () => {
  applyEngineEvent(planOf(runsOf(0)));
  applyEngineEvent({ type: 'paused', run: 0, step: 1 });
  expect(state().phase).toBe('paused');
  applyEngineEvent({ type: 'resumed' });
  expect(state().phase).toBe('running');
  finish(runsOf(0));
  expect(state()).toMatchObject({ phase: 'finished', mergePhase: 'ready' });
});

test('a death keeps finished runs and stops the one in progress', () => {
  const runs = runsOf(0);
  applyEngineEvent(planOf(runs));
  applyEngineEvent({ type: 'runFinished', run: 0, result: resultOf(runs[0]!) });
  applyEngineEvent({ type: 'runStarted', run: runs[1]! });
  applyEngineDeath({ code: 'engine-crashed', message: 'm', hint: 'h' });
  expect(state()).toMatchObject({ phase: 'failed', mergePhase: 'locked' });
  expect(state().series.map((one) => one.state)).toEqual(['finished', 'stopped']);
});

test('added seeds stand behind the kept runs and all are compared', () => {
  applyEngineEvent(planOf(runsOf(0)));
  finish(runsOf(0));
  const compare = vi.fn((results: RunResult[]) => ({ pairs: results }) as unknown as Comparison);
  markStarting({ series: state().series, compare });
  applyEngineEvent(planOf(runsOf(1, 2)));
  finish(runsOf(1, 2));
  applyEngineEvent({ type: 'comparisonUpdated', comparison: {} as Comparison });
  expect(state().series.map(({ run, state: word }) => [run.index, run.seed, word])).toEqual(
    [0, 0, 1, 1, 2, 2].map((seed, index) => [index, seed, 'finished']),
  );
  expect(state().plan?.runs).toHaveLength(6);
  expect(compare.mock.lastCall?.[0].map(({ seed }) => seed)).toEqual([0, 0, 1, 1, 2, 2]);
});

test('a pair on screen can still be merged when added seeds are stopped or fail; a pair of other runs cannot', () => {
  applyEngineEvent(planOf(runsOf(0)));
  finish(runsOf(0));
  const compare = () => ({}) as Comparison;
  const stopped: EngineEvent = { type: 'experimentFinished', stopped: true, results: [], secondsTotal: 1, canMerge: true };
  const failed: EngineEvent = { type: 'experimentFailed', problem: { code: 'c', message: 'm', hint: 'h' }, canMerge: true };
  for (const end of [stopped, failed]) {
    markStarting({ series: state().series.slice(0, 2), compare });
    applyEngineEvent(planOf(runsOf(1)));
    expect(state().mergePhase).toBe('locked');
    applyEngineEvent(end);
    expect(state().mergePhase).toBe('ready');
  }
  markStarting();
  applyEngineEvent(planOf(runsOf(5)));
  applyEngineEvent(stopped);
  expect(state().mergePhase).toBe('locked');
});

test('the plan brings what it was made of; a stopped run knows its step', () => {
  const trained = { config: { epochs: 3 }, dataset: {} } as unknown as Trained;
  markSent(trained);
  expect(state().trained).toBeNull();
  applyEngineEvent(planOf(runsOf(0)));
  expect(state().trained).toBe(trained);
  sendSteps(0, 0, 5);
  applyEngineEvent({ type: 'runStopped', run: 0, step: 7 });
  expect(state().series[0]).toMatchObject({ state: 'stopped', steps: 5, stoppedAt: 7 });
});
