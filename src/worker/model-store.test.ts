/** @file Shipped models over a bad connection: slow is fine, silent is not, and every failure is a named problem. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createModelStore } from './model-store.ts';

const read = (file: string) => Uint8Array.from(readFileSync(new URL(`../../test/fixtures/models/micro-image/${file}`, import.meta.url)));
const files: Record<string, Uint8Array<ArrayBuffer>> = {
  'config.json': read('config.json'),
  'model.safetensors': read('model.safetensors'),
  'index.json': new TextEncoder().encode('["micro-image"]'),
};
const source = { kind: 'shipped', id: 'micro-image' } as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A server whose weights come from `body`; everything else comes at once. */
function storeWith(body: (signal: AbortSignal) => Response | Promise<Response>) {
  vi.stubGlobal('fetch', async (url: URL, { signal }: { signal: AbortSignal }) => {
    const name = url.pathname.split('/').at(-1)!;
    return name === 'model.safetensors' ? body(signal) : new Response(files[name]);
  });
  return createModelStore('https://example.org/', () => {});
}
const weights = files['model.safetensors']!;

test('a connection that takes five minutes, with something every minute, is waited for', async () => {
  const store = storeWith((signal) => {
    const size = Math.ceil(weights.length / 6);
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        signal.addEventListener('abort', () => controller.error(signal.reason));
        for (let at = 0; at < weights.length; at += size) {
          controller.enqueue(weights.slice(at, at + size));
          await new Promise((resolve) => setTimeout(resolve, 55_000));
        }
        controller.close();
      },
    });
    return new Response(body);
  });
  const opened = store.open(source);
  await vi.advanceTimersByTimeAsync(400_000);
  expect((await opened).config.embedDim).toBe(32);
});

test.each<[string, (signal: AbortSignal) => Response | Promise<Response>, string]>([
  ['falls silent in the middle', () => new Response(new ReadableStream({ start: (body) => body.enqueue(weights.slice(0, 99)) })), '60 s'],
  ['never answers', (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))), '60 s'],
  ['breaks', () => new Response(new ReadableStream({ start: (body) => body.error(new TypeError('network error')) })), 'broke'],
  ['is not there', () => Promise.reject(new TypeError('Failed to fetch')), 'did not answer'],
  ['lacks the file', () => new Response('', { status: 404 }), '404'],
  ['asks to sign in', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'web page'],
])('a server that %s is named, and the next try works', async (_, body, words) => {
  let isBad = true;
  const store = storeWith((signal) => (isBad ? body(signal) : new Response(weights)));
  const problem = { code: 'model-download', message: expect.stringContaining(words), hint: expect.stringMatching(/\w/) };
  const end = expect(store.open(source)).rejects.toMatchObject(problem);
  await vi.advanceTimersByTimeAsync(61_000);
  await end;
  isBad = false;
  expect((await store.list()).map(({ id }) => id)).toEqual(['micro-image']);
});
