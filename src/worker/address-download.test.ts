/** @file One file from a server with every fault we know: whole and exact in the end, or refused with a plain word. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cutAfter, type FakeTurn, fakeServer, noise, sound, status } from '../../test/fake-address.ts';
import { type AddressJob, downloadAddress } from './address-download.ts';
import { silentServer } from './address-fetch.ts';
import { newPart } from './address-part.ts';
import { sleep } from './hub-fetch.ts';

const URL_OF = 'https://data.example/pets.zip';
const FILE = noise(300_000);
const never = new AbortController().signal;

async function run(turns: FakeTurn[], more: Partial<AddressJob> = {}, part = newPart(true)) {
  const { fetch, asked } = fakeServer(...turns);
  const pauses: number[] = [];
  const progress: [number, number | null][] = [];
  const job = { url: URL_OF, what: 'pets.zip at data.example', limit: 1e6, ...more };
  const held = await part;
  const tools = { fetch, random: () => 1, stallMs: 30, sleep: async (ms: number) => void pauses.push(ms) };
  const thrown = await downloadAddress(job, held, tools, (...now) => progress.push(now), never).then(
    () => null,
    (reason: unknown) => reason as { code: string; message: string; hint: string },
  );
  const bytes = new Uint8Array(await (await held.file.blob()).arrayBuffer());
  return { thrown, asked, ranges: asked.map(({ range }) => range), pauses, progress, bytes, held };
}
const isWhole = (bytes: Uint8Array, file = FILE) => Buffer.compare(bytes, file) === 0;
const resumed = (at: number) => `bytes=${at - 4096}-`;

describe('comes whole', () => {
  test('at once, telling nobody who asks, with progress', async () => {
    const { thrown, bytes, asked, progress } = await run([sound(FILE)]);
    expect([thrown, isWhole(bytes), asked.length]).toEqual([null, true, 1]);
    expect(asked[0]?.init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    expect(progress.at(-1)).toEqual([FILE.length, FILE.length]);
  });
  test.each([
    ['0 %', 0],
    ['50 %', 150_000],
    ['99 %', 297_000],
  ])('after a stall at %s', async (_, at) => {
    const { thrown, bytes, ranges } = await run([cutAfter(FILE, at, 'stall'), sound(FILE)]);
    expect([thrown, isWhole(bytes)]).toEqual([null, true]);
    expect(ranges).toEqual([null, at > 0 ? resumed(at) : null]);
  });
  test('from the byte where the connection broke, asking once more only for a few', async () => {
    const { thrown, bytes, ranges, pauses } = await run([cutAfter(FILE, 150_000), sound(FILE)]);
    expect([thrown, isWhole(bytes), ranges]).toEqual([null, true, [null, resumed(150_000)]]);
    expect(pauses).toEqual([600]);
  });
  test('where the server hides ETag and range from pages', async () => {
    const { thrown, bytes } = await run([cutAfter(FILE, 150_000), sound(FILE, { hides: true })]);
    expect([thrown, isWhole(bytes)]).toEqual([null, true]);
  });
  test('where ranges are ignored: all of it again', async () => {
    const whole = sound(FILE);
    const { thrown, bytes } = await run([cutAfter(FILE, 150_000), (asked) => whole({ ...asked, range: null })]);
    expect([thrown, isWhole(bytes)]).toEqual([null, true]);
  });
  test('where the Range header is refused (CORS), at the last try without it', async () => {
    const whole = sound(FILE);
    const { thrown, bytes, ranges } = await run([
      cutAfter(FILE, 60_000),
      (asked) => (asked.range ? new TypeError('Failed to fetch') : whole(asked)),
    ]);
    expect([thrown, isWhole(bytes)]).toEqual([null, true]);
    expect(ranges.at(-1)).toBeNull();
  });
  test('when 429 asks to wait, as long as it asks', async () => {
    const { thrown, pauses } = await run([status(429, { 'retry-after': '7' }), sound(FILE)]);
    expect([thrown, pauses]).toEqual([null, [7000]]);
  });
  test('after 503 with growing pauses', async () => {
    const { thrown, pauses } = await run([status(503), status(503), status(503), sound(FILE)]);
    expect([thrown, pauses]).toEqual([null, [1200, 2400, 4800]]);
  });
  test.each(['etag', 'last-modified'])('the new file, when %s changed on the way', async (header) => {
    const other = noise(300_000, 9);
    const { thrown, bytes } = await run([
      cutAfter(FILE, 150_000, 'break', { [header]: 'old' }),
      sound(other, { headers: { [header]: 'new' } }),
    ]);
    expect([thrown, isWhole(bytes, other)]).toEqual([null, true]);
  });
  test('the new file, when only its bytes tell that it changed', async () => {
    const other = noise(300_000, 9);
    const { thrown, bytes } = await run([cutAfter(FILE, 150_000), sound(other, { hides: true })]);
    expect([thrown, isWhole(bytes, other)]).toEqual([null, true]);
  });
  test('when it shrank on the server meanwhile (416)', async () => {
    const small = noise(10_000, 3);
    const { thrown, bytes } = await run([cutAfter(FILE, 150_000), sound(small, { headers: { etag: 'new' } })]);
    expect([thrown, isWhole(bytes, small)]).toEqual([null, true]);
  });
  test('packed for the way: more bytes than announced, and never gone on with by range', async () => {
    const { thrown, bytes, progress } = await run([() => new Response(FILE, { headers: { 'content-length': '90000' } })]);
    expect([thrown, isWhole(bytes), progress.at(-1)]).toEqual([null, true, [FILE.length, null]]);
    const seen = await run([cutAfter(FILE, 150_000, 'break', { 'content-encoding': 'gzip' }), sound(FILE)]);
    expect([seen.thrown, isWhole(seen.bytes), seen.ranges]).toEqual([null, true, [null, null]]);
  });
  test('in a size that only the range tells right', async () => {
    const { thrown, bytes } = await run([
      () => new Response(FILE, { headers: { 'content-length': '400000' } }),
      sound(FILE, { hides: true }),
    ]);
    expect([thrown, isWhole(bytes)]).toEqual([null, true]);
  });
  test('slowly, without a stated size', async () => {
    const body = () => {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at >= FILE.length) return controller.close();
          controller.enqueue(FILE.slice(at, at + 1000));
          at += 1000;
        },
      });
    };
    const { thrown, bytes, progress } = await run([() => new Response(body())]);
    expect([thrown, isWhole(bytes), progress.at(-1)]).toEqual([null, true, [FILE.length, null]]);
  });
});

describe('is refused', () => {
  const noCors: FakeTurn = ({ init }) => (init.mode === 'no-cors' ? new Response() : new TypeError('Failed to fetch'));
  const page = (body = '<!doctype html><title>Sign in</title>') =>
    new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8' } });
  const changing = sound(FILE, { headers: { etag: '"another"' } });
  const at = (url: string) => Object.defineProperty(new Response(FILE), 'url', { value: url });
  test.each<[string, FakeTurn[], string, RegExp]>([
    ['404', [status(404)], 'address-missing', /404/],
    ['410', [status(410)], 'address-missing', /410/],
    ['403', [status(403)], 'address-denied', /403/],
    ['401', [status(401)], 'address-denied', /401/],
    ['418', [status(418)], 'address-refused', /418/],
    ['500 five times', [status(500)], 'address-busy', /500, also after waiting/],
    ['no CORS', [noCors], 'address-cors', /does not let other web pages/],
    ['nothing there', [() => new TypeError('Failed to fetch')], 'address-offline', /did not answer/],
    ['a page with 200', [() => page()], 'address-page', /web page/],
    ['a page that calls itself a zip', [() => new Response('\n <HTML>x')], 'address-page', /web page/],
    ['a pointer', [() => new Response('version https://git-lfs.github.com/spec/v1\noid sha256:0')], 'address-lfs', /pointer/],
    ['empty', [() => new Response('')], 'address-empty', /empty/],
    ['redirect to http', [() => at('http://data.example/pets.zip')], 'address-insecure', /plain http/],
    ['too large as announced', [() => new Response('PK', { headers: { 'content-length': '1000001' } })], 'address-too-large', /1 MB/],
    ['too large as it comes', [() => new Response(noise(1_000_001))], 'address-too-large', /1 MB/],
    ['shorter than announced', [cutAfter(FILE, 3000, 'close')], 'address-length', /300,000 bytes and sent 3,000/],
    ['breaking at the same byte for ever', [cutAfter(FILE, 50_000)], 'address-broken', /50 kB of 300 kB/],
    ['416 for the whole', [status(416)], 'address-changed', /changes/],
    ['another file at each try', [(asked) => (asked.range ? changing : cutAfter(FILE, 150_000))(asked)], 'address-changed', /changes/],
  ])('%s', async (_, turns, code, words) => {
    const { thrown, asked } = await run(turns);
    expect(thrown).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(asked.length).toBeLessThanOrEqual(20);
  });

  test('a sign-in page mid-way leaves what came', async () => {
    const { thrown, held } = await run([cutAfter(FILE, 150_000), () => page()]);
    expect([thrown?.code, held.file.size]).toEqual(['address-page', 150_000]);
    const { ranges, bytes } = await run([sound(FILE)], {}, Promise.resolve(held));
    expect([ranges, isWhole(bytes)]).toEqual([[resumed(150_000)], true]);
  });
  test('another size or hash than listed', async () => {
    const known = { bytes: FILE.length, sha256: createHash('sha256').update(FILE).digest('hex') };
    expect((await run([sound(FILE)], { known })).thrown).toBeNull();
    for (const [turn, code] of [
      [sound(noise(300_000, 5)), 'address-damaged'],
      [sound(noise(300_001)), 'address-length'],
      [sound(noise(299_999)), 'address-length'],
    ] as const) {
      const { thrown, held } = await run([turn], { known });
      expect([thrown?.code, held.file.size]).toEqual([code, 0]);
    }
  });
});

test('a page that is served isolated cannot tell a forbidding server from none, and says so', async () => {
  const dead = () => Promise.reject(new TypeError('Failed to fetch'));
  expect(await silentServer(dead, URL_OF, 'a.zip', never, true)).toMatchObject({
    code: 'address-silent',
    message: expect.stringContaining('CORS'),
  });
  expect(await silentServer(dead, URL_OF, 'a.zip', never, false)).toMatchObject({ code: 'address-offline' });
});

test('an end by the reader comes within 300 ms, keeps what came, and the next try goes on', async () => {
  for (const turn of [cutAfter(FILE, 150_000, 'stall'), () => new Promise<never>(() => {})] as FakeTurn[]) {
    const { fetch } = fakeServer(turn);
    const part = await newPart(true);
    const control = new AbortController();
    const asFetch: typeof globalThis.fetch = (input, init) =>
      Promise.race([
        fetch(input, init),
        new Promise<never>((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason), { once: true })),
      ]);
    const job = { url: URL_OF, what: 'pets.zip', limit: 1e6 };
    const wanted = downloadAddress(job, part, { fetch: asFetch, random: Math.random, sleep }, () => {}, control.signal).catch(
      (thrown) => thrown,
    );
    await sleep(50);
    const start = performance.now();
    control.abort(new DOMException('Cancelled', 'AbortError'));
    expect(await wanted).toBe(control.signal.reason);
    expect(performance.now() - start).toBeLessThan(300);
    const { bytes, thrown } = await run([sound(FILE)], {}, Promise.resolve(part));
    expect([thrown, isWhole(bytes)]).toEqual([null, true]);
  }
});
