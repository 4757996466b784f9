/** @file Data from a public address: named by what it is, ended on demand, given up in silence, cut off when too large. */
import { afterEach, expect, test, vi } from 'vitest';
import { fetchAddress } from './address-data.ts';

const URL_OF = 'https://data.example/get?id=7';
const ZIP = new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]);
const never = new AbortController().signal;

const serve = (answer: (init: RequestInit) => Response | Promise<Response>) =>
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => Promise.resolve(answer(init)));
/** A server that sends one part and then nothing; it ends with the signal, as fetch does. */
const stalled = (init: RequestInit) =>
  new Response(
    new ReadableStream({
      start(control) {
        control.enqueue(ZIP);
        init.signal?.addEventListener('abort', () => control.error(new DOMException('ended', 'AbortError')));
      },
    }),
  );

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a zip is known by its first bytes or by the server’s word', async () => {
  serve(() => new Response(ZIP));
  expect(await fetchAddress(URL_OF, never)).toMatchObject({ path: 'get.zip', file: { size: 6 } });
  serve(() => new Response('PK', { headers: { 'content-type': 'application/zip' } }));
  expect((await fetchAddress('https://data.example/', never)).path).toBe('data.example.zip');
  serve(() => new Response('x'));
  expect((await fetchAddress('https://data.example/a.png', never)).path).toBe('a.png');
});

test('it is given up without progress, and ended by the reader', async () => {
  serve(stalled);
  await expect(fetchAddress(URL_OF, never, { silenceMs: 20 })).rejects.toMatchObject({ code: 'address-unavailable' });
  const control = new AbortController();
  const wanted = fetchAddress(URL_OF, control.signal);
  control.abort();
  await expect(wanted).rejects.toBe(control.signal.reason);
});

test('it is cut off at the limit, and refusals are told', async () => {
  serve(() => new Response(ZIP));
  await expect(fetchAddress(URL_OF, never, { limit: 5 })).rejects.toMatchObject({ code: 'address-too-large' });
  serve(() => new Response('no', { status: 403 }));
  await expect(fetchAddress(URL_OF, never)).rejects.toThrow('403');
  serve(() => Promise.reject(new TypeError('blocked')));
  await expect(fetchAddress(URL_OF, never)).rejects.toThrow('does not let other pages read it');
});
