/**
 * @file The one door to Hugging Face: fixed hosts over https, no referrer, no cookies, capped answers, retries with
 * growing pauses, and every failure as a PlaygroundError. The library @huggingface/hub gets `small` as its fetch.
 */
import { chunks, joined } from './body-chunks.ts';
import { hubError, megabytes } from './hub-errors.ts';
import { retryAfter } from './retry-after.ts';

export const HUB_URL = 'https://huggingface.co';

export const HUB_LIMITS = {
  /** Of config.json, README.md and answers of the API, in bytes. */
  smallBytes: 10e6,
  /** Of a weights file. */
  weightBytes: 4e9,
  tries: 5,
  /** A request that does not even connect is tried less often. */
  connectTries: 3,
  /** First pause; each next one is twice as long, and up to half of it is random. In ms. */
  pauseMs: 600,
  /** Longest pause, also where the server asks for more. */
  longestPauseMs: 30_000,
  /** Time until an answer begins, and longest silence within one. */
  stallMs: 30_000,
} as const;

export interface HubFetch {
  /** Reads answers whole. @throws PlaygroundError for everything but 2xx */
  small: typeof fetch;
  /**
   * Begins a large answer; its body is the caller's to read or to cancel.
   * @returns an answer of status 200, 206 or 416
   * @throws PlaygroundError for everything else; the signal's reason when aborted
   */
  open(url: string, what: string, options: { range?: string; signal: AbortSignal }): Promise<Response>;
}

export interface HubFetchParts {
  fetch: typeof fetch;
  sleep: typeof sleep;
  random(): number;
}

/** True for https addresses of the hosts that hold the Hub's files. */
export function isHubAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username } = new URL(address);
  const isHost = hostname === 'huggingface.co' || hostname === 'hf.co' || hostname.endsWith('.hf.co');
  return protocol === 'https:' && isHost && port === '' && username === '';
}

/** Resolves after that many ms; rejects at once with the signal's reason when aborted. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const give = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', give);
      resolve();
    }, ms);
    signal?.addEventListener('abort', give, { once: true });
  });
}

export function createHubFetch(parts: Partial<HubFetchParts> = {}): HubFetch {
  const tools: HubFetchParts = { fetch: (...args) => fetch(...args), sleep, random: Math.random, ...parts };

  /** One request: host checked before and after redirects, time until the answer limited. */
  async function once(url: string, what: string, headers: HeadersInit, signal: AbortSignal | undefined): Promise<Response> {
    if (!isHubAddress(url)) throw hubError('hub-host', what, hostOf(url));
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`no answer within ${HUB_LIMITS.stallMs / 1000} s`)), HUB_LIMITS.stallMs);
    try {
      const response = await tools.fetch(url, {
        headers,
        referrerPolicy: 'no-referrer',
        credentials: 'omit',
        redirect: 'follow',
        signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      });
      if (response.url !== '' && !isHubAddress(response.url)) {
        await response.body?.cancel();
        throw hubError('hub-host', what, hostOf(response.url));
      }
      return response;
    } finally {
      clearTimeout(timer);
    }
  }

  async function patient(url: string, what: string, headers: HeadersInit, signal: AbortSignal | undefined): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      const pause = HUB_LIMITS.pauseMs * 2 ** (attempt - 1) * (0.5 + tools.random() / 2);
      try {
        const response = await once(url, what, headers, signal);
        if (response.status !== 429 && response.status < 500) return response;
        if (attempt >= HUB_LIMITS.tries) throw hubError('hub-busy', what, `the Hub answered ${response.status}`);
        await response.body?.cancel();
        await tools.sleep(Math.min(HUB_LIMITS.longestPauseMs, Math.max(pause, retryAfter(response))), signal);
      } catch (thrown) {
        signal?.throwIfAborted();
        if (!isNetworkFailure(thrown)) throw thrown;
        if (attempt >= HUB_LIMITS.connectTries) throw hubError('hub-offline', what, reasonOf(thrown));
        await tools.sleep(pause, signal);
      }
    }
  }

  return {
    async small(input, init = {}) {
      const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
      const what = whatOf(url);
      const response = await patient(url, what, init.headers ?? {}, init.signal ?? undefined);
      if (!response.ok) throw await refusal(response, what);
      if (isPage(response)) throw await dropped(response, () => hubError('hub-html', what));
      const body = await readWhole(response, what, HUB_LIMITS.smallBytes, init.signal ?? undefined);
      const { status, statusText } = response;
      return new Response(body, { status, statusText, headers: new Headers(response.headers) });
    },
    async open(url, what, { range, signal }) {
      const response = await patient(url, what, range ? { Range: range } : {}, signal);
      if (response.status === 416) return response;
      if (!response.ok) throw await refusal(response, what);
      if (isPage(response)) throw await dropped(response, () => hubError('hub-html', what));
      return response;
    },
  };
}

/** What the Hub means by a status that is no success. */
async function refusal(response: Response, what: string): Promise<Error> {
  const { status } = response;
  const word = response.headers.get('x-error-code') ?? '';
  return dropped(response, () => {
    if (word === 'GatedRepo' || status === 403) return hubError('hub-gated', what, 'its owner asks for an account or an agreement');
    if (status === 404 || word === 'RepoNotFound' || word === 'RevisionNotFound') return hubError('hub-not-found', what);
    if (status === 401) return hubError('hub-gated', what, 'the Hub answered 401, as it does for private, gated and missing repositories');
    return hubError('hub-refused', what, `the Hub answered ${status}`);
  });
}

async function dropped<T>(response: Response, then: () => T): Promise<T> {
  await response.body?.cancel();
  return then();
}

function isPage(response: Response): boolean {
  return response.headers.get('content-type')?.includes('text/html') ?? false;
}

/**
 * A body as a whole.
 * @throws PlaygroundError when it is longer than `most` bytes, stalls or breaks; the signal's reason when aborted
 */
export async function readWhole(response: Response, what: string, most: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of chunks(response, HUB_LIMITS.stallMs, signal)) {
      size += part.length;
      if (size > most) throw hubError('hub-too-large', what, `more than ${megabytes(most)}, the most that is read of it`);
      parts.push(part);
    }
  } catch (thrown) {
    throw isNetworkFailure(thrown) ? hubError('hub-offline', what, reasonOf(thrown)) : thrown;
  }
  return joined(parts);
}

/** Failures of the connection, which another try may heal; everything of ours is something else. */
export function isNetworkFailure(thrown: unknown): boolean {
  return thrown instanceof TypeError || (thrown instanceof Error && /^no answer within/.test(thrown.message));
}

function reasonOf(thrown: unknown): string {
  const said = thrown instanceof Error ? thrown.message : '';
  return /^no answer|^nothing came/.test(said) ? said : 'huggingface.co did not answer, or not in a way that a page may read';
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'an unreadable address';
}

/** Repository, or file of it, in an address of the Hub. */
function whatOf(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const [, repo = path, , file = ''] =
    /^(?:\/api\/(?:models|datasets))?\/([^/]+\/[^/]+)(?:\/(?:resolve|revision|tree)\/([^/]+)(?:\/(.+))?)?/.exec(path) ?? [];
  return file && !path.startsWith('/api/') ? `${file} of ${repo}` : repo;
}
