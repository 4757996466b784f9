/**
 * @file Gathers what the parse worker has read into messages: one for each sample would be slow, one at the end would show nothing.
 */
import type { Problem } from '../core/errors.ts';
import type { ParseWorkerMessage } from './parse-client.ts';
import type { ParsedSample } from './parse-protocol.ts';

/** A group is posted when it has this many samples or this much time has passed since the last one. */
const GROUP_SAMPLES = 64;
const GROUP_MS = 100;

export interface SampleGroup {
  add(sample: ParsedSample): void;
  reject(problem: Problem, path: string): void;
  /** Posts what is left. */
  flush(): void;
}

export function createSampleGroup(post: (message: ParseWorkerMessage, transfer?: Transferable[]) => void): SampleGroup {
  let samples: ParsedSample[] = [];
  let rejected: { problem: Problem; path: string }[] = [];
  let lastPost = performance.now();
  const flush = () => {
    if (samples.length > 0)
      post(
        { type: 'samples', samples },
        samples.flatMap(({ record }) => (record ? [record.buffer] : [])),
      );
    for (const { problem, path } of rejected) post({ type: 'rejected', problem, path });
    samples = [];
    rejected = [];
    lastPost = performance.now();
  };
  const flushIfDue = () => {
    if (samples.length >= GROUP_SAMPLES || performance.now() - lastPost >= GROUP_MS) flush();
  };
  return {
    add(sample) {
      samples.push(sample);
      flushIfDue();
    },
    reject(problem, path) {
      rejected.push({ problem, path });
      flushIfDue();
    },
    flush,
  };
}
