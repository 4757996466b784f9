/**
 * @file Models of Hugging Face inside the engine worker: looked up without their weights, downloaded once, opened from the
 * browser's storage ever after. Loaded only when a Hub model is asked for.
 */
import { blobSource } from '../core/checkpoint/byte-source.ts';
import { type HubName, hubId, hubNameOf } from '../core/checkpoint/hub-name.ts';
import type { ModelFiles } from '../core/checkpoint/load-encoder.ts';
import type { ModelCard } from '../core/m2pt/encoder-config.ts';
import type { FileStorage } from './file-storage.ts';
import { hubCard } from './hub-card.ts';
import { download } from './hub-download.ts';
import { hubError } from './hub-errors.ts';
import { createHubFetch, type HubFetch } from './hub-fetch.ts';
import { openPartial } from './hub-partial.ts';
import { rangeSource } from './hub-range.ts';
import { type HubRepo, lookUpRepo } from './hub-repo.ts';
import { type CacheEntry, createModelCache, type ModelCache, storedName } from './model-cache.ts';
import { openOpfs } from './opfs-storage.ts';
import type { EngineEvent, ModelPreview, ModelStorage } from './protocol.ts';

/** Progress is told at most this often, in ms. */
const PROGRESS_MS = 100;

export interface HubModels {
  preview(name: HubName): Promise<ModelPreview>;
  /** From the storage, or downloaded now. @returns the files, and what the card should say about where they are kept */
  files(name: HubName): Promise<{ files: ModelFiles; commit: string; notes: string[] }>;
  /** Header only where the server sends parts; nothing is downloaded as a whole. */
  peek(name: HubName): Promise<ModelFiles>;
  cancel(name: HubName): void;
  storage(): Promise<ModelStorage>;
  delete(id: string): Promise<ModelStorage>;
}

/** With this browser's storage and connection. */
export async function startHubModels(post: (event: EngineEvent) => void): Promise<HubModels> {
  return createHubModels(createHubFetch(), await openOpfs(), post);
}

/**
 * @param storage null where the browser has none: models then live in memory until the page is closed
 * @param sleep between tries of a broken download
 */
export function createHubModels(
  hub: HubFetch,
  storage: FileStorage | null,
  post: (event: EngineEvent) => void,
  sleep?: (ms: number) => Promise<void>,
): HubModels {
  const cache: ModelCache | null = storage && createModelCache(storage);
  const seen = new Map<string, HubRepo>();
  const running = new Map<string, { control: AbortController; result: Promise<Opened> }>();
  const inMemory = new Map<string, Opened>();

  const lookUp = async (name: HubName): Promise<HubRepo> => {
    const repo = await lookUpRepo(name, hub);
    seen.set(hubId(name), repo);
    return repo;
  };

  const peek = (repo: HubRepo): ModelFiles =>
    filesOf(
      repo,
      rangeSource(hub, repo.weights.url, `${repo.weights.path} of ${repo.repo}`, repo.weights.bytes, new AbortController().signal),
    );

  const fetchWhole = async (name: HubName, control: AbortController): Promise<Opened> => {
    const id = hubId(name);
    const repo = seen.get(id) ?? (await lookUp(name));
    const { path, url, bytes, sha256 } = repo.weights;
    const entry = { id, commit: repo.commit, file: storedName(repo.repo, repo.commit), weightsName: path, bytes, storedAt: Date.now() };
    const texts = { configText: repo.configText, readme: repo.readme };
    const twin = (await cache?.entries())?.find(({ file }) => file === entry.file);
    if (cache && twin) {
      const blob = await cache.open(twin, 'hash');
      await cache.commit(null, { ...entry, ...texts, sha256: twin.sha256 });
      return opened(repo, blob, []);
    }
    const temporary = (await cache?.temporary(repo.repo, repo.commit)) ?? '';
    const file = await openPartial(storage, temporary, bytes);
    const tell = atMostEvery(PROGRESS_MS, (loaded: number) => post({ type: 'modelDownloading', id, loaded, total: bytes }));
    tell(file.size);
    const what = `${path} of ${repo.repo}`;
    await download({ url, what, bytes, sha256 }, file, hub, tell, control.signal, sleep).catch((thrown: unknown) => {
      throw control.signal.aborted ? hubError('download-cancelled', repo.repo) : thrown;
    });
    const hash = sha256 ?? file.hash();
    if (cache && file.inMemory === null) {
      try {
        await cache.commit(temporary, { ...entry, ...texts, sha256: hash });
        inMemory.delete(id);
        return opened(repo, (await storage?.read(entry.file)) ?? new Blob(), []);
      } catch (thrown) {
        // The last kilobytes of room went to the weights: they are whole, only the index could not be written.
        const blob = (await storage?.read(entry.file)) ?? (await file.blob());
        const result = opened(repo, new Blob([await blob.arrayBuffer()]), [
          `Kept in memory only: the storage could not take it (${thrown instanceof Error ? thrown.message : String(thrown)}).`,
        ]);
        await storage?.remove(entry.file);
        inMemory.set(id, result);
        return result;
      }
    }
    const result = opened(repo, await file.blob(), file.inMemory === null ? [] : [file.inMemory]);
    inMemory.set(id, result);
    return result;
  };

  const stored = async (name: HubName, check: 'hash' | 'size'): Promise<Opened | null> => {
    const id = hubId(name);
    const wanted = seen.get(id)?.commit;
    const held = inMemory.get(id);
    if (held && (wanted === undefined || held.commit === wanted)) return held;
    const entry = await cache?.find(id);
    if (!cache || !entry || (wanted !== undefined && entry.commit !== wanted)) return null;
    return fromEntry(entry, name, await cache.open(entry, check));
  };

  const cards = new Map<string, ModelCard>();
  const storedCard = async (entry: CacheEntry): Promise<ModelCard | null> => {
    const key = `${entry.id} ${entry.commit}`;
    const known = cards.get(key);
    const name = hubNameOf(entry.id);
    if (known || !cache || !name) return known ?? null;
    try {
      const { files } = fromEntry(entry, name, await cache.open(entry, 'size'));
      const card = await hubCard(entry.id, files);
      cards.set(key, card);
      return card;
    } catch {
      return null; // listed without a card; opening it says why
    }
  };

  const state = async (): Promise<ModelStorage> => {
    const entries = (await cache?.entries()) ?? [];
    const { used, quota } = (await storage?.estimate()) ?? { used: null, quota: null };
    const models = entries.map(async (entry) => ({
      id: entry.id,
      bytes: entry.bytes,
      storedAt: entry.storedAt,
      card: await storedCard(entry),
    }));
    return { models: await Promise.all(models), used, quota };
  };

  return {
    async preview(name) {
      const repo = await lookUp(name);
      const entry = await cache?.find(hubId(name));
      const isCached = entry?.commit === repo.commit || inMemory.get(hubId(name))?.commit === repo.commit;
      return { card: await hubCard(hubId(name), peek(repo)), commit: repo.commit, sha256: repo.weights.sha256, cached: isCached };
    },
    async files(name) {
      const id = hubId(name);
      const current = running.get(id);
      if (current) return current.result;
      const control = new AbortController();
      const begin = async () => (await stored(name, 'hash')) ?? (await fetchWhole(name, control));
      const result = begin().finally(() => running.delete(id));
      running.set(id, { control, result });
      return result;
    },
    async peek(name) {
      const found = await stored(name, 'size');
      return found ? found.files : peek(await lookUp(name));
    },
    cancel(name) {
      running.get(hubId(name))?.control.abort(new DOMException('Cancelled', 'AbortError'));
    },
    storage: state,
    async delete(id) {
      await cache?.remove(id);
      return state();
    },
  };
}

/** Calls at once, then with the newest value when the time is over. */
function atMostEvery(ms: number, call: (value: number) => void): (value: number) => void {
  let newest: number | null = null;
  let isWaiting = false;
  return function take(value: number): void {
    if (isWaiting) {
      newest = value;
      return;
    }
    isWaiting = true;
    call(value);
    setTimeout(() => {
      isWaiting = false;
      if (newest !== null) take(newest);
      newest = null;
    }, ms);
  };
}

type Opened = Awaited<ReturnType<HubModels['files']>>;

function filesOf(repo: Pick<HubRepo, 'repo' | 'configText' | 'readme'>, weights: ModelFiles['weights']): ModelFiles {
  return { folder: repo.repo, configText: repo.configText, weights, readme: repo.readme ?? undefined };
}

function opened(repo: HubRepo, blob: Blob, notes: string[]): Opened {
  return { files: filesOf(repo, blobSource(blob, `${repo.weights.path} of ${repo.repo}`)), commit: repo.commit, notes };
}

function fromEntry({ commit, configText, readme, weightsName }: CacheEntry, { repo }: HubName, blob: Blob): Opened {
  return { files: filesOf({ repo, configText, readme }, blobSource(blob, `${weightsName} of ${repo}`)), commit, notes: [] };
}
