/**
 * @file Engine events → run store. Series are written in place; components are told through `version`,
 * at most four times a second while steps arrive and at once when the state of the experiment changes.
 */
import type { Comparison, ExperimentStarted, RunResult, StepsFinished } from '../../core/lab/events.ts';
import { stepWork } from '../../core/m2pt/predict-time.ts';
import type { EngineEvent } from '../../worker/protocol.ts';
import { engineStore } from './engine-store.ts';
import { addStepTimes, keepSpeeds, placeOf } from './measured-speed.ts';
import { cardOf, modelsStore, shapeOf } from './models-store.ts';
import { createRunClock } from './run-clock.ts';
import type { RunSeries, RunState, Trained } from './run-state.ts';
import { completePairs, isBusy, runStore } from './run-store.ts';

/** Shortest time between two redraws for new steps, in ms. */
const REDRAW_MS = 250;
const FIRST_CAPACITY = 512;

let clock = createRunClock();
/** Changes of plain values that wait for the next redraw. */
let waiting: Partial<RunState> = {};
let timer: ReturnType<typeof setTimeout> | undefined;
let lastRedraw = 0;

/** Results that stay on screen beside those of the next experiment, and how to compare them all. */
export interface KeptRuns {
  series: readonly RunSeries[];
  compare: (results: RunResult[]) => Comparison;
}
let kept: KeptRuns | null = null;
/** What the plan that comes next is made of. */
let sent: Trained | null = null;
/** Position of the engine's run 0 among all runs on screen. */
let offset = 0;

function times(): Partial<RunState> {
  const { plan, series } = runStore.getState();
  if (!plan) return {};
  const left = series.reduce((sum, one) => sum + (one.state === 'stopped' ? 0 : plan.stepsPerRun - one.steps), 0);
  const now = performance.now();
  return { elapsedMs: clock.elapsedMs(now), remainingMs: clock.remainingMs(left), stepMs: clock.sinceMarkMs(now) };
}

/** Tells the components now: the given changes, everything that waited, and a new version. */
function redraw(change: Partial<RunState> = {}): void {
  clearTimeout(timer);
  timer = undefined;
  lastRedraw = performance.now();
  const update = { ...waiting, ...times(), ...change };
  waiting = {};
  runStore.setState((state) => ({ ...update, version: state.version + 1 }));
  const { phase } = runStore.getState();
  if (phase === 'running' || phase === 'stopping') timer = setTimeout(redraw, 1000);
}

function redrawSoon(change: Partial<RunState>): void {
  Object.assign(waiting, change);
  const wait = Math.max(0, lastRedraw + REDRAW_MS - performance.now());
  clearTimeout(timer);
  timer = setTimeout(redraw, wait);
}

/**
 * The experiment is sent to the engine: old results leave the screen only when its plan arrives.
 * @param keep runs that stay, because the experiment adds seeds to them
 */
export function markStarting(keep: KeptRuns | null = null): void {
  kept = keep;
  redraw({ phase: 'starting', problem: null });
}

/** Call before the engine is told to start: settings and data that its plan will be made of. */
export function markSent(trained: Trained): void {
  sent = trained;
}

/** The engine refused, failed or died. What was recorded stays. */
export function markFailed(problem: RunState['problem'], mergePhase = runStore.getState().mergePhase): void {
  clock.halt(performance.now());
  for (const one of runStore.getState().series) if (one.state === 'running') one.state = 'stopped';
  keepSpeeds();
  redraw({ phase: 'failed', problem, mergePhase, pausing: false });
}

/**
 * What can be merged after an experiment. What was merged stays on screen.
 * @param canMerge true when the engine has a pair; it may be an older experiment's, whose results are gone from the screen
 */
function mergePhaseAfter(canMerge: boolean): RunState['mergePhase'] {
  const { mergePhase, series } = runStore.getState();
  if (mergePhase === 'merged') return 'merged';
  if (!canMerge || completePairs(series).length === 0) return 'locked';
  return mergePhase === 'locked' ? 'ready' : mergePhase;
}

export function markStopping(): void {
  redraw({ phase: 'stopping', pausing: false });
}

/** Pause was pressed: the engine pauses when the current step is done. */
export function markPausing(): void {
  redraw({ pausing: true });
}

function begin(started: ExperimentStarted): void {
  if (!kept) clock = createRunClock();
  clock.go(performance.now());
  clock.mark(performance.now());
  const old = kept?.series ?? [];
  offset = old.length;
  const fresh = started.runs.map((run): RunSeries => {
    return { run, state: 'planned', steps: 0, losses: new Float32Array(), lambdas: new Float32Array(), epochs: [], result: null };
  });
  const series = [...old, ...fresh].map((one, index) => ({ ...one, run: { ...one.run, index } }));
  const plan = { ...started, runs: series.map(({ run }) => run) };
  const comparison = kept ? runStore.getState().comparison : null;
  waiting = {};
  redraw({
    phase: 'running',
    plan,
    trained: sent,
    series,
    activeRun: null,
    comparison,
    problem: null,
    mergePhase: 'locked',
    merge: null,
    pausing: false,
  });
}

/** The engine compares its own runs; with kept ones, all are compared here in the same way. */
function compared(comparison: Comparison): Comparison {
  if (!kept) return comparison;
  return kept.compare(runStore.getState().series.flatMap(({ result }) => (result ? [result] : [])));
}

/** Room for `needed` values, at least doubling, with the old values kept. */
function grown(values: Float32Array, needed: number, first: number): Float32Array {
  if (needed <= values.length) return values;
  const larger = new Float32Array(Math.max(needed, values.length * 2, first));
  larger.set(values);
  return larger;
}

function record(event: StepsFinished): void {
  const { plan, series } = runStore.getState();
  const one = series[event.run + offset];
  if (!plan || !one) return;
  const end = event.firstStep + event.losses.length;
  one.losses = grown(one.losses, end, FIRST_CAPACITY);
  one.losses.set(event.losses, event.firstStep);
  if (event.lambdas.length > 0) {
    const width = plan.lambdaNames.length;
    one.lambdas = grown(one.lambdas, end * width, FIRST_CAPACITY * width);
    one.lambdas.set(event.lambdas, event.firstStep * width);
  }
  one.steps = end;
  clock.addSteps(event.stepMs);
  clock.mark(performance.now());
  measureSpeed(one, plan, event.stepMs);
  redrawSoon({ examplesPerSecond: event.examplesPerSecond, memoryBytes: event.memoryBytes });
}

/** What these steps say about this machine, for the estimate before the next experiment. */
function measureSpeed({ run }: RunSeries, { split }: ExperimentStarted, stepMs: readonly number[]): void {
  const { trained } = runStore.getState();
  const { backend } = engineStore.getState();
  const card = trained && cardOf(modelsStore.getState().cards, trained.config.target);
  const shape = card && shapeOf(card, trained.config);
  if (!shape || !backend) return;
  const batch = Math.min(trained.config.batchSize, split.train);
  addStepTimes(placeOf(backend), stepWork(shape, batch, run.arm, trained.config), stepMs);
}

/** Takes one engine event. */
export function applyEngineEvent(event: EngineEvent): void {
  const { series, phase } = runStore.getState();
  switch (event.type) {
    case 'experimentStarted':
      begin(event);
      break;
    case 'runStarted':
      update(series[event.run.index + offset], { state: 'running' });
      clock.mark(performance.now());
      redraw({ activeRun: event.run.index + offset });
      break;
    case 'stepsFinished':
      record(event);
      break;
    case 'epochFinished':
      series[event.run + offset]?.epochs.push(event);
      clock.mark(performance.now());
      redrawSoon({});
      break;
    case 'runFinished':
      update(series[event.run + offset], { state: 'finished', result: event.result });
      redraw();
      break;
    case 'runStopped':
      update(series[event.run + offset], { state: 'stopped', stoppedAt: event.step });
      redraw();
      break;
    case 'comparisonUpdated':
      redraw({ comparison: compared(event.comparison) });
      break;
    case 'experimentFinished':
      clock.halt(performance.now());
      keepSpeeds();
      redraw({ phase: 'finished', mergePhase: mergePhaseAfter(event.canMerge), pausing: false });
      break;
    case 'paused':
      clock.halt(performance.now());
      clock.mark(performance.now());
      redraw({ phase: 'paused', pausing: false });
      break;
    case 'modelDownloading':
      break; // the model list shows it
    case 'resumed':
      clock.go(performance.now());
      clock.mark(performance.now());
      redraw(phase === 'stopping' ? {} : { phase: 'running' });
      break;
    case 'experimentFailed':
      markFailed(event.problem, mergePhaseAfter(event.canMerge));
      break;
    default:
      event satisfies never;
  }
}

/** Series are changed in place; their arrays may be large. */
function update(series: RunSeries | undefined, change: Partial<RunSeries>): void {
  if (series) Object.assign(series, change);
}

/** The engine died: the weights are gone, so nothing can be merged; a run in progress is over. */
export function applyEngineDeath(problem: RunState['problem']): void {
  const state = runStore.getState();
  if (isBusy(state)) markFailed(problem);
  if (state.mergePhase !== 'merged') redraw({ mergePhase: 'locked' });
}
