/**
 * @file A weights file on the Hub that is read in parts, for its header: what a model is can be told from a few kilobytes,
 * before anyone decides to download the rest. The parts come through the Hub's door (hosts, privacy, retries, stalls).
 */
import type { ByteSource } from '../core/checkpoint/byte-source.ts';
import { rangeSource } from '../core/checkpoint/range-source.ts';
import { PlaygroundError } from '../core/errors.ts';
import { HUB_LIMITS, type HubFetch, readWhole } from './hub-fetch.ts';
import type { HubRepo } from './hub-repo.ts';

/** True for the error of a server that does not send parts of a file that is too large to be fetched unasked. */
export function isWithoutRanges(thrown: unknown): boolean {
  return thrown instanceof PlaygroundError && thrown.code === 'hub-range';
}

/**
 * @returns the file; one of at most `HUB_LIMITS.smallBytes` is fetched whole where the server sends no parts
 * @throws PlaygroundError `hub-range` where a larger one would have to be, now or when it is read; `hub-…` and `source-…` for
 *   what else can be wrong. The signal's reason when aborted
 */
export function hubSource(
  hub: HubFetch,
  { repo, weights: { url, path, bytes } }: Pick<HubRepo, 'repo' | 'weights'>,
  signal: AbortSignal,
): Promise<ByteSource> {
  const what = `${path} of ${repo}`;
  const withoutRanges = () =>
    new PlaygroundError({
      code: 'hub-range',
      message: `The server of ${what} does not send parts of it.`,
      hint: 'The model can still be downloaded as a whole.',
      where: what,
    });

  const guarded = async (_: unknown, init: RequestInit = {}): Promise<Response> => {
    const range = new Headers(init.headers).get('Range') ?? undefined;
    const mayBeWhole = bytes <= HUB_LIMITS.smallBytes;
    if (!range && !mayBeWhole) throw withoutRanges();
    const response = await hub.open(url, what, range ? { range, signal } : { signal });
    if (response.status === 200 && !mayBeWhole) {
      await response.body?.cancel();
      throw withoutRanges();
    }
    const [, begin, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    const most = response.status === 206 ? Number(last) - Number(begin) + 1 : bytes;
    const body = await readWhole(response, what, Math.max(most, HUB_LIMITS.smallBytes), signal);
    return new Response(body, { status: response.status, headers: new Headers(response.headers) });
  };
  return rangeSource(url, what, guarded as typeof fetch, bytes);
}
