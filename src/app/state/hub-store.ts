/**
 * @file Models of Hugging Face on the page: looking one up, downloading it, using it, and what the browser's storage holds.
 * Nothing is asked of the Hub before the reader presses a button; listing the storage asks nobody.
 */
import { createStore } from 'zustand/vanilla';
import { type HubName, hubId, hubNameOf, parseHubName } from '../../core/checkpoint/hub-name.ts';
import { type Problem, toProblem } from '../../core/errors.ts';
import type { ModelPreview, ModelStorage } from '../../worker/protocol.ts';
import { callEngine, onEngineEvent } from './engine-store.ts';
import { addHubCards, dropHubCard } from './models-store.ts';
import { announce } from './notices-store.ts';

export interface Download {
  id: string;
  /** Bytes. */
  loaded: number;
  /** 0 until it is known. */
  total: number;
}

export interface HubState {
  /** What was asked for last; null before. */
  name: HubName | null;
  looking: boolean;
  preview: ModelPreview | null;
  /** Why the look-up or the download failed. */
  problem: Problem | null;
  download: Download | null;
  /** The download that the reader ended, with what had come by then. */
  cancelled: Download | null;
  /** Downloaded since the list was opened: it shows them as previews, and as cards at the next opening. */
  fresh: readonly string[];
  /** Ids deleted in this visit. */
  deleted: readonly string[];
  /** Null until it was listed. */
  storage: ModelStorage | null;
  storageProblem: Problem | null;
}

export const hubStore = createStore<HubState>(() => ({
  name: null,
  looking: false,
  preview: null,
  problem: null,
  download: null,
  cancelled: null,
  fresh: [],
  deleted: [],
  storage: null,
  storageProblem: null,
}));

onEngineEvent((event) => {
  if (event.type !== 'modelDownloading') return;
  const { download } = hubStore.getState();
  if (download?.id === event.id) hubStore.setState({ download: { id: event.id, loaded: event.loaded, total: event.total } });
});

/** Asks the Hub what a repository is. The answer of an older question is not shown. */
export async function lookUp(text: string, revision = ''): Promise<void> {
  let name: HubName;
  try {
    name = parseHubName(text, revision);
  } catch (thrown) {
    hubStore.setState({ name: null, looking: false, preview: null, problem: toProblem(thrown), cancelled: null });
    return;
  }
  hubStore.setState({ name, looking: true, preview: null, problem: null, cancelled: null });
  const isWanted = () => hubStore.getState().name === name;
  try {
    const preview = await callEngine('previewModel', { ...name });
    if (!isWanted()) return;
    hubStore.setState({ preview, looking: false });
    announce(`${name.repo} was found.`);
  } catch (thrown) {
    if (isWanted()) hubStore.setState({ looking: false, problem: toProblem(thrown) });
  }
}

/**
 * Opens a looked-up or stored model, downloading it where it is not stored, and adds its card to the list.
 * @returns false when it could not be; `hubStore.problem` then says why
 */
export async function openHubModel(name: HubName): Promise<boolean> {
  const id = hubId(name);
  if (hubStore.getState().download) return false;
  const { preview: shown } = hubStore.getState();
  const isNew = shown?.card.id === id && !shown.cached;
  hubStore.setState({ download: { id, loaded: 0, total: 0 }, problem: null, cancelled: null });
  try {
    const card = await callEngine('openModel', { source: { kind: 'hub', ...name } });
    // Marked as fresh before it is in the list, so that the list does not grow above the button that was pressed.
    if (isNew) hubStore.setState(({ fresh }) => ({ fresh: [...fresh, id] }));
    addHubCards([card]);
    hubStore.setState(({ preview, deleted }) => ({
      download: null,
      deleted: deleted.filter((one) => one !== id),
      preview: preview?.card.id === id ? { ...preview, card, cached: true } : preview,
    }));
    announce(`${name.repo} is on this computer and can be chosen.`);
    return true;
  } catch (thrown) {
    const problem = toProblem(thrown);
    const isCancelled = problem.code === 'download-cancelled';
    hubStore.setState(({ download }) => ({
      download: null,
      problem: isCancelled ? null : problem,
      cancelled: isCancelled ? download : null,
    }));
    if (isCancelled) announce(`The download of ${name.repo} was cancelled.`);
    return false;
  } finally {
    void refreshStorage();
  }
}

/** Ends the download; where there is none, the look-up. */
export async function cancelDownload(): Promise<void> {
  const { download, looking, name: asked } = hubStore.getState();
  const name = download ? hubNameOf(download.id) : looking ? asked : null;
  if (!name) return;
  try {
    await callEngine('cancelDownload', { ...name });
  } catch (thrown) {
    hubStore.setState({ problem: toProblem(thrown) });
  }
}

/** Called when the list is closed: its question and its errors are over. A download goes on and is shown at the next opening. */
export function closeHub(): void {
  const { name, looking, download } = hubStore.getState();
  const isOver = download === null;
  if (name && looking && isOver) void endLookUp(name);
  hubStore.setState({
    looking: false,
    problem: null,
    cancelled: null,
    fresh: [],
    ...(isOver ? { name: null, preview: null } : {}),
  });
}

/** Nobody waits for the answer any more; a refusal is no news then. */
async function endLookUp(name: HubName): Promise<void> {
  try {
    await callEngine('cancelDownload', { ...name });
  } catch {
    // The engine has ended, and the look-up with it.
  }
}

function showStorage(storage: ModelStorage): void {
  hubStore.setState({ storage, storageProblem: null });
  addHubCards(storage.models.flatMap(({ card }) => (card ? [card] : [])));
}

/** Lists what the browser's storage holds; its models become cards without any request to the Hub. */
export async function refreshStorage(): Promise<void> {
  try {
    showStorage(await callEngine('modelStorage', {}));
  } catch (thrown) {
    hubStore.setState({ storageProblem: toProblem(thrown) });
  }
}

/** Deletes a downloaded model from the storage, or from memory; runs that use it go on. */
export async function deleteStored(id: string): Promise<void> {
  try {
    const storage = await callEngine('deleteStored', { id });
    dropHubCard(id);
    hubStore.setState(({ preview, deleted }) => ({
      preview: preview?.card.id === id ? { ...preview, cached: false } : preview,
      deleted: [...deleted.filter((one) => one !== id), id],
    }));
    showStorage(storage);
    announce(`${id.replace(/^hf:/, '')} was deleted.`);
  } catch (thrown) {
    hubStore.setState({ storageProblem: toProblem(thrown) });
  }
}
