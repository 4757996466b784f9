/** @file The watchdog of originals: whatever the worker does, it is ended and the caller gets one answer. And the minute that is kept. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keptPart } from './kept-part.ts';
import { type OriginalMessage, type OriginalWorker, readOriginal } from './original-client.ts';

const REQUEST = { files: [{ path: 'a/b.wav', file: new Blob(['12']) }], path: 'a/b.wav', modality: 'audio', aroundSeconds: 0 } as const;

function fake() {
  const worker: OriginalWorker & { asked: unknown[]; ended: number } = {
    asked: [],
    ended: 0,
    onmessage: null,
    onerror: null,
    postMessage: (message: unknown) => worker.asked.push(message),
    terminate: () => {
      worker.ended++;
    },
  };
  const say = (data: OriginalMessage) => worker.onmessage?.call(worker as unknown as Worker, { data } as MessageEvent);
  return { worker, say, spawn: () => worker };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('an answer ends the worker', async () => {
  const { worker, say, spawn } = fake();
  const answer = readOriginal(REQUEST, { signal: new AbortController().signal, spawn });
  expect(worker.asked).toEqual([REQUEST]);
  say({ type: 'found', original: { kind: 'frames', count: 3 } });
  expect(await answer).toEqual({ kind: 'frames', count: 3 });
  expect(worker.ended).toBe(1);
  vi.advanceTimersByTime(60_000);
  expect(worker.ended).toBe(1);
});

test('a refusal is told as it is', async () => {
  const { worker, say, spawn } = fake();
  const answer = readOriginal(REQUEST, { signal: new AbortController().signal, spawn });
  say({ type: 'failed', problem: { code: 'audio-empty', message: 'b.wav holds no sound.', hint: 'Record it again.' } });
  await expect(answer).rejects.toMatchObject({ code: 'audio-empty', message: 'b.wav holds no sound.' });
  expect(worker.ended).toBe(1);
});

test('silence ends after ten seconds, with the name of the file', async () => {
  const { worker, spawn } = fake();
  const answer = readOriginal(REQUEST, { signal: new AbortController().signal, spawn });
  const told = expect(answer).rejects.toMatchObject({
    code: 'original-unreadable',
    message: expect.stringMatching(/^a\/b\.wav took longer than 10 s/),
  });
  vi.advanceTimersByTime(9_990);
  expect(worker.ended).toBe(0);
  vi.advanceTimersByTime(20);
  await told;
  expect(worker.ended).toBe(1);
});

test('a crash and a change of mind', async () => {
  const crashed = fake();
  const answer = readOriginal(REQUEST, { signal: new AbortController().signal, spawn: crashed.spawn });
  crashed.worker.onerror?.call(
    crashed.worker as unknown as Worker,
    { message: 'out of memory', preventDefault: () => undefined } as ErrorEvent,
  );
  await expect(answer).rejects.toMatchObject({ code: 'original-unreadable', message: expect.stringContaining('out of memory') });
  expect(crashed.worker.ended).toBe(1);

  const left = fake();
  const control = new AbortController();
  const never = readOriginal(REQUEST, { signal: control.signal, spawn: left.spawn });
  control.abort(new Error('closed'));
  await expect(never).rejects.toThrow('closed');
  expect(left.worker.ended).toBe(1);
  const spawn = vi.fn(left.spawn);
  await expect(readOriginal(REQUEST, { signal: control.signal, spawn })).rejects.toThrow('closed');
  expect(spawn).not.toHaveBeenCalled();
});

test('the minute around what is used', () => {
  const long = { samples: Float32Array.from({ length: 2000 * 100 }, (_, at) => at / 2e5), sampleRate: 2000, seconds: 100, channels: 1 };
  for (const [around, from] of [
    [0, 0],
    [50, 20],
    [99, 40],
  ] as const) {
    const { samples, fromSeconds } = keptPart(long, around);
    expect(fromSeconds).toBe(from);
    expect(samples.length).toBe(60 * 2000);
    expect(samples[0]).toBe(long.samples[from * 2000]);
    expect(around).toBeGreaterThanOrEqual(fromSeconds);
    expect(around + 1).toBeLessThanOrEqual(fromSeconds + 60);
  }
  const short = { ...long, samples: long.samples.slice(0, 2000), seconds: 1 };
  expect(keptPart(short, 0)).toEqual({ samples: short.samples, sampleRate: 2000, fromSeconds: 0, seconds: 1 });
});
