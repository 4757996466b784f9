/**
 * @file The disposable worker that reads one drop: lists it, decodes a few pictures at a time, posts them in groups, ends.
 * It may be killed at any moment; it announces each file before it touches it, so that the client knows what to blame.
 * Started by `parse-client.ts` only.
 */
import { createPictureDecoder } from '../core/data/decode-picture.ts';
import { inLanes } from '../core/data/in-lanes.ts';
import { type Candidate, type Listing, listDrop } from '../core/data/list-drop.ts';
import { hashOf } from '../core/data/report/exact-duplicates.ts';
import { type Problem, toProblem } from '../core/errors.ts';
import type { ParseCommand, ParseWorkerMessage } from './parse-client.ts';
import type { ParsedSample } from './parse-protocol.ts';

/** A group is posted when it has this many samples or this much time has passed since the last one. */
const GROUP_SAMPLES = 64;
const GROUP_MS = 100;

const post = (message: ParseWorkerMessage, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

self.onmessage = (event: MessageEvent<ParseCommand>) => {
  run(event.data).catch((error: unknown) => post({ type: 'failed', problem: toProblem(error, 'import-failed', 'Drop the files again.') }));
};

async function run({ request, skip, lanes }: ParseCommand): Promise<void> {
  const listing = await listDrop(request.files, {
    skip: new Set(skip),
    onReading: (path) => post({ type: 'reading', path }),
    onRejected: (problem) => post({ type: 'rejected', problem }),
  });
  post({ type: 'listed', count: listing.candidates.length, classNames: listing.classNames });
  if (request.form.modality !== 'image') throw new TypeError('only pictures yet');
  await decodeAll(listing, request.form.size, lanes);
  post({ type: 'finished' });
}

async function decodeAll({ candidates }: Listing, size: readonly [number, number], lanes: number): Promise<void> {
  const group = createGroup();
  const decode = createPictureDecoder(size);
  await inLanes(candidates, lanes, {
    parse: (candidate, limitMs) => parse(candidate, limitMs, decode),
    onReading: ({ path }) => post({ type: 'reading', path }),
    onDone: ({ path }, outcome) => {
      if ('facts' in outcome) group.add(outcome);
      else group.reject(outcome, path);
    },
  });
  group.flush();
}

async function parse(
  { path, className, read }: Candidate,
  limitMs: number,
  decode: ReturnType<typeof createPictureDecoder>,
): Promise<ParsedSample | Problem> {
  try {
    const { pixels, width, height } = await decode(await read(), path, limitMs);
    return { path, className, place: null, record: pixels, hash: hashOf(pixels), facts: { modality: 'image', width, height } };
  } catch (error) {
    return toProblem(error, 'picture-unreadable', 'It was left out; the rest loads.');
  }
}

function createGroup() {
  let samples: ParsedSample[] = [];
  let rejected: { problem: Problem; path: string }[] = [];
  let lastPost = performance.now();
  const flush = () => {
    if (samples.length > 0) {
      const buffers = samples.flatMap(({ record }) => (record ? [record.buffer] : []));
      post({ type: 'samples', samples }, buffers);
    }
    for (const { problem, path } of rejected) post({ type: 'rejected', problem, path });
    samples = [];
    rejected = [];
    lastPost = performance.now();
  };
  const flushIfDue = () => {
    if (samples.length >= GROUP_SAMPLES || performance.now() - lastPost >= GROUP_MS) flush();
  };
  return {
    add(sample: ParsedSample) {
      samples.push(sample);
      flushIfDue();
    },
    reject(problem: Problem, path: string) {
      rejected.push({ problem, path });
      flushIfDue();
    },
    flush,
  };
}
