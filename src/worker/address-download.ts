/**
 * @file Fetches one file from an address: streamed, going on after broken connections from the byte where it stopped, begun
 * anew where the server does not allow that or has another file by now, and accepted only in the size that was stated.
 */
import { addressError } from '../core/data/address/address-problems.ts';
import { HEAD_BYTES, notData } from '../core/data/address/file-naming.ts';
import { byteText, countText } from '../core/data/display-name.ts';
import { ADDRESS_PATIENCE, BusyServer, mayHeal, request, silentServer } from './address-fetch.ts';
import { append, type HeldPart, OVERLAP_BYTES, restart } from './address-part.ts';
import { chunks } from './body-chunks.ts';
import type { sleep as sleepFor } from './hub-fetch.ts';

export interface AddressJob {
  /** https */
  url: string;
  /** For messages: `pets.zip at data.example`. */
  what: string;
  /** Most bytes that are taken. */
  limit: number;
  /** Where a list states them: other bytes are refused. */
  known?: { bytes: number; sha256: string | null };
}

export interface AddressTools {
  fetch: typeof fetch;
  sleep: typeof sleepFor;
  random(): number;
  stallMs?: number;
}

/** A try that brings fewer bytes than this counts as one that brought none. */
const FRUITFUL_BYTES = 64_000;
const BROKEN = 'the connection broke';
/** A file that was another one so often is given up. */
const MOST_RESTARTS = 3;

/**
 * Completes the part; when it throws, what came and is good stays in it, for another call.
 * @param onProgress called with the bytes that are there and the size, null where it is not known, after every piece
 * @throws PlaygroundError `address-…`; the signal's reason when aborted
 */
export async function downloadAddress(
  job: AddressJob,
  part: HeldPart,
  tools: AddressTools,
  onProgress: (loaded: number, total: number | null) => void,
  signal: AbortSignal,
): Promise<void> {
  if (part.isComplete) return;
  const { tries, firstTries, pauseMs, longestPauseMs } = ADDRESS_PATIENCE;
  let fruitless = 0;
  for (;;) {
    signal.throwIfAborted();
    const before = part.file.size;
    let reason = BROKEN;
    let wait = 0;
    try {
      const isWhole = part.noRanges || before <= OVERLAP_BYTES || fruitless > tries - 2;
      if (await oneTry(job, part, tools, isWhole ? 0 : before - OVERLAP_BYTES, onProgress, signal)) break;
    } catch (thrown) {
      signal.throwIfAborted();
      if (!mayHeal(thrown)) {
        if (isSpoilt(thrown, part)) await restart(part);
        throw thrown;
      }
      if (thrown instanceof BusyServer) {
        reason = String(thrown.status);
        wait = thrown.wait;
      } else if (thrown instanceof Error && /^no answer|^nothing came/.test(thrown.message)) reason = thrown.message;
      if (fruitless + 1 >= tries && thrown instanceof BusyServer) throw addressError('address-busy', job.what, reason);
      const isUnheard = part.type === null && !(thrown instanceof BusyServer);
      if (isUnheard && fruitless + 1 >= firstTries)
        throw reason === BROKEN
          ? await silentServer(tools.fetch, job.url, job.what, signal)
          : addressError('address-offline', job.what, reason);
    }
    fruitless = part.file.size - before >= FRUITFUL_BYTES ? 0 : fruitless + 1;
    if (fruitless >= tries)
      throw addressError('address-broken', job.what, `${reason} at ${byteText(part.file.size)}${ofTotal(part)}, ${tries} times in a row`);
    const pause = pauseMs * 2 ** fruitless * (0.5 + tools.random() / 2);
    await tools.sleep(Math.min(longestPauseMs, Math.max(pause, wait)), signal);
  }
  try {
    check(job, part);
    part.isComplete = true;
  } catch (thrown) {
    await restart(part);
    throw thrown;
  }
}

/**
 * @param from byte that is asked for; 0 for the whole
 * @returns true when the file is complete
 */
async function oneTry(
  job: AddressJob,
  part: HeldPart,
  { fetch, stallMs = ADDRESS_PATIENCE.stallMs }: AddressTools,
  from: number,
  onProgress: (loaded: number, total: number | null) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const response = await request(fetch, job.url, job.what, from > 0 ? { Range: `bytes=${from}-` } : {}, signal, stallMs);
  const goesOn = from > 0 && response.status === 206;
  const fit = goesOn ? fitOf(part, response, from) : response.status === 200 ? 'goes on' : 'no range';
  if (fit !== 'goes on') {
    await response.body?.cancel();
    await again(job, part, fit);
    return false;
  }
  if (!goesOn) {
    const isPage = (type: string | null) => /text\/html/i.test(type ?? '');
    if (part.file.size > 0 && isPage(response.headers.get('content-type')) && !isPage(part.type)) {
      // The sign-in page of a network, in place of the rest: what came is still good.
      await response.body?.cancel();
      throw addressError('address-page', job.what);
    }
    if (part.file.size > 0) await restart(part);
    learn(part, response);
  }
  const most = Math.min(job.limit, job.known?.bytes ?? Number.POSITIVE_INFINITY);
  if (part.total !== null && part.total > most) {
    await response.body?.cancel();
    throw tooMuch(job, part.total);
  }
  /** What still has to be the same as before the break. */
  let same = goesOn ? part.tail.slice(-(part.file.size - from)) : new Uint8Array();
  onProgress(part.file.size, part.total);
  for await (const piece of chunks(response, stallMs, signal)) {
    signal.throwIfAborted();
    const overlap = Math.min(same.length, piece.length);
    if (!equal(piece.subarray(0, overlap), same.subarray(0, overlap))) {
      await again(job, part, 'no range');
      return false;
    }
    same = same.subarray(overlap);
    if (piece.length === overlap) continue;
    const bytes = piece.subarray(overlap) as Uint8Array<ArrayBuffer>;
    if (part.file.size + bytes.length > most) throw tooMuch(job, part.file.size + bytes.length);
    const hadHead = part.head.length >= HEAD_BYTES;
    await append(part, bytes);
    if (!hadHead && part.head.length >= HEAD_BYTES) refuseNoData(job, part);
    if (part.total !== null && part.file.size > part.total) {
      // More than was announced comes only from a packed transfer, whose byte numbers are others.
      part.total = null;
      part.noRanges = true;
    }
    onProgress(part.file.size, part.total);
  }
  return isComplete(job, part, goesOn);
}

/** Whether an answer goes on with the same file, is of another one, or is not the range that was asked for. */
type Fit = 'goes on' | 'other file' | 'no range';

function fitOf(part: HeldPart, { headers }: Response, from: number): Fit {
  const [, begin, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  const length = headers.get('content-length');
  const size = total !== undefined ? Number(total) : length !== null ? from + Number(length) : part.total;
  if (begin !== undefined && Number(begin) !== from) return 'no range';
  const isOther = (mine: string | null, name: string) => mine !== null && headers.has(name) && headers.get(name) !== mine;
  if (isOther(part.etag, 'etag') || isOther(part.modified, 'last-modified')) return 'other file';
  // An answer that ended early without a fault had a wrong size; the range says the right one.
  if (part.total === null || (size === part.file.size && part.shortAt === size)) part.total = size;
  return size === null || size === part.total ? 'goes on' : 'other file';
}

function learn(part: HeldPart, { headers }: Response): void {
  const isPacked = headers.has('content-encoding') && headers.get('content-encoding') !== 'identity';
  const length = Number(headers.get('content-length') ?? Number.NaN);
  part.total = isPacked || !Number.isSafeInteger(length) || length < 0 ? null : length;
  part.noRanges ||= isPacked;
  part.etag = headers.get('etag');
  part.modified = headers.get('last-modified');
  part.type = headers.get('content-type') ?? '';
  part.disposition = headers.get('content-disposition');
}

/** What came cannot be gone on with: from the first byte again. */
async function again(job: AddressJob, part: HeldPart, why: Fit): Promise<void> {
  part.restarts += 1;
  if (part.restarts > MOST_RESTARTS) throw addressError('address-changed', job.what);
  part.noRanges ||= why === 'no range';
  part.shortAt = null;
  await restart(part);
}

/** @throws PlaygroundError `address-length` when it ends early at the same byte again */
function isComplete(job: AddressJob, part: HeldPart, goesOn: boolean): boolean {
  const { size } = part.file;
  if (part.total === null || size === part.total) return true;
  if (part.shortAt === size && !goesOn)
    throw addressError('address-length', job.what, `it announced ${countText(part.total)} bytes and sent ${countText(size)}`);
  part.shortAt = size;
  return false;
}

/** Whether what came is of no use for another try. */
function isSpoilt(thrown: unknown, { head, type }: HeldPart): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return /^address-(too-large|length|changed)$/.test(code) || (head.length > 0 && notData(head, type) !== null);
}

/** @throws PlaygroundError where the whole is not what was listed, or no data at all */
function check(job: AddressJob, part: HeldPart): void {
  refuseNoData(job, part);
  const { known, what } = job;
  const { size } = part.file;
  if (known && size !== known.bytes)
    throw addressError('address-length', what, `${countText(known.bytes)} bytes are listed, ${countText(size)} came`);
  if (!known?.sha256) return;
  const found = part.file.hash();
  if (found !== known.sha256)
    throw addressError('address-damaged', what, `its SHA-256 is ${found.slice(0, 12)}…, listed is ${known.sha256.slice(0, 12)}…`);
}

function refuseNoData({ what }: AddressJob, { head, type }: HeldPart): void {
  const other = notData(head, type);
  if (other) throw addressError(`address-${other}`, what);
}

function tooMuch({ what, limit, known }: AddressJob, size: number): Error {
  return known && known.bytes < size && size <= limit
    ? addressError('address-length', what, `${countText(known.bytes)} bytes are listed, more came`)
    : addressError('address-too-large', what, byteText(limit));
}

function ofTotal({ total }: HeldPart): string {
  return total === null ? '' : ` of ${byteText(total)}`;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
