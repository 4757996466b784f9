/**
 * @file What the address worker does: tells what is behind an address before it is fetched, then fetches it, one file or the
 * chosen ones of a dataset. What came of a download that ended early is kept for the next try at the same address.
 */
import { addressError } from '../core/data/address/address-problems.ts';
import { fileName, HEAD_BYTES, notData } from '../core/data/address/file-naming.ts';
import { sizeOf } from '../core/data/address/plan-dataset.ts';
import { type DatasetAddress, type FileAddress, readAddress } from '../core/data/address/read-address.ts';
import { displayName } from '../core/data/display-name.ts';
import { LIMITS } from '../core/data/limits.ts';
import { PlaygroundError, type Problem, toProblem } from '../core/errors.ts';
import { datasetFileUrl, type FoundDataset, lookUpDataset } from './address-dataset.ts';
import { type AddressTools, downloadAddress } from './address-download.ts';
import { ADDRESS_PATIENCE, mayHeal, request, silentServer } from './address-fetch.ts';
import { type HeldPart, newPart } from './address-part.ts';
import type { AddressFiles, AddressPreview, AddressProgress } from './address-protocol.ts';
import { chunks } from './body-chunks.ts';
import { createHubFetch, sleep } from './hub-fetch.ts';
import type { DroppedFile } from './parse-protocol.ts';

/** Files of a dataset that are fetched at the same time. */
const LANES = 6;

interface Held {
  url: string;
  dataset: FoundDataset | null;
  /** By path in the dataset; a single file has the empty one. */
  parts: Map<string, HeldPart>;
  /** Files of a dataset that came whole. */
  done: Map<string, Blob>;
}

export interface AddressSession {
  /** @throws PlaygroundError `address-…`, `dataset-…` or `hub-…`; the signal's reason when aborted */
  lookUp(text: string, signal: AbortSignal): Promise<AddressPreview>;
  /** Goes on from what an earlier try at the same address left. @throws as `lookUp` does */
  download(text: string, onProgress: (progress: AddressProgress) => void, signal: AbortSignal): Promise<AddressFiles>;
}

/** @param given for tests: the connection, the pauses between tries, their randomness, the patience with silence */
export function createAddressSession(given: Partial<AddressTools> = {}): AddressSession {
  const tools: AddressTools = { fetch: (...args) => fetch(...args), sleep, random: Math.random, ...given };
  const hub = createHubFetch(tools);
  /** Of one address only: another one takes its place. */
  let held: Held | null = null;

  const holdFor = (url: string): Held => {
    if (held?.url !== url) held = { url, dataset: null, parts: new Map(), done: new Map() };
    return held;
  };

  const peek = async ({ url, host, name }: FileAddress, signal: AbortSignal): Promise<AddressPreview> => {
    const what = fileAt(name, host);
    let response: Response;
    try {
      response = await request(tools.fetch, url, what, {}, signal, tools.stallMs);
    } catch (thrown) {
      signal.throwIfAborted();
      throw mayHeal(thrown) ? await silentServer(tools.fetch, url, what, signal) : thrown;
    }
    const { headers } = response;
    const type = headers.get('content-type');
    const length = headers.has('content-encoding') ? null : headers.get('content-length');
    const head = await beginning(response, signal, tools.stallMs);
    const other = notData(head, type);
    if (other) throw addressError(`address-${other}`, what);
    const bytes = length === null ? null : Number(length);
    return { kind: 'file', host, name: fileName({ url, disposition: headers.get('content-disposition'), type, head }), bytes };
  };

  const find = async (asked: DatasetAddress, signal: AbortSignal): Promise<FoundDataset> => {
    const found = await lookUpDataset(asked, hub, signal);
    const hold = holdFor(asked.url);
    // Files of another commit are not gone on with.
    if (hold.dataset?.commit !== found.commit) {
      hold.parts.clear();
      hold.done.clear();
    }
    hold.dataset = found;
    return found;
  };

  const partOf = async (parts: Map<string, HeldPart>, key: string, isHashed: boolean): Promise<HeldPart> => {
    const part = parts.get(key) ?? (await newPart(isHashed));
    parts.set(key, part);
    return part;
  };

  const fetchFile = async (
    { url, host, name }: FileAddress,
    onProgress: (progress: AddressProgress) => void,
    signal: AbortSignal,
  ): Promise<AddressFiles> => {
    const part = await partOf(holdFor(url).parts, '', false);
    const job = { url, what: fileAt(name, host), limit: LIMITS.addressBytes };
    await downloadAddress(job, part, tools, (loaded, total) => onProgress({ loaded, total }), signal);
    const { head, type, disposition, file } = part;
    const path = fileName({ url, disposition, type, head });
    held = null;
    return { name: path.replace(/\.(zip|tar|tar\.gz|tgz|parquet)$/i, ''), files: [{ path, file: await file.blob() }], problems: [] };
  };

  const fetchDataset = async (
    asked: DatasetAddress,
    onProgress: (progress: AddressProgress) => void,
    signal: AbortSignal,
  ): Promise<AddressFiles> => {
    const { repo, commit, plan } = (held?.url === asked.url ? held.dataset : null) ?? (await find(asked, signal));
    const { parts, done } = holdFor(asked.url);
    const total = sizeOf(plan.files);
    const problems: Problem[] = [];
    const fetched = new Map([...done].map(([path, { size }]) => [path, size]));
    const tell = () => {
      const loaded = [...fetched.values()].reduce((sum, bytes) => sum + bytes, 0);
      onProgress({ loaded, total, done: done.size + problems.length, of: plan.files.length });
    };
    const rest = plan.files.filter(({ path }) => !done.has(path)).values();
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    const lane = async () => {
      for (const { path, bytes, sha256 } of rest) {
        const part = await partOf(parts, path, sha256 !== null);
        const url = datasetFileUrl(repo, commit, path);
        const job = { url, what: `${displayName(path)} of ${repo}`, limit: LIMITS.hubDatasetBytes, known: { bytes, sha256 } };
        const onBytes = (loaded: number) => {
          fetched.set(path, loaded);
          tell();
        };
        try {
          await downloadAddress(job, part, tools, onBytes, either);
          done.set(path, await part.file.blob());
        } catch (thrown) {
          if (plan.files.length === 1 || !concernsOneFile(thrown)) throw thrown;
          problems.push(toProblem(thrown));
        }
        parts.delete(path);
        tell();
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(LANES, plan.files.length) }, lane));
    } catch (thrown) {
      ended.abort(thrown);
      throw thrown;
    }
    const [first] = problems;
    if (done.size === 0 && first) throw new PlaygroundError(first);
    held = null;
    const files = plan.files.flatMap(({ path }): DroppedFile[] => {
      const file = done.get(path);
      return file ? [{ path, file }] : [];
    });
    return { name: repo, files, problems };
  };

  return {
    async lookUp(text, signal) {
      const asked = readAddress(text);
      if (asked.kind === 'file') return peek(asked, signal);
      const { plan, repo, commit, isConverted, isCut } = await find(asked, signal);
      const { kind, files, ...facts } = plan;
      const { revision } = asked;
      return {
        kind: 'dataset',
        repo,
        revision,
        commit,
        files: kind,
        count: files.length,
        bytes: sizeOf(files),
        isConverted,
        isCut,
        ...facts,
      };
    },
    async download(text, onProgress, signal) {
      const asked = readAddress(text);
      return asked.kind === 'file' ? fetchFile(asked, onProgress, signal) : fetchDataset(asked, onProgress, signal);
    },
  };
}

/** True for faults of a file and not of the connection or the server: the others may be sound. */
function concernsOneFile(thrown: unknown): boolean {
  return thrown instanceof PlaygroundError && /^address-(missing|lfs|empty|length|damaged|page|refused)$/.test(thrown.code);
}

function fileAt(name: string, host: string): string {
  return name === host ? host : `${name} at ${host}`;
}

/** The first `HEAD_BYTES`, or all where it has fewer; the rest is not read. */
async function beginning(response: Response, signal: AbortSignal, stallMs: number = ADDRESS_PATIENCE.stallMs): Promise<Uint8Array> {
  const head: number[] = [];
  for await (const piece of chunks(response, stallMs, signal)) {
    for (const byte of piece.subarray(0, HEAD_BYTES - head.length)) head.push(byte);
    if (head.length >= HEAD_BYTES) break;
  }
  return Uint8Array.from(head);
}
