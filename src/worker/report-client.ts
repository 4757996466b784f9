/**
 * @file The page's side of the data report: one fresh worker looks through the records once, watched and killable. With what it found
 * the page makes the report itself, again after each edit: `core/data/report/data-report.ts`.
 */
import type { RecordForm } from '../core/data/record-form.ts';
import type { RecordSource } from '../core/data/records.ts';
import type { FoundCopies } from '../core/data/report/find-copies.ts';
import { PlaygroundError } from '../core/errors.ts';
import type { ReportCommand, ReportMessage } from './report-protocol.ts';

export interface FindOptions {
  signal?: AbortSignal | undefined;
  /** Records that were looked at so far. */
  onLooked?: ((count: number) => void) | undefined;
  spawn?: () => Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;
  /** Silence, in ms, after which the worker counts as hung. */
  silenceMs?: number;
}

/** Comparing is done in one go, after the last sign. */
const SILENCE_MS = 60_000;

/**
 * @param source of all samples that were read, `recordSource`; the result names records by their places in it
 * @throws PlaygroundError `report-ended` after the signal, `report-died`, `records-gone`
 */
export function findCopies(
  form: RecordForm,
  source: RecordSource,
  { signal, onLooked, spawn = spawnWorker, silenceMs = SILENCE_MS }: FindOptions = {},
): Promise<FoundCopies> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(ended());
    const worker = spawn();
    let watchdog: ReturnType<typeof setTimeout> | undefined;
    const settle = (finish: () => void) => {
      clearTimeout(watchdog);
      signal?.removeEventListener('abort', cancel);
      worker.onmessage = null;
      worker.terminate();
      finish();
    };
    const cancel = () => settle(() => reject(ended()));
    const watch = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => settle(() => reject(died(`gave no sign for ${silenceMs / 1000} s`))), silenceMs);
    };
    signal?.addEventListener('abort', cancel);
    worker.onmessage = ({ data }: MessageEvent<ReportMessage>) => {
      watch();
      if (data.type === 'looked') onLooked?.(data.count);
      else if (data.type === 'found') settle(() => resolve(data.copies));
      else settle(() => reject(new PlaygroundError(data.problem)));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      settle(() => reject(died(`stopped (${event.message || 'its code could not be loaded'})`)));
    };
    watch();
    const command: ReportCommand = { form, source };
    worker.postMessage(command);
  });
}

function spawnWorker(): Worker {
  return new Worker(new URL('./report.worker.ts', import.meta.url), { type: 'module', name: 'report' });
}

function ended(): PlaygroundError {
  return new PlaygroundError({
    code: 'report-ended',
    message: 'Looking for copies was stopped.',
    hint: 'The data can be used without it.',
  });
}

function died(reason: string): PlaygroundError {
  return new PlaygroundError({
    code: 'report-died',
    message: `Looking for copies was given up: the worker ${reason}.`,
    hint: 'The data can be used without it.',
  });
}
