/**
 * @file One request to an address that the reader named: https before and after redirects, no cookies, no referrer, limited
 * silence, and every refusal as a PlaygroundError. Trying again is the download's affair.
 */
import { addressError } from '../core/data/address/address-problems.ts';
import { isNetworkFailure } from './hub-fetch.ts';
import { retryAfter } from './retry-after.ts';

export const ADDRESS_PATIENCE = {
  /** Tries in a row that bring (almost) nothing. */
  tries: 5,
  /** Tries while not one byte has ever come: most often a server that lets no page read it. */
  firstTries: 2,
  /** First pause; each next one is twice as long, and up to half of it is random. In ms. */
  pauseMs: 600,
  /** Longest pause, also where the server asks for more. */
  longestPauseMs: 30_000,
  /** Time until an answer begins, and longest silence within one. */
  stallMs: 30_000,
} as const;

/** A server that asks to wait. */
export class BusyServer extends Error {
  readonly status: number;
  /** ms */
  readonly wait: number;
  constructor(response: Response) {
    super(`status ${response.status}`);
    this.status = response.status;
    this.wait = retryAfter(response);
  }
}

/**
 * @param what for messages
 * @returns an answer of status 200, 206 or 416, its body unread
 * @throws BusyServer after 429 and 5xx; TypeError where the connection fails; PlaygroundError for other refusals; the signal's
 *   reason when aborted
 */
export async function request(
  fetch: typeof globalThis.fetch,
  url: string,
  what: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  stallMs: number = ADDRESS_PATIENCE.stallMs,
): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${stallMs / 1000} s`)), stallMs);
  try {
    const response = await fetch(url, {
      headers,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'follow',
      signal: AbortSignal.any([signal, late.signal]),
    });
    const refuse = async (error: Error) => {
      await response.body?.cancel();
      throw error;
    };
    if (response.url !== '' && new URL(response.url).protocol !== 'https:')
      await refuse(addressError('address-insecure', what, new URL(response.url).host));
    const { status } = response;
    if (status === 429 || status >= 500) await refuse(new BusyServer(response));
    if (status === 404 || status === 410) await refuse(addressError('address-missing', what, `it answered ${status}`));
    if (status === 401 || status === 403 || status === 407) await refuse(addressError('address-denied', what, `it answered ${status}`));
    if (status !== 200 && status !== 206 && status !== 416) await refuse(addressError('address-refused', what, String(status)));
    return response;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Why not one byte came: browsers do not tell pages whether a server forbids reading or is not there. A request whose answer
 * stays hidden from the page tells it, except where the page was served with isolation (COEP), which blocks such answers.
 */
export async function silentServer(
  fetch: typeof globalThis.fetch,
  url: string,
  what: string,
  signal: AbortSignal,
  isIsolated: boolean = globalThis.crossOriginIsolated === true,
): Promise<Error> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), 10_000);
  try {
    await fetch(url, {
      method: 'HEAD',
      mode: 'no-cors',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.any([signal, late.signal]),
    });
    return addressError('address-cors', what);
  } catch {
    signal.throwIfAborted();
    return isIsolated ? addressError('address-silent', what) : addressError('address-offline', what, 'its server did not answer');
  } finally {
    clearTimeout(timer);
  }
}

/** True for what another try may heal. */
export function mayHeal(thrown: unknown): boolean {
  return thrown instanceof BusyServer || isNetworkFailure(thrown);
}
