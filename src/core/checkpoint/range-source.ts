/**
 * @file A file behind a server, read in parts by HTTP ranges; a server that does not answer ranges gives the whole file once,
 * kept as a Blob that the browser may hold on disk. The file must stay the same while it is read.
 */
import { PlaygroundError } from '../errors.ts';
import { type ByteSource, blobSource } from './byte-source.ts';

/** Fetched at once with the first request: most headers lie in it. */
const FIRST_BYTES = 64 << 10;

interface Part {
  bytes: Uint8Array<ArrayBuffer>;
  total: number;
  etag: string | null;
}

/**
 * @param url https, or http where the page itself is served so
 * @param name for messages
 * @param fetch the caller's; it may add an allow-list, an abort signal, a cap
 * @param known size in bytes where a list states it: a file of another size is refused, and an answer to a range is taken by
 *   its length where the server hides from other origins which range it is
 * @throws PlaygroundError `source-…` when the file cannot be had; reading throws it too when the file changes or is cut
 */
export async function rangeSource(url: string, name: string, fetch: typeof globalThis.fetch, known?: number): Promise<ByteSource> {
  const first = await request(0, Math.min(FIRST_BYTES, known || FIRST_BYTES));
  const found = first instanceof Blob ? first.size : first.total;
  if (known !== undefined && found !== known) throw sourceError('length', `${name} has ${found} bytes on the server, ${known} are listed.`);
  if (first instanceof Blob) return blobSource(first, name);
  const { bytes: start, total, etag } = first;
  let whole: Promise<ByteSource> | null = null;

  async function read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (end <= start.length) return start.slice(begin, end);
    if (whole) return (await whole).read(begin, end);
    const part = await request(begin, end);
    const size = part instanceof Blob ? part.size : part.total;
    if (size !== total || (!(part instanceof Blob) && part.etag !== etag))
      throw sourceError('changed', `${name} changed on the server while it was read.`, 'Open it again.');
    if (part instanceof Blob) {
      whole = Promise.resolve(blobSource(part, name));
      return (await whole).read(begin, end);
    }
    return part.bytes;
  }
  return { name, size: total, read };

  /** The range, or the whole file where the server does not give ranges or hides what it gave. */
  async function request(begin: number, end: number): Promise<Part | Blob> {
    const response = await send({ Range: `bytes=${begin}-${end - 1}` }).catch((thrown: unknown) => {
      if (thrown instanceof PlaygroundError || isAbort(thrown)) throw thrown;
      return null; // a server that forbids the header to other origins: asked again without it
    });
    if (response?.status === 200) return wholeFile(response);
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(response?.headers.get('Content-Range') ?? '');
    if (response?.status === 206 && !range && known !== undefined) {
      const bytes = new Uint8Array(await body(response.arrayBuffer()));
      if (bytes.length !== end - begin)
        throw sourceError('length', `The server of ${name} sent ${bytes.length} bytes where ${end - begin} were asked for.`);
      return { bytes, total: known, etag: response.headers.get('ETag') };
    }
    if (!response || response.status === 416 || (response.status === 206 && !range)) {
      await response?.body?.cancel();
      return wholeFile(await sendPlain());
    }
    if (response.status !== 206 || !range) throw statusError(response.status);
    const [from, to, total] = range.slice(1).map(Number) as [number, number, number];
    const wanted = Math.min(end, total);
    const bytes = new Uint8Array(await body(response.arrayBuffer()));
    if (from !== begin || to + 1 !== wanted || bytes.length !== wanted - begin)
      throw sourceError(
        'length',
        `The server of ${name} sent ${bytes.length} bytes (${from} to ${to}) where ${begin} to ${wanted - 1} were asked for.`,
      );
    return { bytes, total, etag: response.headers.get('ETag') };
  }

  async function sendPlain(): Promise<Response> {
    try {
      return await send({});
    } catch (thrown) {
      if (thrown instanceof PlaygroundError || isAbort(thrown)) throw thrown;
      throw sourceError(
        'network',
        `${name} could not be fetched: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
        'Check the connection. A server that does not allow other pages to read it (CORS) fails like this too: download the file and open it from disk.',
      );
    }
  }

  async function send(headers: Record<string, string>): Promise<Response> {
    const response = await fetch(url, { headers, referrerPolicy: 'no-referrer', credentials: 'omit' });
    if (url.startsWith('https:') && response.url.startsWith('http:')) {
      await response.body?.cancel();
      throw sourceError(
        'insecure',
        `${name} leads to ${new URL(response.url).host} over plain http, where anyone on the way could change it.`,
      );
    }
    return response;
  }

  async function wholeFile(response: Response): Promise<Blob> {
    if (response.status !== 200) throw statusError(response.status);
    const stated = response.headers.get('Content-Encoding') ? null : response.headers.get('Content-Length');
    const blob = await body(response.blob());
    if (stated !== null && Number(stated) !== blob.size)
      throw sourceError('length', `The server of ${name} announced ${stated} bytes and sent ${blob.size}.`);
    return blob;
  }

  async function body<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown;
      throw sourceError(
        'cut',
        `The connection broke while ${name} was read: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      );
    }
  }

  function statusError(status: number): PlaygroundError {
    if (status === 404 || status === 410) return sourceError('missing', `${name} is not on the server (${status}).`, 'Check the address.');
    if (status === 401 || status === 403)
      return sourceError(
        'denied',
        `The server does not give ${name} to everyone (${status}).`,
        'Download it where you are logged in, then open it from disk.',
      );
    return sourceError('status', `The server of ${name} answered ${status}.`);
  }

  function sourceError(code: string, message: string, hint = 'Try again, or download the file and open it from disk.'): PlaygroundError {
    return new PlaygroundError({ code: `source-${code}`, message, hint, where: name });
  }
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError';
}
