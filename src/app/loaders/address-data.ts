/**
 * @file A file from a public address, read as it comes: it can be ended, gives up without progress, and is cut off at the
 * size that import takes. What it is follows from the server's word or from its first bytes, not from its address alone.
 */
import { LIMITS } from '../../core/data/limits.ts';
import { PlaygroundError } from '../../core/errors.ts';
import type { DroppedFile } from '../../worker/parse-protocol.ts';

/** Longest time without an answer or another byte, in ms. */
const SILENCE_MS = 30_000;

export interface AddressOptions {
  /** Largest file, in bytes. */
  limit?: number;
  silenceMs?: number;
}

/**
 * Fetches one file without cookies and without telling where the reader comes from.
 * @param signal ends it; the promise then rejects with the signal's reason
 * @throws PlaygroundError `address-unavailable` or `address-too-large`
 */
export async function fetchAddress(
  url: string,
  signal: AbortSignal,
  { limit = LIMITS.zipBytes, silenceMs = SILENCE_MS }: AddressOptions = {},
): Promise<DroppedFile> {
  const { host, pathname } = new URL(url);
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(unavailable(host, `nothing came for ${silenceMs / 1000} s`)), silenceMs);
  };
  heard();
  try {
    const response = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok) throw unavailable(host, `the server answered ${response.status}`);
    if (Number(response.headers.get('content-length')) > limit) throw tooLarge(host, limit);
    const blob = await bodyOf(response, () => tooLarge(host, limit), limit, heard);
    const name = pathname.split('/').at(-1) || host;
    return { path: /\.zip$/i.test(name) || !(await isZip(blob, response)) ? name : `${name}.zip`, file: blob };
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    if (silence.signal.aborted) throw silence.signal.reason;
    throw thrown instanceof TypeError ? unavailable(host, 'it did not answer, or does not let other pages read it') : thrown;
  } finally {
    clearTimeout(timer);
  }
}

async function bodyOf(response: Response, tooMuch: () => PlaygroundError, limit: number, onPart: () => void): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    onPart();
    bytes += part.value.length;
    if (bytes > limit) {
      await reader?.cancel();
      throw tooMuch();
    }
    parts.push(part.value);
  }
  return new Blob(parts);
}

async function isZip(blob: Blob, response: Response): Promise<boolean> {
  if (/zip/i.test(response.headers.get('content-type') ?? '')) return true;
  const [p, k, a, b] = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
  return p === 0x50 && k === 0x4b && a === 3 && b === 4;
}

function unavailable(host: string, why: string): PlaygroundError {
  return new PlaygroundError({
    code: 'address-unavailable',
    message: `The data at ${host} could not be loaded: ${why}.`,
    hint: 'Download the zip yourself and drop it here.',
  });
}

function tooLarge(host: string, limit: number): PlaygroundError {
  return new PlaygroundError({
    code: 'address-too-large',
    message: `The data at ${host} is larger than ${Math.round(limit / 1e6)} MB, which is the limit.`,
    hint: 'Use a smaller zip, with fewer or smaller pictures.',
  });
}
