/**
 * @file Pause, step, resume and stop: what was trained is shown before a pause holds, and stopping keeps what is finished.
 */
import { expect, test } from 'vitest';
import type { ExperimentStep } from '../core/lab/experiment.ts';
import { createDriver, type ExperimentDriver } from './experiment-driver.ts';
import type { EngineEvent } from './protocol.ts';

/** A stand-in for an experiment: one run of `steps` steps that reports metrics whenever it is asked to. */
async function* stream(driver: () => ExperimentDriver, steps: number, log: string[]): AsyncGenerator<ExperimentStep, void> {
  try {
    let waiting = 0;
    for (let step = 1; step <= steps; step++) {
      waiting += 1;
      if (driver().flushDue(waiting)) {
        yield {
          type: 'stepsFinished',
          run: 0,
          firstStep: step - waiting,
          losses: Array(waiting).fill(1),
          gradNorms: [],
          stepMs: [],
          lambdas: new Float32Array(),
          examplesPerSecond: 1,
          memoryBytes: 0,
        };
        waiting = 0;
      }
      yield { type: 'stepped', run: 0, step };
    }
  } finally {
    log.push('freed');
  }
}

function setUp(steps: number) {
  const events: EngineEvent[] = [];
  const log: string[] = [];
  const waiters: { type: string; resolve: (event: EngineEvent) => void }[] = [];
  const driver = createDriver(
    (event) => {
      events.push(event);
      for (const waiter of waiters.splice(0))
        if (waiter.type === event.type) waiter.resolve(event);
        else waiters.push(waiter);
    },
    () => false,
  );
  const when = (type: string) => new Promise<EngineEvent>((resolve) => waiters.push({ type, resolve }));
  const done = driver.run(stream(() => driver, steps, log));
  const shown = () => events.reduce((sum, event) => sum + (event.type === 'stepsFinished' ? event.losses.length : 0), 0);
  return { driver, events, log, when, done, shown };
}

test('a pause holds after everything up to it has been shown; a step trains one more; resume goes on', async () => {
  const { driver, events, when, done, shown } = setUp(200);
  driver.pause();
  const paused = (await when('paused')) as { step: number };
  expect(shown()).toBe(paused.step);
  driver.step();
  const again = (await when('paused')) as { step: number };
  expect(again.step).toBe(paused.step + 1);
  expect(shown()).toBe(again.step);
  driver.resume();
  await done;
  expect(events.some((event) => event.type === 'resumed')).toBe(true);
  expect(driver.running).toBe(false);
});

test('stop ends the run, frees it and says where it ended, also while paused', async () => {
  const { driver, events, log, when, done } = setUp(1_000_000);
  driver.pause();
  await when('paused');
  driver.stop();
  await done;
  expect(log).toEqual(['freed']);
  expect(events.at(-2)).toMatchObject({ type: 'runStopped', run: 0 });
  expect(events.at(-1)).toMatchObject({ type: 'experimentFinished', stopped: true, canMerge: false });
});

test('a failure becomes one event with a hint, never a rejection', async () => {
  const events: EngineEvent[] = [];
  const driver = createDriver(
    (event) => events.push(event),
    () => false,
  );
  // biome-ignore lint/correctness/useYield: it fails before the first event
  async function* broken(): AsyncGenerator<ExperimentStep, void> {
    throw new Error('out of memory');
  }
  await driver.run(broken());
  expect(events).toEqual([
    { type: 'experimentFailed', canMerge: false, problem: expect.objectContaining({ message: 'out of memory', hint: expect.any(String) }) },
  ]);
});
