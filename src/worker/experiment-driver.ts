/**
 * @file Drives one experiment inside the worker: pulls its events, and stops pulling while paused.
 * A pause or stop takes effect after one more step, so that everything up to it has been read back and shown.
 */
import { type Problem, toProblem } from '../core/errors.ts';
import type { RunResult } from '../core/lab/events.ts';
import type { ExperimentStep } from '../core/lab/experiment.ts';
import { nextTask } from '../core/tensor/next-task.ts';
import type { EngineEvent } from './protocol.ts';

/** Most time between two groups of metrics, in ms. */
const FLUSH_EVERY_MS = 250;
/** Most steps between two groups. */
const FLUSH_STEPS = 64;

export interface ExperimentDriver {
  /** Given to the experiment: true when metrics should be read back after this step. */
  flushDue(stepsWaiting: number): boolean;
  /** Runs to the end; never rejects: a failure becomes the `experimentFailed` event. */
  run(stream: AsyncGenerator<ExperimentStep, void>): Promise<void>;
  pause(): void;
  step(): void;
  resume(): void;
  stop(): void;
  readonly running: boolean;
  /** Between pause and resume of a run that is not over. */
  readonly paused: boolean;
}

/** @param canMerge asked at the end of a stopped or failed experiment */
export function createDriver(post: (event: EngineEvent, transfer?: Transferable[]) => void, canMerge: () => boolean): ExperimentDriver {
  let running = false;
  let paused = false;
  let stopping = false;
  let flushed = false;
  let lastFlush = 0;
  let release: (() => void) | null = null;
  const results: RunResult[] = [];

  const open = () => {
    release?.();
    release = null;
  };

  /** @returns false when the experiment is to end here */
  const gate = async (run: number, step: number): Promise<boolean> => {
    await nextTask();
    if (paused && flushed && !stopping) {
      post({ type: 'paused', run, step });
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    }
    return !(stopping && flushed);
  };

  const finishStopped = (run: number, step: number, started: number) => {
    post({ type: 'runStopped', run, step });
    post({ type: 'experimentFinished', stopped: true, results, secondsTotal: (performance.now() - started) / 1000, canMerge: canMerge() });
  };

  return {
    get running() {
      return running;
    },
    get paused() {
      return running && paused;
    },
    flushDue(stepsWaiting) {
      const now = performance.now();
      flushed = paused || stopping || stepsWaiting >= FLUSH_STEPS || now - lastFlush >= FLUSH_EVERY_MS;
      if (flushed) lastFlush = now;
      return flushed;
    },
    async run(stream) {
      running = true;
      const started = performance.now();
      try {
        for (let next = await stream.next(); !next.done; next = await stream.next()) {
          const event = next.value;
          if (event.type === 'stepped') {
            if (await gate(event.run, event.step)) continue;
            await stream.return();
            finishStopped(event.run, event.step, started);
            return;
          }
          if (event.type === 'runFinished') results.push(event.result);
          if (event.type === 'stepsFinished') post(event, [event.lambdas.buffer as ArrayBuffer]);
          else post(event);
        }
      } catch (thrown) {
        const problem: Problem = toProblem(thrown, 'training-failed', 'Finished runs are kept. A smaller batch size may help.');
        post({ type: 'experimentFailed', problem, canMerge: canMerge() });
      } finally {
        running = false;
      }
    },
    pause() {
      paused = true;
    },
    step() {
      open();
    },
    resume() {
      paused = false;
      post({ type: 'resumed' });
      open();
    },
    stop() {
      stopping = true;
      open();
    },
  };
}
