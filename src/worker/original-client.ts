/**
 * @file The page's way to the original behind a record, to show and play it: a disposable worker opens the drop again and reads that one
 * file. Ended after 10 s without an answer, longer for large drops, and when nobody waits any more.
 */
import type { Modality } from '../config/run-config.ts';
import { displayName } from '../core/data/display-name.ts';
import { LIMITS } from '../core/data/limits.ts';
import { PlaygroundError, type Problem } from '../core/errors.ts';
import type { DroppedFile } from './parse-protocol.ts';

export type Original =
  /** Mono, at most a minute of it: the one around what the record shows. Its place in the sound and the whole length are in seconds. */
  | { kind: 'sound'; samples: Float32Array<ArrayBuffer>; sampleRate: number; fromSeconds: number; seconds: number }
  /** As it was dropped or packed. */
  | { kind: 'file'; blob: Blob }
  /** Pixels of an array, RGBA [height, width, 4]. */
  | { kind: 'pixels'; rgba: Uint8ClampedArray<ArrayBuffer>; width: number; height: number }
  /** A folder of pictures, in their order. */
  | { kind: 'frames'; count: number };

export interface OriginalRequest {
  files: readonly DroppedFile[];
  path: string;
  modality: Modality;
  /** Of a long sound, the minute around this is kept. */
  aroundSeconds: number;
}

export type OriginalMessage = { type: 'found'; original: Original } | { type: 'failed'; problem: Problem };

/** The part of a Worker that is used; tests bring their own. */
export type OriginalWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

interface Options {
  signal: AbortSignal;
  spawn?: () => OriginalWorker;
  /** Longest time for the whole, in ms. */
  limitMs?: number;
}

/**
 * Reads one file of a drop again.
 * @throws PlaygroundError when it is gone, cannot be read or takes too long; the signal's reason when aborted
 */
export function readOriginal(
  request: OriginalRequest,
  { signal, spawn = spawnWorker, limitMs = limitOf(request) }: Options,
): Promise<Original> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const worker = spawn();
    const settle = (finish: () => void) => {
      clearTimeout(watchdog);
      signal.removeEventListener('abort', cancel);
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
      finish();
    };
    const cancel = () => settle(() => reject(signal.reason));
    const fail = (reason: string) => settle(() => reject(died(request.path, reason)));
    const watchdog = setTimeout(() => fail(`took longer than ${Math.round(limitMs / 1000)} s to read again`), limitMs);
    signal.addEventListener('abort', cancel);
    worker.onmessage = ({ data }: MessageEvent<OriginalMessage>) =>
      settle(() => (data.type === 'found' ? resolve(data.original) : reject(new PlaygroundError(data.problem))));
    worker.onerror = (event) => {
      event.preventDefault();
      fail(`could not be read again: the reader stopped (${event.message || 'its code could not be loaded'})`);
    };
    worker.postMessage(request);
  });
}

function spawnWorker(): OriginalWorker {
  return new Worker(new URL('./original.worker.ts', import.meta.url), { type: 'module', name: 'original' });
}

function limitOf({ files }: OriginalRequest): number {
  return LIMITS.silenceMs + LIMITS.silenceMsPerByte * files.reduce((sum, { file }) => sum + file.size, 0);
}

function died(path: string, reason: string): PlaygroundError {
  const where = displayName(path);
  return new PlaygroundError({
    code: 'original-unreadable',
    message: `${where} ${reason}.`,
    hint: 'What the model sees is shown; it was made when the file was read first.',
    where,
  });
}
