/**
 * @file What a repository on Hugging Face holds, without its weights: the commit, config.json, model card, and size and
 * SHA-256 of the weights file. Refuses what can never be opened before anything large is fetched.
 */
import { listFiles, modelInfo } from '@huggingface/hub';
import * as v from 'valibot';
import type { HubName } from '../core/checkpoint/hub-name.ts';
import { hubError, megabytes } from './hub-errors.ts';
import { HUB_LIMITS, HUB_URL, type HubFetch } from './hub-fetch.ts';

export interface HubRepo extends HubName {
  /** The commit that `revision` names now, 40 hexadecimal digits. */
  commit: string;
  /** Null when the repository has no config.json. */
  configText: string | null;
  /** README.md; null when there is none. */
  readme: string | null;
  /** preprocessor_config.json, for the normalisation; null when there is none. */
  preprocessorText: string | null;
  weights: {
    path: string;
    url: string;
    bytes: number;
    /** Null for a file that is not kept in the Hub's large-file storage. */
    sha256: string | null;
  };
}

interface Listed {
  path: string;
  size: number;
  sha256: string | null;
}

const InfoSchema = v.object({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  gated: v.optional(v.unknown()),
});
const SHA256 = /^[0-9a-f]{64}$/;
/** Entries of the top folder that are looked at. */
const MOST_FILES = 2000;

/** @throws PlaygroundError `hub-…` naming why the repository cannot be used; the signal's reason when aborted */
export async function lookUpRepo({ repo, revision }: HubName, hub: HubFetch, signal: AbortSignal): Promise<HubRepo> {
  const small: typeof fetch = (input, init) => hub.small(input, { ...init, signal });
  const info = await modelInfo({ name: repo, revision, additionalFields: ['sha'], fetch: small }).catch(asAnswer(repo));
  const { sha: commit, gated } = read(InfoSchema, info, repo);
  if (gated) throw hubError('hub-gated', repo, 'its owner asks for an account or an agreement');

  const files = await listTop(repo, commit, small);
  const chosen = chooseWeights(repo, files);
  const text = async (path: string) => {
    const listed = files.find((file) => file.path === path);
    if (!listed) return null;
    if (listed.size > HUB_LIMITS.smallBytes) throw hubError('hub-too-large', `${path} of ${repo}`, megabytes(listed.size));
    return (await small(fileUrl(repo, commit, path))).text();
  };
  const [configText, readme, preprocessorText] = await Promise.all(['config.json', 'README.md', 'preprocessor_config.json'].map(text));
  return {
    repo,
    revision,
    commit,
    configText: configText ?? null,
    readme: readme ?? null,
    preprocessorText: preprocessorText ?? null,
    weights: { path: chosen.path, url: fileUrl(repo, commit, chosen.path), bytes: chosen.size, sha256: chosen.sha256 },
  };
}

function fileUrl(repo: string, commit: string, path: string): string {
  return `${HUB_URL}/${repo}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

async function listTop(repo: string, commit: string, small: typeof fetch): Promise<Listed[]> {
  const files: Listed[] = [];
  try {
    for await (const { type, path, size, lfs } of listFiles({ repo, revision: commit, fetch: small })) {
      if (type !== 'file' || typeof path !== 'string') continue;
      const bytes = lfs?.size ?? size;
      const isCount = Number.isSafeInteger(bytes) && bytes >= 0;
      if (isCount) files.push({ path, size: bytes, sha256: lfs && SHA256.test(lfs.oid) ? lfs.oid : null });
      if (files.length >= MOST_FILES) break;
    }
  } catch (thrown) {
    throw asAnswer(repo)(thrown);
  }
  return files;
}

/** model.safetensors, or the only safetensors file at the top. */
function chooseWeights(repo: string, files: readonly Listed[]): Listed {
  const named = (test: RegExp) => files.filter(({ path }) => test.test(path));
  const all = named(/^[^/]+\.safetensors$/);
  const found = all.find(({ path }) => path === 'model.safetensors') ?? (all.length === 1 ? all[0] : undefined);
  if (found) {
    if (found.size > HUB_LIMITS.weightBytes)
      throw hubError(
        'hub-too-large',
        `${found.path} of ${repo}`,
        `${megabytes(found.size)}; at most ${megabytes(HUB_LIMITS.weightBytes)} are fetched`,
      );
    return found;
  }
  if (all.length > 1 || named(/\.safetensors\.index\.json$/).length > 0)
    throw hubError('hub-sharded', repo, `${Math.max(2, all.length)} files`);
  const [pickle] = named(/^[^/]+\.(bin|pth|pt|ckpt|pkl|pth\.tar)$/);
  if (pickle) throw hubError('hub-pickle', repo, pickle.path);
  throw hubError('hub-no-weights', repo);
}

function read<S extends v.GenericSchema>(schema: S, answer: unknown, repo: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, answer);
  if (parsed.success) return parsed.output;
  throw hubError('hub-answer', repo, parsed.issues[0] ? parsed.issues[0].message : 'it has another form');
}

/** Our own errors pass the library unchanged; what it throws itself means an answer that it did not expect. */
function asAnswer(repo: string): (thrown: unknown) => never {
  return (thrown) => {
    if (thrown instanceof Error && 'hint' in thrown) throw thrown;
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    throw hubError('hub-answer', repo, thrown instanceof Error ? thrown.message : 'it has another form');
  };
}
