/**
 * @file A dataset on Hugging Face without its files: the commit, what is in it, and which files are to be taken; also from the
 * copy in parquet that the Hub makes of others. Everything is asked through the Hub's door (hosts, privacy, retries, caps).
 */
import { datasetInfo, listFiles } from '@huggingface/hub';
import * as v from 'valibot';
import { addressError } from '../core/data/address/address-problems.ts';
import { type DatasetName, isFolderName } from '../core/data/address/dataset-name.ts';
import { type DatasetPlan, type ListedFile, planDataset, planKind } from '../core/data/address/plan-dataset.ts';
import { byteText } from '../core/data/display-name.ts';
import { LIMITS } from '../core/data/limits.ts';
import { PlaygroundError } from '../core/errors.ts';
import { HUB_URL, type HubFetch } from './hub-fetch.ts';

export interface FoundDataset {
  /** As the Hub writes it: old names lead to new ones. */
  repo: string;
  commit: string;
  plan: DatasetPlan;
  isConverted: boolean;
  isCut: boolean;
}

interface Listing {
  repo: string;
  commit: string;
  files: ListedFile[];
  isCut: boolean;
}

/** Where the Hub keeps its own copies: `part/split/0000.parquet`. */
const CONVERTED = 'refs/convert/parquet';
/** So many single samples are fetched one by one only where there is no copy in parquet. */
const MANY_SAMPLES = 500;

const InfoSchema = v.object({
  name: v.pipe(v.string(), v.regex(/^[\w.-]+(?:\/[\w.-]+)?$/)),
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  gated: v.optional(v.unknown()),
});
const SHA256 = /^[0-9a-f]{64}$/;

/** @throws PlaygroundError `dataset-…` or `hub-…` naming why it cannot be used; the signal's reason when aborted */
export async function lookUpDataset(asked: DatasetName, hub: HubFetch, signal: AbortSignal): Promise<FoundDataset> {
  const small: typeof fetch = (input, init) => hub.small(input, { ...init, signal });
  const own = await list(asked, small);
  const kind = planKind(own.files);
  const plan = planDataset(own.files, kind);
  const wantsCopy =
    asked.revision === 'main' && (plan === null || plan.files.length === 0 || (kind === 'files' && plan.of.files > MANY_SAMPLES));
  if (wantsCopy) {
    const copy = await list({ ...asked, revision: CONVERTED, folder: asked.folder }, small).catch(ifMissing);
    const copied = copy && planDataset(copy.files, 'parquet');
    if (copy && copied && copied.files.length > 0) return { ...copy, plan: copied, isConverted: true };
  }
  if (plan === null) throw addressError('dataset-nothing', own.repo, whatIsThere(own.files));
  if (plan.files.length === 0) throw addressError('dataset-too-large', own.repo, sizes(own.files, plan));
  return { ...own, plan, isConverted: false };
}

/** Of a file at that commit. */
export function datasetFileUrl(repo: string, commit: string, path: string): string {
  return `${HUB_URL}/datasets/${repo}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

async function list({ repo, revision, folder }: DatasetName, small: typeof fetch): Promise<Listing> {
  try {
    const info = v.safeParse(InfoSchema, await datasetInfo({ name: repo, revision, additionalFields: ['sha'], fetch: small }));
    if (!info.success) throw addressError('dataset-answer', repo, info.issues[0].message);
    const { name, sha: commit, gated } = info.output;
    if (gated) throw addressError('dataset-gated', name, 'its owner asks for an account or an agreement');
    const files: ListedFile[] = [];
    const path = folder.split('/').map(encodeURIComponent).join('/');
    const place = { repo: { type: 'dataset' as const, name }, revision: commit, recursive: true, fetch: small };
    for await (const entry of listFiles(path === '' ? place : { ...place, path })) {
      const file = listed(entry);
      if (file) files.push(file);
      if (files.length >= LIMITS.hubListedFiles) return { repo: name, commit, files, isCut: true };
    }
    return { repo: name, commit, files, isCut: false };
  } catch (thrown) {
    throw asDatasetProblem(thrown, repo);
  }
}

function listed({
  type,
  path,
  size,
  lfs,
}: {
  type: unknown;
  path: unknown;
  size: unknown;
  lfs?: { oid: unknown; size: unknown };
}): ListedFile | null {
  if (type !== 'file' || typeof path !== 'string' || !isFolderName(path)) return null;
  const bytes = lfs?.size ?? size;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) return null;
  return { path, bytes, sha256: lfs && typeof lfs.oid === 'string' && SHA256.test(lfs.oid) ? lfs.oid : null };
}

/** The Hub's door speaks of models where it means repositories. */
function asDatasetProblem(thrown: unknown, repo: string): unknown {
  if (!(thrown instanceof PlaygroundError)) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return thrown;
    return addressError('dataset-answer', repo, thrown instanceof Error ? thrown.message : 'it has another form');
  }
  if (thrown.code === 'hub-not-found') return addressError('dataset-missing', repo);
  if (thrown.code === 'hub-gated')
    return addressError('dataset-gated', repo, 'it is private or missing, or its owner asks for an agreement');
  if (thrown.code === 'hub-too-large') return addressError('dataset-answer', repo, 'it is too long');
  return thrown;
}

/** No copy is nothing unusual. */
function ifMissing(thrown: unknown): null {
  if (thrown instanceof PlaygroundError && /^dataset-|^hub-not-found/.test(thrown.code)) return null;
  throw thrown;
}

/** `only .jsonl and .py files`. */
function whatIsThere(files: readonly ListedFile[]): string {
  const endings = [...new Set(files.map(({ path }) => /\.[a-z0-9]{1,10}$/i.exec(path)?.[0] ?? '').filter(Boolean))].slice(0, 4);
  return endings.length === 0 ? 'it is empty' : `it has only ${endings.join(', ')}`;
}

function sizes(files: readonly ListedFile[], { kind }: DatasetPlan): string {
  const ofKind = files.filter(({ path }) => planKind([{ path, bytes: 0, sha256: null }]) === kind);
  const smallest = ofKind.reduce((least, { bytes }) => Math.min(least, bytes), Number.POSITIVE_INFINITY);
  return `the smallest has ${byteText(smallest)}, at most ${byteText(LIMITS.hubDatasetBytes)} are taken`;
}
