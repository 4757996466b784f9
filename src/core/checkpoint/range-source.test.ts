/**
 * @file Ranges against a real HTTP server with switches for what servers do wrong: ranges ignored, hidden, of a wrong place,
 * cut bodies, a file that changes, and answers that are none.
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rangeSource } from './range-source.ts';
import { writeSafetensors } from './safetensors.ts';
import { openSafetensors } from './safetensors-stream.ts';

const big = Float32Array.from({ length: 40_000 }, (_, i) => i);
const file = new Uint8Array(writeSafetensors({ a: { shape: [40_000], data: big }, b: { shape: [2], data: Float32Array.of(7, 8) } }));

type Mode = 'good' | 'whole' | 'hidden' | 'shifted' | 'cut' | 'changes' | 'turns' | 'grows';
let mode: Mode | number = 'good';
let asked: string[] = [];
let server: Server;
let url: string;

function answer(range: string | undefined, response: ServerResponse): void {
  if (typeof mode === 'number') return void response.writeHead(mode).end('no');
  if (!range || mode === 'whole' || (mode === 'turns' && asked.length > 1)) {
    const bytes = mode === 'cut' ? file.subarray(0, 100) : file;
    response.writeHead(200, { 'Content-Length': file.length });
    response.write(bytes, () => (mode === 'cut' ? setTimeout(() => response.destroy(), 50) : response.end()));
    return;
  }
  const [begin, last] = /bytes=(\d+)-(\d+)/.exec(range)!.slice(1).map(Number) as [number, number];
  const end = Math.min(last + 1, file.length);
  const from = mode === 'shifted' && begin > 0 ? begin + 4 : begin;
  const total = mode === 'grows' ? file.length + asked.length - 1 : file.length;
  const headers: Record<string, string> = { 'Content-Length': String(end - begin), ETag: mode === 'changes' ? `"${asked.length}"` : '"1"' };
  if (mode !== 'hidden') headers['Content-Range'] = `bytes ${from}-${from + end - begin - 1}/${total}`;
  response.writeHead(206, headers);
  response.end(file.subarray(begin, end));
}

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers.range ?? 'all');
    answer(request.headers.range, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.safetensors`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  mode = 'good';
  asked = [];
});

const numbers = async () => {
  const opened = await openSafetensors(await rangeSource(url, 'model', fetch));
  return [[...(await opened.read('b')).data], (await opened.read('a')).data] as const;
};

test('reads the header with one request and each tensor with one more', async () => {
  expect(await numbers()).toEqual([[7, 8], big]);
  expect(asked).toHaveLength(3);
  expect(asked.every((range) => range.startsWith('bytes='))).toBe(true);
});

test('asks without a referrer and without cookies', async () => {
  let init: RequestInit | undefined;
  await rangeSource(url, 'model', (input, given) => {
    init = given;
    return fetch(input, given);
  });
  expect(init).toMatchObject({ referrerPolicy: 'no-referrer', credentials: 'omit' });
});

test.each<Mode>(['whole', 'hidden', 'turns'])('takes the whole file from a server whose ranges are “%s”', async (how) => {
  mode = how;
  expect(await numbers()).toEqual([[7, 8], big]);
  expect(asked.length).toBeLessThanOrEqual(3);
});

test('takes the whole file where the range header is forbidden to other origins', async () => {
  const strict: typeof fetch = (input, init) =>
    new Headers(init?.headers).has('Range') ? Promise.reject(new TypeError('Failed to fetch')) : fetch(input, init);
  const source = await rangeSource(url, 'model', strict);
  expect(source.size).toBe(file.length);
  expect(asked).toEqual(['all']);
});

test('where the size is known, a range that is hidden is taken by its length', async () => {
  mode = 'hidden';
  const source = await rangeSource(url, 'model', fetch, file.length);
  expect(await source.read(90_000, 90_100)).toEqual(file.slice(90_000, 90_100));
  expect(asked).toEqual(['bytes=0-65535', 'bytes=90000-90099']);
});

describe('is refused', () => {
  test.each<Mode>(['good', 'whole'])('a file of another size than is listed (ranges: %s)', async (how) => {
    mode = how;
    await expect(rangeSource(url, 'model', fetch, file.length + 1)).rejects.toThrowError(
      expect.objectContaining({ code: 'source-length' }),
    );
  });

  test.each<[string, Mode | number, string]>([
    ['a range of another place', 'shifted', 'source-length'],
    ['another ETag', 'changes', 'source-changed'],
    ['another size', 'grows', 'source-changed'],
    ['a missing file', 404, 'source-missing'],
    ['a gated file', 403, 'source-denied'],
    ['a broken server', 500, 'source-status'],
    ['too many requests', 429, 'source-status'],
  ])('%s', async (_, how, code) => {
    mode = how;
    await expect(numbers()).rejects.toThrowError(expect.objectContaining({ code, hint: expect.stringMatching(/\w/) }));
  });

  test('a body that breaks off', async () => {
    mode = 'cut';
    const plain: typeof fetch = (input, init) => fetch(input, { ...init, headers: {} });
    await expect(rangeSource(url, 'model', plain)).rejects.toThrowError(expect.objectContaining({ code: 'source-cut' }));
  });

  test('a length that the body does not have', async () => {
    const lying: typeof fetch = async () => new Response('abc', { headers: { 'Content-Length': '9' } });
    await expect(rangeSource(url, 'model', lying)).rejects.toThrowError(expect.objectContaining({ code: 'source-length' }));
  });

  test('a way that ends on plain http', async () => {
    const led: typeof fetch = async () => Object.defineProperty(new Response('abc'), 'url', { value: 'http://example.org/x' });
    await expect(rangeSource('https://example.org/x', 'model', led)).rejects.toThrowError(
      expect.objectContaining({ code: 'source-insecure', message: expect.stringContaining('example.org') }),
    );
  });

  test('a server that does not answer', async () => {
    const dead: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(rangeSource(url, 'model', dead)).rejects.toThrowError(
      expect.objectContaining({ code: 'source-network', hint: expect.stringContaining('CORS') }),
    );
  });

  test('nothing: an abort stays an abort', async () => {
    const aborted: typeof fetch = () => Promise.reject(new DOMException('stopped', 'AbortError'));
    await expect(rangeSource(url, 'model', aborted)).rejects.toThrowError(expect.objectContaining({ name: 'AbortError' }));
  });
});
