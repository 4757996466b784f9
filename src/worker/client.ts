/**
 * @file The page's side of the engine worker: typed calls, events, and supervision.
 * The only place with `new Worker(engine)`. A worker that is silent for too long, or that throws,
 * is ended and replaced on the next call; every pending call is rejected, none hangs.
 */
import { PlaygroundError, type Problem } from '../core/errors.ts';
import type { CommandMessage, CommandName, Commands, EngineEvent, WorkerMessage } from './protocol.ts';

/** Silence after which the worker counts as dead, in ms. A first WebGPU step compiles for long, and a step of a large batch on WASM blocks the worker. */
const SILENCE_LIMIT_MS = 120_000;

export interface EngineClient {
  /** Sends a command; rejects with a PlaygroundError when the engine refuses it or dies. */
  call<K extends CommandName>(command: K, args: Commands[K]['args'], transfer?: Transferable[]): Promise<Commands[K]['result']>;
  /** Engine events in order. Returns the function that ends the subscription. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Called when the worker died with the reason; the next `call` starts a fresh one, which must be given its data again. */
  onDeath(listener: (problem: Problem) => void): () => void;
  /** Bytes that tensors hold, from the last heartbeat. */
  onMemory(listener: (bytes: number) => void): () => void;
  dispose(): void;
}

interface Pending {
  resolve: (value: never) => void;
  reject: (reason: PlaygroundError) => void;
}

export function createEngineClient(): EngineClient {
  let worker: Worker | null = null;
  let nextId = 1;
  let lastSign = 0;
  let watchdog: ReturnType<typeof setInterval> | undefined;
  const pending = new Map<number, Pending>();
  const eventListeners = new Set<(event: EngineEvent) => void>();
  const deathListeners = new Set<(problem: Problem) => void>();
  const memoryListeners = new Set<(bytes: number) => void>();

  const end = () => {
    clearInterval(watchdog);
    worker?.terminate();
    worker = null;
  };

  const die = (problem: Problem) => {
    if (!worker) return;
    end();
    for (const { reject } of pending.values()) reject(new PlaygroundError(problem));
    pending.clear();
    for (const listener of deathListeners) listener(problem);
  };

  const receive = (message: WorkerMessage) => {
    lastSign = performance.now();
    switch (message.kind) {
      case 'done':
        pending.get(message.id)?.resolve(message.result as never);
        pending.delete(message.id);
        break;
      case 'failed':
        pending.get(message.id)?.reject(new PlaygroundError(message.problem));
        pending.delete(message.id);
        break;
      case 'event':
        for (const listener of eventListeners) listener(message.event);
        break;
      case 'heartbeat':
        for (const listener of memoryListeners) listener(message.memoryBytes);
        break;
      default:
        message satisfies never;
    }
  };

  const spawn = (): Worker => {
    const fresh = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' });
    fresh.onmessage = (message: MessageEvent<WorkerMessage>) => receive(message.data);
    fresh.onerror = (event) => {
      event.preventDefault();
      die({
        code: 'engine-crashed',
        message: `The training engine stopped: ${event.message || 'its code could not be loaded'}.`,
        hint: 'Finished runs are kept. Press Train to start a fresh engine, or reload the page.',
      });
    };
    fresh.postMessage({ id: 0, command: 'init', args: { baseUrl: document.baseURI } } satisfies CommandMessage);
    lastSign = performance.now();
    watchdog = setInterval(() => {
      if (performance.now() - lastSign < SILENCE_LIMIT_MS || document.visibilityState === 'hidden') return;
      die({
        code: 'engine-silent',
        message: `The training engine gave no sign for ${SILENCE_LIMIT_MS / 1000} s and was ended.`,
        hint: 'Finished runs are kept. A smaller batch size may help.',
      });
    }, 5000);
    return fresh;
  };

  const listen = <T>(set: Set<T>, listener: T) => {
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  };

  return {
    call(command, args, transfer = []) {
      worker ??= spawn();
      const id = nextId++;
      const message = { id, command, args } as CommandMessage;
      const target = worker;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve: resolve as Pending['resolve'], reject });
        target.postMessage(message, transfer);
      });
    },
    subscribe: (listener) => listen(eventListeners, listener),
    onDeath: (listener) => listen(deathListeners, listener),
    onMemory: (listener) => listen(memoryListeners, listener),
    dispose: end,
  };
}
