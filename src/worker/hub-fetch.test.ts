/** @file The door to the Hub: hosts, privacy, retries, caps, and a code for every refusal. */
import { describe, expect, test } from 'vitest';
import { fakeFetch, fixtureRepo, inParts } from '../../test/fake-hub.ts';
import { chunks } from './body-chunks.ts';
import { createHubFetch, HUB_LIMITS, isHubAddress, isNetworkFailure } from './hub-fetch.ts';

const FILE = 'https://huggingface.co/a/b/resolve/main/config.json';
const signal = new AbortController().signal;

function door(fault: Parameters<typeof fakeFetch>[1] = () => undefined) {
  const { fetch, asked } = fakeFetch({ 'a/b': fixtureRepo('micro-image') }, fault);
  const pauses: number[] = [];
  const hub = createHubFetch({
    fetch,
    random: () => 1,
    sleep: async (ms) => {
      pauses.push(ms);
    },
  });
  return { hub, asked, pauses };
}
const at = (url: string, response: Response) => Object.defineProperty(response, 'url', { value: url });

test('only https addresses of the Hub', () => {
  for (const url of [FILE, 'https://cdn-lfs.hf.co/x', 'https://cas-bridge.xethub.hf.co/x?y', 'https://transfer.xethub.hf.co/x'])
    expect(isHubAddress(url)).toBe(true);
  for (const url of [
    'http://huggingface.co/a',
    'https://huggingface.co:8080/a',
    'https://huggingface.co.evil.example/a',
    'https://evilhf.co/a',
    'https://user@huggingface.co/a',
    'https://evil.example/huggingface.co',
    'data:text/plain,hi',
    'nonsense',
  ])
    expect(isHubAddress(url)).toBe(false);
});

test('tells nobody who asks', async () => {
  const { hub, asked } = door();
  await hub.small(FILE);
  expect(asked[0]?.init).toMatchObject({ referrerPolicy: 'no-referrer', credentials: 'omit' });
});

describe('redirects', () => {
  test.each(['http://huggingface.co/x', 'https://evil.example/x'])('to %s are refused', async (url) => {
    const { hub } = door(() => at(url, new Response('{}')));
    await expect(hub.small(FILE)).rejects.toMatchObject({ code: 'hub-host' });
    await expect(hub.open(FILE, 'file', { signal })).rejects.toMatchObject({ code: 'hub-host' });
  });
  test('to the file hosts are followed', async () => {
    const { hub } = door(() => at('https://cas-bridge.xethub.hf.co/x', new Response('{}')));
    expect(await (await hub.small(FILE)).text()).toBe('{}');
  });
  test('an address elsewhere is never asked', async () => {
    const { hub, asked } = door();
    await expect(hub.small('https://evil.example/a/b')).rejects.toMatchObject({ code: 'hub-host' });
    expect(asked).toHaveLength(0);
  });
});

describe('tries again', () => {
  test('after 503, with growing pauses, and then it works', async () => {
    const { hub, pauses } = door((_, count) => (count < 4 ? new Response('', { status: 503 }) : undefined));
    expect((await hub.small(FILE)).status).toBe(200);
    expect(pauses).toEqual([600, 1200, 2400]);
  });
  test('as long as the server asks for', async () => {
    const { hub, pauses } = door((_, count) =>
      count === 1 ? new Response('', { status: 429, headers: { 'retry-after': '7' } }) : undefined,
    );
    await hub.small(FILE);
    expect(pauses).toEqual([7000]);
  });
  test('but not for ever', async () => {
    const { hub, asked } = door(() => new Response('', { status: 500 }));
    await expect(hub.small(FILE)).rejects.toMatchObject({ code: 'hub-busy' });
    expect(asked).toHaveLength(HUB_LIMITS.tries);
  });
  test('a connection that fails is tried three times and says that a missing repository may look so', async () => {
    const { hub, asked } = door(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(hub.small(FILE)).rejects.toMatchObject({ code: 'hub-offline', hint: expect.stringContaining('does not exist') });
    expect(asked).toHaveLength(HUB_LIMITS.connectTries);
  });
  test('not after an abort', async () => {
    const control = new AbortController();
    const { hub, asked } = door(() => {
      control.abort(new DOMException('Cancelled', 'AbortError'));
      return Promise.reject(control.signal.reason);
    });
    await expect(hub.open(FILE, 'file', { signal: control.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toHaveLength(1);
  });
});

test.each([
  [404, {}, 'hub-not-found'],
  [401, { 'x-error-code': 'RepoNotFound' }, 'hub-not-found'],
  [404, { 'x-error-code': 'RevisionNotFound' }, 'hub-not-found'],
  [401, { 'x-error-code': 'GatedRepo' }, 'hub-gated'],
  [401, {}, 'hub-gated'],
  [403, {}, 'hub-gated'],
  [410, {}, 'hub-refused'],
])('status %i %j is %s', async (status, headers, code) => {
  const { hub } = door(() => new Response('no', { status, headers: headers as Record<string, string> }));
  await expect(hub.small(FILE)).rejects.toMatchObject({ code });
});

test('a sign-in page is no answer', async () => {
  const { hub } = door(() => new Response('<html>', { headers: { 'content-type': 'text/html; charset=utf-8' } }));
  await expect(hub.small(FILE)).rejects.toMatchObject({ code: 'hub-html' });
  await expect(hub.open(FILE, 'file', { signal })).rejects.toMatchObject({ code: 'hub-html' });
});

test('an endless config is cut off', async () => {
  const megabyte = new Uint8Array(1e6);
  const { hub } = door(() => inParts(Array.from({ length: 50 }, () => megabyte)));
  await expect(hub.small(FILE)).rejects.toMatchObject({ code: 'hub-too-large' });
});

test('a body that stalls is given up and its connection closed', async () => {
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Uint8Array.of(1, 2)),
    cancel: () => {
      isCancelled = true;
    },
  });
  const seen: number[] = [];
  const read = async () => {
    for await (const part of chunks(new Response(body), 20)) seen.push(...part);
  };
  const thrown = await read().catch((reason: unknown) => reason);
  expect(isNetworkFailure(thrown)).toBe(true);
  expect(seen).toEqual([1, 2]);
  expect(isCancelled).toBe(true);
});

test('a body that breaks is a named problem', async () => {
  const { hub } = door(() => inParts([Uint8Array.of(123), new TypeError('network error')]));
  await expect(hub.small(FILE)).rejects.toMatchObject({ code: 'hub-offline' });
});
