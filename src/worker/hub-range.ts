/**
 * @file A weights file on the Hub that is read in parts by HTTP ranges, for its header only: what a model is can be told
 * from a few kilobytes, before anyone decides to download the rest.
 */
import type { ByteSource } from '../core/checkpoint/byte-source.ts';
import { PlaygroundError } from '../core/errors.ts';
import { HUB_LIMITS, type HubFetch, readWhole } from './hub-fetch.ts';

/** Fetched at once from the beginning: the headers of base-sized models are below 40 kB. */
const FIRST_BYTES = 128 << 10;

/** True for the error of a server that does not answer ranges. */
export function isWithoutRanges(thrown: unknown): boolean {
  return thrown instanceof PlaygroundError && thrown.code === 'hub-range';
}

/**
 * @param what for messages
 * @param bytes size of the file, as the Hub lists it
 */
export function rangeSource(hub: HubFetch, url: string, what: string, bytes: number, signal: AbortSignal): ByteSource {
  let first: Promise<Uint8Array<ArrayBuffer>> | null = null;

  const request = async (begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> => {
    const response = await hub.open(url, what, { range: `bytes=${begin}-${end - 1}`, signal });
    if (response.status !== 206) {
      await response.body?.cancel();
      throw new PlaygroundError({
        code: 'hub-range',
        message: `The server of ${what} does not send parts of it.`,
        hint: 'The model can still be downloaded as a whole.',
      });
    }
    const part = await readWhole(response, what, HUB_LIMITS.smallBytes);
    if (part.length === end - begin) return part;
    throw new PlaygroundError({
      code: 'hub-length',
      message: `The server sent ${part.length} bytes of ${what} where ${end - begin} were asked for.`,
      hint: 'Try again; if it stays so, something between here and the Hub changes files.',
    });
  };

  return {
    name: what,
    size: bytes,
    async read(begin, end) {
      const head = Math.min(FIRST_BYTES, bytes);
      if (end > head) return request(begin, end);
      first ??= request(0, head);
      return (await first).slice(begin, end);
    },
  };
}
