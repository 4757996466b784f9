/** @file The page's side of the address worker: answers, progress, an end at once, and a worker that dies. */
import { expect, test } from 'vitest';
import { type AddressWorker, createAddressClient } from './address-client.ts';
import type { AddressMessage, AddressRequest } from './address-protocol.ts';

function fakeWorkers(answer: (request: AddressRequest, post: (message: AddressMessage) => void) => void) {
  const seen = { requests: [] as AddressRequest[], spawned: 0, ended: 0, crash: () => {} };
  const client = createAddressClient(() => {
    seen.spawned++;
    const worker: AddressWorker = {
      onmessage: null,
      onerror: null,
      postMessage(request: AddressRequest) {
        seen.requests.push(request);
        queueMicrotask(() => answer(request, (data) => (worker.onmessage as (event: unknown) => void)({ data })));
      },
      terminate() {
        seen.ended++;
      },
    };
    seen.crash = () => (worker.onerror as (event: unknown) => void)({ message: 'boom', preventDefault() {} });
    return worker;
  });
  return { client, seen };
}
const never = new AbortController().signal;
const preview = { kind: 'file', host: 'data.example', name: 'a.zip', bytes: 3 } as const;
const result = { name: 'a', files: [{ path: 'a.zip', file: new Blob(['abc']) }], problems: [] };

test('asks one worker, tells progress, and ends it when the files are there', async () => {
  const { client, seen } = fakeWorkers((request, post) => {
    if (request.type === 'lookUp') post({ type: 'previewed', id: request.id, preview });
    if (request.type !== 'download') return;
    post({ type: 'progress', id: request.id, progress: { loaded: 1, total: 3 } });
    post({ type: 'downloaded', id: request.id, result });
  });
  expect(await client.lookUp('x', never)).toEqual(preview);
  const progress: unknown[] = [];
  expect(await client.download('x', (now) => progress.push(now), never)).toBe(result);
  expect([progress, seen.spawned, seen.ended]).toEqual([[{ loaded: 1, total: 3 }], 1, 1]);
});

test('an end is answered at once, though the worker is busy, and the worker with what came stays', async () => {
  const { client, seen } = fakeWorkers(() => {});
  const control = new AbortController();
  const wanted = client.download('x', () => {}, control.signal).catch((thrown: unknown) => thrown);
  control.abort(new DOMException('Cancelled', 'AbortError'));
  expect(await wanted).toBe(control.signal.reason);
  expect(seen.requests.map(({ type }) => type)).toEqual(['download', 'cancel']);
  expect(seen.ended).toBe(0);
  await expect(client.lookUp('x', control.signal)).rejects.toBe(control.signal.reason);
});

test('a refusal is a problem; a crash is one too, and the next question has a new worker', async () => {
  const problem = { code: 'address-missing', message: 'm', hint: 'h' };
  const { client, seen } = fakeWorkers((request, post) => {
    if (request.type === 'lookUp') post({ type: 'failed', id: request.id, problem });
  });
  await expect(client.lookUp('x', never)).rejects.toMatchObject(problem);
  const wanted = client.download('x', () => {}, never);
  seen.crash();
  await expect(wanted).rejects.toMatchObject({ code: 'address-died', message: expect.stringContaining('boom') });
  await expect(client.lookUp('x', never)).rejects.toMatchObject(problem);
  expect(seen.spawned).toBe(2);
});
