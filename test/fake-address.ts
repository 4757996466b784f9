/**
 * @file A server of one file for tests of data from addresses: answers whole or by ranges, and with the faults that a test
 * names, one answer after another. It stands for `fetch`; nothing leaves the process.
 */

export interface AskedAddress {
  url: string;
  range: string | null;
  init: RequestInit;
}

export type FakeAnswer = Response | Error;
export type FakeTurn = (asked: AskedAddress) => FakeAnswer | Promise<FakeAnswer>;

/** Answers of which the last stays. @returns a fetch, and what it was asked */
export function fakeServer(...turns: FakeTurn[]): { fetch: typeof fetch; asked: AskedAddress[] } {
  const asked: AskedAddress[] = [];
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const one = { url: String(input), range: new Headers(init.headers).get('range'), init };
    asked.push(one);
    const answer = await turns[Math.min(asked.length, turns.length) - 1]?.(one);
    if (!answer || answer instanceof Error) throw answer ?? new TypeError('Failed to fetch');
    return answer;
  };
  return { fetch: fetch as typeof globalThis.fetch, asked };
}

export interface SoundOptions {
  headers?: Record<string, string>;
  /** Range answers carry no Content-Range, and no ETag: what most servers hide from pages of other origins. */
  hides?: boolean;
}

/** The file as a sound server gives it. */
export function sound(bytes: Uint8Array<ArrayBuffer>, { headers = {}, hides = false }: SoundOptions = {}): FakeTurn {
  return ({ range }) => {
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    if (from >= bytes.length && range) return new Response('', { status: 416 });
    const common = { ...(hides ? {} : { etag: '"one"' }), ...headers };
    if (!range) return new Response(bytes, { headers: { 'content-length': String(bytes.length), ...common } });
    const part = bytes.slice(from);
    const shown = hides ? {} : { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    return new Response(part, { status: 206, headers: { 'content-length': String(part.length), ...shown, ...common } });
  };
}

/** The first bytes, then the connection breaks, or nothing more comes. */
export function cutAfter(
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
  end: 'break' | 'stall' | 'close' = 'break',
  headers: Record<string, string> = {},
): FakeTurn {
  return () => {
    let isSent = false;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        // What was sent is read before the end comes: an error empties the queue.
        if (isSent) await new Promise((resolve) => setTimeout(resolve, 2));
        if (!isSent && count > 0) {
          isSent = true;
          controller.enqueue(bytes.slice(0, count));
        } else if (end === 'break') controller.error(new TypeError('network error'));
        else if (end === 'close') controller.close();
        else await new Promise(() => {});
      },
    });
    return new Response(body, { headers: { 'content-length': String(bytes.length), etag: '"one"', ...headers } });
  };
}

/** A status without a body that matters. */
export function status(code: number, headers: Record<string, string> = {}): FakeTurn {
  return () => new Response('no', { status: code, headers });
}

/** Bytes that do not repeat, the same for the same seed. */
export function noise(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  bytes.set([0x50, 0x4b, 3, 4]);
  return bytes;
}
