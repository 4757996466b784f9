/**
 * @file Fetches one weights file into a PartialFile: goes on where an earlier try ended, survives broken connections, and
 * accepts the bytes only when size and SHA-256 are those that the Hub states for that commit.
 * The address names the commit, so its bytes never change. The ETag is compared by us and not sent as If-Range: that header
 * would make the browser ask permission first, and the Hub's file hosts do not all grant it.
 */
import { chunks } from './body-chunks.ts';
import { hubError } from './hub-errors.ts';
import { HUB_LIMITS, type HubFetch, isNetworkFailure, sleep as sleepFor } from './hub-fetch.ts';
import type { PartialFile } from './hub-partial.ts';

export interface DownloadJob {
  url: string;
  /** For messages: `model.safetensors of owner/name`. */
  what: string;
  bytes: number;
  /** Null where the Hub states none: then only the size is checked. */
  sha256: string | null;
}

/** Wait between tries after a connection that broke while bytes came, in ms. */
const PAUSE_MS = 1000;

/**
 * @param onProgress called with the bytes that are there, after every part
 * @throws PlaygroundError when the file cannot be had or is not what the Hub lists; only after faults of the connection, and
 *   when aborted, are the bytes kept. The signal's reason when aborted
 */
export async function download(
  job: DownloadJob,
  file: PartialFile,
  hub: HubFetch,
  onProgress: (loaded: number) => void,
  signal: AbortSignal,
  sleep: typeof sleepFor = sleepFor,
): Promise<void> {
  let etag: string | null = null;
  let fruitless = 0;
  try {
    while (file.size < job.bytes) {
      signal.throwIfAborted();
      const before = file.size;
      try {
        const range = before > 0 ? `bytes=${before}-` : undefined;
        const response = await hub.open(job.url, job.what, range ? { range, signal } : { signal });
        etag = await checkAnswer(response, job, file, etag);
        for await (const part of chunks(response, HUB_LIMITS.stallMs, signal)) {
          signal.throwIfAborted();
          if (file.size === 0) checkBeginning(part, job.what);
          if (file.size + part.length > job.bytes) throw hubError('hub-length', job.what, `more than ${job.bytes} bytes came`);
          await file.append(part as Uint8Array<ArrayBuffer>);
          onProgress(file.size);
        }
      } catch (thrown) {
        signal.throwIfAborted();
        if (!isNetworkFailure(thrown)) throw thrown;
      }
      if (file.size >= job.bytes) break;
      fruitless = file.size > before ? 0 : fruitless + 1;
      if (fruitless >= HUB_LIMITS.tries)
        throw hubError('hub-offline', job.what, `the connection broke at ${file.size} of ${job.bytes} bytes, ${fruitless} times`);
      await sleep(PAUSE_MS * 2 ** fruitless, signal);
    }
    const found = file.hash();
    if (job.sha256 !== null && found !== job.sha256)
      throw hubError('hub-hash', job.what, `its SHA-256 is ${found.slice(0, 12)}…, the Hub states ${job.sha256.slice(0, 12)}…`);
    file.close();
  } catch (thrown) {
    const isKept = signal.aborted || (thrown instanceof Error && 'code' in thrown && KEPT.has(thrown.code));
    if (isKept) file.close();
    else await file.discard();
    throw thrown;
  }
}

/** Faults after which the bytes that came are still good. */
const KEPT: ReadonlySet<unknown> = new Set([
  'hub-offline',
  'hub-busy',
  'hub-html',
  'hub-gated',
  'hub-refused',
  'hub-not-found',
  'hub-host',
]);

/** @returns the answer's ETag, or the one known before; the file is begun anew where the server did not go on */
async function checkAnswer(response: Response, job: DownloadJob, file: PartialFile, etag: string | null): Promise<string | null> {
  const found = response.headers.get('etag');
  const refuse = async (error: Error) => {
    await response.body?.cancel();
    throw error;
  };
  if (etag !== null && found !== null && found !== etag) await refuse(hubError('hub-changed', job.what));
  if (response.status === 416) {
    await response.body?.cancel();
    await file.restart();
    return null;
  }
  if (response.status !== 206 && file.size > 0) await file.restart();
  const [, begin, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  if (begin !== undefined && (Number(begin) !== file.size || Number(total) !== job.bytes))
    await refuse(
      hubError('hub-length', job.what, `the server answered from byte ${begin} of ${total}, asked were ${file.size} of ${job.bytes}`),
    );
  const length = response.headers.get('content-length');
  if (length !== null && Number(length) !== job.bytes - file.size && !response.headers.has('content-encoding'))
    await refuse(hubError('hub-length', job.what, `the server announced ${length} bytes, expected were ${job.bytes - file.size}`));
  return found ?? etag;
}

/** Weights begin with a small number, never with text. */
function checkBeginning(part: Uint8Array, what: string): void {
  const start = String.fromCharCode(...part.subarray(0, 12));
  if (start.startsWith('version http')) throw hubError('hub-lfs', what);
  if (/^\s*<(!|h)/i.test(start)) throw hubError('hub-html', what);
}
