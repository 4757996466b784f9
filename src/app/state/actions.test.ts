/** @file Merge and Train keep out of each other's way. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { ExperimentStarted, MergeReport } from '../../core/lab/events.ts';
import type { EngineClient } from '../../worker/client.ts';
import { addMoreSeeds, mergeNow, startExperiment } from './actions.ts';
import { setEngineFactory } from './engine-store.ts';
import { noticesStore } from './notices-store.ts';
import { idleRunState, runStore } from './run-store.ts';
import { trainBlocker } from './train-blocker.ts';

let answer: { resolve: (report: MergeReport) => void; reject: (thrown: Error) => void };
const call = vi.fn((command: string) =>
  command === 'merge'
    ? new Promise<MergeReport>((resolve, reject) => {
        answer = { resolve, reject };
      })
    : Promise.resolve(null),
);
setEngineFactory(() => {
  const nothing = () => () => {};
  return { call, subscribe: nothing, onMemory: nothing, onDeath: nothing, dispose() {} } as unknown as EngineClient;
});

const sent = () => call.mock.calls.map(([command]) => command);
const plan = () => ({ runs: [] }) as unknown as ExperimentStarted;

beforeEach(() => {
  call.mockClear();
  noticesStore.setState({ notices: [] });
  runStore.setState({ ...idleRunState(), phase: 'finished', mergePhase: 'ready', plan: plan() }, true);
});

/** Presses Merge and waits until the engine has been asked. */
async function pressMerge(): Promise<{ ended: Promise<void> }> {
  const ended = mergeNow();
  await vi.waitFor(() => expect(sent()).toContain('merge'));
  return { ended };
}

test('nothing is trained while the merge goes on', async () => {
  const { ended } = await pressMerge();
  expect(trainBlocker()?.code).toBe('merging');
  await startExperiment();
  await addMoreSeeds(2);
  await mergeNow();
  expect(sent().filter((command) => command !== 'start')).toEqual(['merge']);
  expect(noticesStore.getState().notices.map(({ problem }) => problem.code)).toEqual(['merging']);
  answer.resolve({ seed: 3 } as MergeReport);
  await ended;
  expect(runStore.getState()).toMatchObject({ mergePhase: 'merged', merge: { seed: 3 } });
});

test('an answer about older runs is ignored', async () => {
  const { ended } = await pressMerge();
  runStore.setState({ plan: plan() });
  answer.resolve({ seed: 3 } as MergeReport);
  await ended;
  expect(runStore.getState().merge).toBeNull();
});

test('a failure opens nothing that is locked, and is told', async () => {
  const { ended } = await pressMerge();
  runStore.setState({ mergePhase: 'locked' });
  answer.reject(new Error('it died'));
  await ended;
  expect(runStore.getState().mergePhase).toBe('locked');
  expect(noticesStore.getState().notices).toHaveLength(1);
});
