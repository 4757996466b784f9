/**
 * @file Where data comes from besides the reader's files: the shipped samples, and what a link asks for.
 */
import { createStore } from 'zustand/vanilla';
import { type Problem, toProblem } from '../../core/errors.ts';
import { loadSample as fetchSample, listSamples, type SampleInfo } from '../loaders/sample-data.ts';
import { configStore } from './config-store.ts';
import { beginImport, failImport, replaceFiles } from './data-import.ts';
import { dataStore, isChanged } from './data-store.ts';

export interface CatalogState {
  samples: readonly SampleInfo[];
  /** Why the list could not be read. */
  problem: Problem | null;
}

export const catalogStore = createStore<CatalogState>(() => ({ samples: [], problem: null }));

/** Fetches the list of samples; a failure is kept in the store. */
export async function loadCatalog(): Promise<void> {
  try {
    catalogStore.setState({ samples: await listSamples(), problem: null });
  } catch (thrown) {
    catalogStore.setState({ problem: toProblem(thrown) });
  }
}

/**
 * Loads a shipped sample in place of what is there, unless it is there as it came. Its modality becomes that of the settings.
 * @returns false when it could not be loaded
 */
export async function loadSample(id: string): Promise<boolean> {
  const state = dataStore.getState();
  const { source, dataset } = state;
  if (source?.kind === 'sample' && source.id === id && dataset && !isChanged(state)) return true;
  const { signal } = beginImport();
  try {
    const { info, files } = await fetchSample(id);
    return !signal.aborted && (await replaceFiles(files, info.name, { kind: 'sample', id }, [], info.modality));
  } catch (thrown) {
    if (!signal.aborted) failImport(thrown);
    return false;
  }
}

/**
 * Takes the `data` setting of a link: a sample is loaded if that loses nothing; what needs the reader, or could
 * not be loaded, is asked for in the Data column.
 */
export function loadAskedData(data: string): void {
  const isShown = data === '' || data === configStore.getState().config.data;
  dataStore.setState({ asked: isShown ? null : data });
  if (isShown) return;
  const sample = /^sample:(.+)$/.exec(data)?.[1];
  const { source } = dataStore.getState();
  if (sample && (!source || source.kind === 'sample')) void loadSample(sample);
}

/** Puts away the question that a link brought. */
export function dismissAsked(): void {
  dataStore.setState({ asked: null });
}
