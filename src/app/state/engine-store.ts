/**
 * @file The one engine of the page: which backend it runs on, its memory, its life. Everybody calls it
 * through `callEngine`, which starts it first. When it dies, the next call starts a fresh one.
 */
import { createStore } from 'zustand/vanilla';
import { BACKENDS } from '../../config/backends.ts';
import type { Problem } from '../../core/errors.ts';
import { toProblem } from '../../core/errors.ts';
import { createEngineClient, type EngineClient } from '../../worker/client.ts';
import type { BackendInfo, BackendName, CommandName, Commands, EngineEvent } from '../../worker/protocol.ts';

export interface EngineStoreState {
  phase: 'off' | 'starting' | 'ready' | 'failed';
  /** What the address asks for with `?backend=`; `auto` otherwise. */
  requested: BackendName | 'auto';
  backend: BackendInfo | null;
  problem: Problem | null;
  /** Bytes that tensors hold on the backend. */
  memoryBytes: number;
  /** Fresh engines started after the first one died. */
  restarts: number;
}

export const engineStore = createStore<EngineStoreState>(() => ({
  phase: 'off',
  requested: 'auto',
  backend: null,
  problem: null,
  memoryBytes: 0,
  restarts: 0,
}));

let client: EngineClient | null = null;
let starting: Promise<BackendInfo> | null = null;
let makeClient: () => EngineClient = createEngineClient;
const eventListeners = new Set<(event: EngineEvent) => void>();
const deathListeners = new Set<(problem: Problem) => void>();

/** Puts another engine in place of the worker. For tests and the gallery, before the first call. */
export function setEngineFactory(factory: () => EngineClient): void {
  makeClient = factory;
}

/** Reads `?backend=`. An unknown name counts as `auto` and is returned, so that the page can say so. */
export function readRequestedBackend(search: string): string | null {
  const asked = new URLSearchParams(search).get('backend');
  const known = BACKENDS.find((name) => name === asked);
  engineStore.setState({ requested: known ?? 'auto' });
  return asked !== null && asked !== 'auto' && !known ? asked : null;
}

/** Engine events in order, across restarts. Returns the function that ends the subscription. */
export function onEngineEvent(listener: (event: EngineEvent) => void): () => void {
  eventListeners.add(listener);
  return () => eventListeners.delete(listener);
}

/** Called when the engine died: its data set and models are gone. */
export function onEngineDeath(listener: (problem: Problem) => void): () => void {
  deathListeners.add(listener);
  return () => deathListeners.delete(listener);
}

function connected(): EngineClient {
  if (client) return client;
  client = makeClient();
  client.subscribe((event) => {
    for (const listener of eventListeners) listener(event);
  });
  client.onMemory((memoryBytes) => engineStore.setState({ memoryBytes }));
  client.onDeath((problem) => {
    starting = null;
    const wasReady = engineStore.getState().phase === 'ready';
    engineStore.setState(({ restarts }) => ({ phase: 'off', problem, memoryBytes: 0, restarts: restarts + (wasReady ? 1 : 0) }));
    for (const listener of deathListeners) listener(problem);
    // An engine that never came up would die again at once; the reader decides.
    if (wasReady) startEngine().catch(() => {}); // the failure is in the store
  });
  return client;
}

/** Chooses the backend and runs its self-test; later calls return the same promise. Rejects with a PlaygroundError. */
export function startEngine(): Promise<BackendInfo> {
  if (starting) return starting;
  engineStore.setState({ phase: 'starting', problem: null });
  const attempt = connected().call('start', { backend: engineStore.getState().requested });
  starting = attempt;
  attempt.then(
    (backend) => engineStore.setState({ phase: 'ready', backend }),
    (thrown: unknown) => {
      if (starting === attempt) starting = null;
      engineStore.setState({ phase: 'failed', problem: toProblem(thrown) });
    },
  );
  return attempt;
}

/** Sends a command to a started engine. `listModels` needs no backend and is sent at once. */
export async function callEngine<K extends CommandName>(
  command: K,
  args: Commands[K]['args'],
  transfer?: Transferable[],
): Promise<Commands[K]['result']> {
  if (command !== 'listModels') await startEngine();
  return connected().call(command, args, transfer);
}
