/**
 * @file A Hugging Face for tests: answers the addresses that the library and the downloader ask for, from a record of files,
 * with ranges, and with faults where a test puts them.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';
export const WEIGHTS = 'model.safetensors';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer> | string;
}

export interface FakeRepo {
  files: Record<string, Uint8Array<ArrayBuffer>>;
  /** Overrides the SHA-256 that the list states. */
  statedHash?: string;
  gated?: boolean;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A model folder of test/fixtures/models as a repository. */
export function fixtureRepo(name: 'micro-image' | 'micro-audio' | 'misfit-audio'): FakeRepo {
  const read = (file: string) => Uint8Array.from(readFileSync(new URL(`fixtures/models/${name}/${file}`, import.meta.url)));
  return { files: { 'config.json': read('config.json'), [WEIGHTS]: read(WEIGHTS) } };
}

const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag, Content-Range, X-Error-Code, Retry-After' };

function json(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, headers: { ...CORS, 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** What huggingface.co answers. @param range value of the Range header, where there is one */
export function hubAnswer(repos: Readonly<Record<string, FakeRepo>>, address: string, range: string | null): Answer {
  const { pathname } = new URL(address);
  const [, info] = /^\/api\/models\/([^/]+\/[^/]+)\/revision\//.exec(pathname) ?? [];
  const [, tree] = /^\/api\/models\/([^/]+\/[^/]+)\/tree\//.exec(pathname) ?? [];
  const [, held, file = ''] = /^\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(pathname) ?? [];
  const repo = repos[info ?? tree ?? held ?? ''];
  if (!repo) return json({ error: 'Repository not found' }, 404, { 'x-error-code': 'RepoNotFound' });
  if (info)
    return json({
      _id: 'x',
      id: info,
      sha: COMMIT,
      gated: repo.gated ? 'auto' : false,
      private: false,
      lastModified: '2026-01-01T00:00:00Z',
    });
  if (tree) {
    return json(
      Object.entries(repo.files).map(([path, bytes]) => ({
        type: 'file',
        path,
        size: bytes.length,
        oid: 'a'.repeat(40),
        ...(path === WEIGHTS ? { lfs: { oid: repo.statedHash ?? sha256(bytes), size: bytes.length, pointerSize: 134 } } : {}),
      })),
    );
  }
  const bytes = repo.files[decodeURIComponent(file)];
  if (!bytes) return json({ error: 'Entry not found' }, 404, { 'x-error-code': 'EntryNotFound' });
  const headers = { ...CORS, 'content-type': 'application/octet-stream', etag: `"${sha256(bytes)}"` };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined) return { status: 200, headers: { ...headers, 'content-length': String(bytes.length) }, body: bytes };
  const end = Math.min(bytes.length - 1, to ? Number(to) : bytes.length - 1);
  const part = bytes.slice(Number(from), end + 1);
  const contentRange = `bytes ${from}-${end}/${bytes.length}`;
  return { status: 206, headers: { ...headers, 'content-range': contentRange, 'content-length': String(part.length) }, body: part };
}

export interface Asked {
  address: string;
  range: string | null;
  init: RequestInit;
}

/** A fetch that answers from `repos`, unless `fault` gives another answer, or throws. */
export function fakeFetch(
  repos: Readonly<Record<string, FakeRepo>>,
  fault: (asked: Asked, count: number) => Response | undefined | Promise<Response | undefined> = () => undefined,
): { fetch: typeof fetch; asked: Asked[] } {
  const asked: Asked[] = [];
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const address = input instanceof Request ? input.url : String(input);
    const one = { address, range: new Headers(init.headers).get('range'), init };
    asked.push(one);
    const other = await fault(one, asked.length);
    if (other) return other;
    const { status, headers, body } = hubAnswer(repos, address, one.range);
    return new Response(body, { status, headers });
  };
  return { fetch: fetch as typeof globalThis.fetch, asked };
}

/** An answer whose body comes in these parts; a part that is an Error breaks the connection. */
export function inParts(parts: readonly (Uint8Array | Error)[], status = 200, headers: Record<string, string> = {}): Response {
  const rest = [...parts];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = rest.shift();
      if (next === undefined) controller.close();
      else if (next instanceof Error) controller.error(next);
      else controller.enqueue(next);
    },
  });
  return new Response(body, { status, headers });
}
