/**
 * @file The page's side of import: one fresh parse worker a drop, watched. A worker that gives no sign, or crashes, is
 * ended; what has arrived is kept, the file that it hung on is named and left out, and another worker reads the rest.
 */
import { MODALITIES } from '../config/modalities.ts';
import type { Modality } from '../config/run-config.ts';
import { displayName } from '../core/data/display-name.ts';
import { LIMITS } from '../core/data/limits.ts';
import { mainReason, reasonText } from '../core/data/main-reason.ts';
import { readableText } from '../core/data/readable-text.ts';
import { PlaygroundError, type Problem } from '../core/errors.ts';
import type { ListedDrop, ParsedSample, ParseMessage, ParseRequest } from './parse-protocol.ts';
import type { DrawnSvg } from './svg-client.ts';

export interface ImportHandlers {
  /** Once, before anything is decoded: how many samples there may be, the classes in their order, and all else that is known. */
  onListed?(count: number, classNames: string[], listing: ListedDrop): void;
  /** A group of decoded samples, in no particular order; about ten groups a second. */
  onSamples(samples: ParsedSample[]): void;
  /** A remark on the whole, once: samples of another modality beside, classes that differ in capitals, storage that is full. */
  onNotice?(problem: Problem): void;
  /** A file that was left out, or what ended the reading before all files were read; and why. */
  onRejected(problem: Problem): void;
}

/** What the worker is told: the drop, paths to pass over, and how many samples to read at a time. */
export interface ParseCommand {
  request: ParseRequest;
  skip: string[];
  lanes: number;
}

/** The protocol's messages, and between client and worker the file that is about to be read. */
export type ParseWorkerMessage =
  | Exclude<ParseMessage, { type: 'rejected' }>
  | { type: 'rejected'; problem: Problem; path?: string }
  | { type: 'reading'; path: string }
  /** An SVG that the page is asked to draw; answered by a `DrawnAnswer`. */
  | { type: 'draw'; drawing: number; svg: Blob; side: number };

/** What the page says to `draw`; null where it could not. */
export interface DrawnAnswer {
  drawing: number;
  drawn: DrawnSvg | null;
}

/** The part of a Worker that is used; tests bring their own. */
export type ParseWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

export interface ImportOptions {
  signal?: AbortSignal | undefined;
  spawn?: () => ParseWorker;
  /** Silence, in ms, after which a worker counts as hung. */
  silenceMs?: number;
  /** Paths of samples, as listing names them, that are not to be read. */
  skip?: readonly string[];
}

/** Several at a time keep reading and decoding busy; one at a time, after a failure, shows which file is to blame. */
const LANES = 4;
/** After so many dead workers the drop is given up. */
const MAX_DEATHS = 8;

/**
 * Reads a drop.
 * @returns when every file has been read or left out, or when reading ended early with some read: the last rejection says why
 * @throws PlaygroundError when nothing at all could be read, with the reason; `import-cancelled` after the signal; whatever a
 *   handler throws
 */
export async function importFiles(
  request: ParseRequest,
  handlers: ImportHandlers,
  options: ImportOptions | AbortSignal = {},
): Promise<void> {
  const given = options instanceof AbortSignal ? { signal: options } : options;
  const { signal, spawn = spawnWorker, silenceMs = silenceLimit(request), skip = [] }: ImportOptions = given;
  const done = new Set<string>(skip);
  let sampleCount = 0;
  let isListed = false;
  let deaths = 0;
  const rejected: Problem[] = [];
  const told = new Set<string>();
  const reject = (problem: Problem) => {
    // A second worker lists the drop again; what was said once is not said twice.
    const key = `${problem.code} ${problem.where ?? problem.message}`;
    if (deaths > 0 && told.has(key)) return;
    told.add(key);
    rejected.push(problem);
    handlers.onRejected(problem);
  };
  const receive = (message: ParseWorkerMessage): void => {
    if (message.type === 'listed' && !isListed) {
      isListed = true;
      handlers.onListed?.(message.listing.count, message.listing.classNames, message.listing);
    } else if (message.type === 'samples') {
      sampleCount += message.samples.length;
      for (const sample of message.samples) done.add(sample.path);
      handlers.onSamples(message.samples);
    } else if (message.type === 'notice') {
      const key = `notice ${message.problem.message}`;
      if (!told.has(key)) handlers.onNotice?.(message.problem);
      told.add(key);
    } else if (message.type === 'rejected') {
      if (message.path !== undefined) done.add(message.path);
      reject(message.problem);
    }
  };

  for (;;) {
    const lanes = deaths === 0 ? LANES : 1;
    const end = await runWorker(spawn(), { request, skip: [...done], lanes }, receive, silenceMs, signal);
    if (end.type === 'failed' && sampleCount === 0) throw new PlaygroundError(end.problem);
    if (end.type === 'finished' && sampleCount === 0) throw new PlaygroundError(noneReadable(request.form.modality, rejected));
    if (end.type === 'failed') return reject(end.problem);
    if (end.type === 'finished') return;
    deaths++;
    // With several files in work the culprit is unknown: the next worker reads them one at a time.
    const suspect = end.reading.size === 1 || lanes === 1 ? [...end.reading].at(-1) : undefined;
    if (deaths >= MAX_DEATHS || (suspect === undefined && lanes === 1)) {
      const problem = importDied(end.reason, suspect);
      if (sampleCount === 0) throw new PlaygroundError(problem);
      return reject(problem);
    }
    if (suspect !== undefined) {
      done.add(suspect);
      reject(fileDied(end.reason, suspect));
    }
  }
}

type WorkerEnd = { type: 'finished' } | { type: 'failed'; problem: Problem } | { type: 'died'; reason: string; reading: Set<string> };

/** One worker from start to end. Always terminates it; rejects only when the signal says so. */
function runWorker(
  worker: ParseWorker,
  command: ParseCommand,
  receive: (message: ParseWorkerMessage) => void,
  silenceMs: number,
  signal: AbortSignal | undefined,
): Promise<WorkerEnd> {
  return new Promise((resolve, reject) => {
    const reading = new Set<string>();
    let lastSign = Date.now();
    const watchdog = setInterval(
      () => {
        if (Date.now() - lastSign >= silenceMs)
          settle(() => resolve({ type: 'died', reason: `gave no sign for ${Math.round(silenceMs / 1000)} s`, reading }));
      },
      Math.min(1000, silenceMs / 4),
    );
    const settle = (finish: () => void) => {
      clearInterval(watchdog);
      signal?.removeEventListener('abort', cancel);
      worker.onmessage = null;
      worker.terminate();
      finish();
    };
    const cancel = () => settle(() => reject(cancelled()));
    if (signal?.aborted) return cancel();
    signal?.addEventListener('abort', cancel);
    worker.onmessage = ({ data }: MessageEvent<ParseWorkerMessage>) => {
      lastSign = Date.now();
      if (data.type === 'finished' || data.type === 'failed') return settle(() => resolve(data));
      if (data.type === 'listed') reading.clear(); // the archives have been listed; samples follow
      if (data.type === 'reading') {
        reading.delete(data.path); // what was announced last stands last
        reading.add(data.path);
      }
      if (data.type === 'samples') for (const { path } of data.samples) reading.delete(path);
      if (data.type === 'rejected' && data.path !== undefined) reading.delete(data.path);
      if (data.type === 'draw') return void draw(worker, data);
      try {
        receive(data);
      } catch (error) {
        settle(() => reject(error));
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      settle(() => resolve({ type: 'died', reason: `stopped (${event.message || 'its code could not be loaded'})`, reading }));
    };
    worker.postMessage(command);
  });
}

function spawnWorker(): ParseWorker {
  return new Worker(new URL('./parse.worker.ts', import.meta.url), { type: 'module', name: 'parse' });
}

/** @returns ms */
function silenceLimit({ files }: ParseRequest): number {
  return LIMITS.silenceMs + LIMITS.silenceMsPerByte * files.reduce((sum, { file }) => sum + file.size, 0);
}

/** Draws for the worker, and says so when it cannot be done. */
async function draw(worker: ParseWorker, { drawing, svg, side }: Extract<ParseWorkerMessage, { type: 'draw' }>): Promise<void> {
  const drawn = await import('./svg-client.ts').then(({ drawSvg }) => drawSvg(svg, side)).catch(() => null);
  const answer: DrawnAnswer = { drawing, drawn };
  worker.postMessage(answer, drawn ? [drawn.bitmap] : []);
}

/** A single reason is said as it is; of several, the most frequent one is the example. */
function noneReadable(modality: Modality, rejected: readonly Problem[]): Problem {
  const { first, hint } = mainReason(rejected);
  if (first && rejected.length === 1) return first;
  const { many } = MODALITIES[modality];
  return {
    code: 'none-readable',
    message: `None of the ${many} could be read.${first ? ` ${reasonText(first, rejected)}` : ''}`,
    hint: hint ?? `Drop a folder of ${many} with one sub-folder a class. ${readableText(modality)}`,
  };
}

function cancelled(): PlaygroundError {
  return new PlaygroundError({
    code: 'import-cancelled',
    message: 'Reading the files was stopped.',
    hint: 'What was read before is kept.',
  });
}

function fileDied(reason: string, path: string): Problem {
  const where = displayName(path);
  return {
    code: 'file-hangs',
    message: `${where} could not be read: the reader ${reason} while it was at it.`,
    hint: 'It was left out; the rest loads. Save it again in another program.',
    where,
  };
}

function importDied(reason: string, path: string | undefined): Problem {
  return {
    code: 'import-died',
    message: `Reading the files was given up: the reader ${reason}${path === undefined ? '' : ` at ${displayName(path)}`}.`,
    hint: 'What was read before, if anything, is kept. Drop fewer files, or reload the page.',
  };
}
