/**
 * @file Models of Hugging Face inside the engine worker: looked up without their weights, downloaded once, opened from the
 * browser's storage ever after. Loaded only when a Hub model is asked for.
 */
import { type HubName, hubId, hubNameOf } from '../core/checkpoint/hub-name.ts';
import type { ModelFiles } from '../core/checkpoint/load-encoder.ts';
import type { ModelCard } from '../core/m2pt/encoder-config.ts';
import { atMostEvery } from './at-most-every.ts';
import type { FileStorage } from './file-storage.ts';
import { cardFromConfig, hubCard } from './hub-card.ts';
import { download } from './hub-download.ts';
import { hubError } from './hub-errors.ts';
import { createHubFetch, type HubFetch, type sleep as sleepFor } from './hub-fetch.ts';
import { filesOf, fromEntry, type Held, type Opened, opened, textsOf } from './hub-opened.ts';
import { memoryCopy, openPartial } from './hub-partial.ts';
import { type HubRepo, lookUpRepo } from './hub-repo.ts';
import { hubSource, isWithoutRanges } from './hub-source.ts';
import { type CacheEntry, createModelCache, type ModelCache, storedName } from './model-cache.ts';
import { openOpfs } from './opfs-storage.ts';
import type { CachedModel, EngineEvent, ModelPreview, ModelStorage } from './protocol.ts';

/** Progress is told at most this often, in ms. */
const PROGRESS_MS = 100;

export interface HubModels {
  /** Ends the look-up before it, so that only the newest goes on. */
  preview(name: HubName): Promise<ModelPreview>;
  /** From the storage, or downloaded now */
  files(name: HubName): Promise<Opened>;
  /** Header only where the server sends parts; nothing is downloaded as a whole. */
  peek(name: HubName): Promise<ModelFiles>;
  /** Ends the download of that model; where there is none, its look-up. */
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
  sleep?: typeof sleepFor,
): HubModels {
  const cache: ModelCache | null = storage && createModelCache(storage);
  const seen = new Map<string, HubRepo>();
  const running = new Map<string, { control: AbortController; result: Promise<Opened> }>();
  /** Cancelled downloads that have not yet let go of their file. */
  const ending = new Map<string, Promise<unknown>>();
  const inMemory = new Map<string, Held>();
  let looking: { id: string; control: AbortController } | null = null;

  const lookUp = async (name: HubName, signal: AbortSignal): Promise<HubRepo> => {
    const repo = await lookUpRepo(name, hub, signal);
    seen.set(hubId(name), repo);
    return repo;
  };

  const keepInMemory = (id: string, result: Opened): Opened => {
    inMemory.set(id, { opened: result, storedAt: Date.now() });
    return result;
  };

  const fetchWhole = async (name: HubName, control: AbortController): Promise<Opened> => {
    const id = hubId(name);
    const repo = seen.get(id) ?? (await lookUp(name, control.signal));
    const { path, url, bytes, sha256 } = repo.weights;
    const entry = { id, commit: repo.commit, file: storedName(repo.repo, repo.commit), weightsName: path, bytes, storedAt: Date.now() };
    const texts = { configText: repo.configText, readme: repo.readme, preprocessorText: repo.preprocessorText };
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
    await download({ url, what, bytes, sha256 }, file, hub, tell, control.signal, sleep);
    const hash = sha256 ?? file.hash();
    if (cache && file.inMemory === null) {
      try {
        await cache.commit(temporary, { ...entry, ...texts, sha256: hash });
        inMemory.delete(id);
        return opened(repo, (await storage?.read(entry.file)) ?? new Blob(), []);
      } catch (thrown) {
        // The last kilobytes of room went to the weights: they are whole, only the index could not be written.
        const blob = (await storage?.read(entry.file)) ?? (await file.blob());
        const result = opened(repo, await memoryCopy(blob), [
          `Kept in memory only: the storage could not take it (${thrown instanceof Error ? thrown.message : String(thrown)}).`,
        ]);
        await storage?.remove(entry.file);
        return keepInMemory(id, result);
      }
    }
    return keepInMemory(id, opened(repo, await file.blob(), file.inMemory === null ? [] : [file.inMemory]));
  };

  const stored = async (name: HubName, check: 'hash' | 'size'): Promise<Opened | null> => {
    const id = hubId(name);
    const wanted = seen.get(id)?.commit;
    const held = inMemory.get(id)?.opened;
    if (held && (wanted === undefined || held.commit === wanted)) return held;
    const entry = await cache?.find(id);
    if (!cache || !entry || (wanted !== undefined && entry.commit !== wanted)) return null;
    return fromEntry(entry, name, await cache.open(entry, check));
  };

  const cards = new Map<string, ModelCard>();
  /** @returns null for what cannot be used: it is listed without a card, and opening it says why */
  const cardOf = async (id: string, commit: string, open: () => Promise<ModelFiles>): Promise<ModelCard | null> => {
    const key = `${id} ${commit}`;
    const known = cards.get(key);
    if (known) return known;
    try {
      const card = await hubCard(id, await open());
      cards.set(key, card);
      return card;
    } catch {
      return null;
    }
  };

  const stateOf = async (entry: CacheEntry): Promise<CachedModel> => {
    const { id, commit, bytes, storedAt } = entry;
    const open = async () => {
      const [name, blob] = [hubNameOf(id), await cache?.open(entry, 'size')];
      if (!name || !blob) throw new TypeError(`${id} is not in the storage`);
      return fromEntry(entry, name, blob).files;
    };
    return { id, bytes, storedAt, card: await cardOf(id, commit, open) };
  };

  const state = async (): Promise<ModelStorage> => {
    const entries = (await cache?.entries()) ?? [];
    const { used, quota } = (await storage?.estimate()) ?? { used: null, quota: null };
    const held = [...inMemory].map(async ([id, { opened: one, storedAt }]) => {
      const card = await cardOf(id, one.commit, async () => one.files);
      return { id, bytes: one.files.weights.size, storedAt, inMemory: true, card };
    });
    const stored = entries.filter(({ id }) => !inMemory.has(id)).map(stateOf);
    return { models: await Promise.all([...stored, ...held]), used, quota };
  };

  return {
    async preview(name) {
      const id = hubId(name);
      const control = new AbortController();
      looking?.control.abort(aborted());
      const own = { id, control };
      looking = own;
      try {
        const repo = await lookUp(name, control.signal);
        const entry = await cache?.find(id);
        const isCached = entry?.commit === repo.commit || inMemory.get(id)?.opened.commit === repo.commit;
        const card = await previewCard(id, repo, hub, control.signal);
        return { card, commit: repo.commit, sha256: repo.weights.sha256, cached: isCached };
      } catch (thrown) {
        throw control.signal.aborted ? hubError('lookup-ended', name.repo) : thrown;
      } finally {
        if (looking === own) looking = null;
      }
    },
    async files(name) {
      const id = hubId(name);
      const current = running.get(id);
      if (current) return current.result;
      const control = new AbortController();
      const begin = async () => {
        await ending.get(id);
        return (await stored(name, 'hash')) ?? (await fetchWhole(name, control));
      };
      const result = begin()
        .catch((thrown: unknown) => {
          throw control.signal.aborted ? hubError('download-cancelled', name.repo) : thrown;
        })
        .finally(() => {
          if (running.get(id)?.control === control) running.delete(id);
        });
      running.set(id, { control, result });
      return result;
    },
    async peek(name) {
      const found = await stored(name, 'size');
      if (found) return found.files;
      const { signal } = new AbortController();
      const repo = await lookUp(name, signal);
      return filesOf(repo, await hubSource(hub, repo, signal));
    },
    cancel(name) {
      const id = hubId(name);
      const one = running.get(id);
      if (!one) {
        if (looking?.id === id) looking.control.abort(aborted());
        return;
      }
      one.control.abort(aborted());
      running.delete(id);
      // The next one waits until this one has closed its file, however it ended.
      const end = one.result.then(
        () => {},
        () => {},
      );
      const before = ending.get(id);
      const all = Promise.all([before, end]).then(() => {
        if (ending.get(id) === all) ending.delete(id);
      });
      ending.set(id, all);
    },
    storage: state,
    async delete(id) {
      inMemory.delete(id);
      await cache?.remove(id);
      return state();
    },
  };
}

/** From the header where the server sends parts, else from config.json. */
async function previewCard(id: string, repo: HubRepo, hub: HubFetch, signal: AbortSignal): Promise<ModelCard> {
  try {
    return await hubCard(id, filesOf(repo, await hubSource(hub, repo, signal)));
  } catch (thrown) {
    if (isWithoutRanges(thrown)) return cardFromConfig(id, textsOf(repo), repo.weights.bytes);
    throw thrown;
  }
}

function aborted(): DOMException {
  return new DOMException('Cancelled', 'AbortError');
}
