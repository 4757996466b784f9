/**
 * @file Where data comes from besides the reader's files: the shipped samples, and what a link asks for.
 */
import { createStore } from 'zustand/vanilla';
import { PlaygroundError, type Problem, toProblem } from '../../core/errors.ts';
import { loadSample as fetchSample, listSamples, type SampleInfo } from '../loaders/sample-data.ts';
import { beginImport, failImport, replaceFiles } from './data-import.ts';
import { dataStore } from './data-store.ts';

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

/** Loads a shipped sample in place of what is there, unless it is there. @returns false when it could not be loaded */
export async function loadSample(id: string): Promise<boolean> {
  const { source, dataset } = dataStore.getState();
  if (source?.kind === 'sample' && source.id === id && dataset) return true;
  const stillWanted = beginImport();
  try {
    const { info, files } = await fetchSample(id);
    return stillWanted() && (await replaceFiles(files, info.name, { kind: 'sample', id }));
  } catch (thrown) {
    if (stillWanted()) failImport(thrown);
    return false;
  }
}

/** Fetches a zip from a public address. The reader has pressed a button that names the host. */
export async function loadAddress(url: string): Promise<boolean> {
  const stillWanted = beginImport();
  const { host, pathname } = new URL(url);
  const name = pathname.split('/').at(-1) || host;
  try {
    const response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!response.ok) throw addressProblem(host, `the server answered ${response.status}`);
    const file = await response.blob();
    return stillWanted() && (await replaceFiles([{ path: name, file }], name.replace(/\.zip$/i, ''), { kind: 'address', url }));
  } catch (thrown) {
    if (stillWanted())
      failImport(thrown instanceof TypeError ? addressProblem(host, 'it did not answer, or does not let other pages read it') : thrown);
    return false;
  }
}

function addressProblem(host: string, why: string): PlaygroundError {
  return new PlaygroundError({
    code: 'address-unavailable',
    message: `The data at ${host} could not be loaded: ${why}.`,
    hint: 'Download the zip yourself and drop it here.',
  });
}

/**
 * Takes the `data` setting of a link: a sample is loaded if that loses nothing; what needs the reader is
 * asked for in the Data column.
 */
export function loadAskedData(data: string): void {
  const sample = /^sample:(.+)$/.exec(data)?.[1];
  const isOwnShown = dataStore.getState().source?.kind === 'own';
  if (sample && !isOwnShown) void loadSample(sample);
  else dataStore.setState({ asked: data });
}

/** Puts away the question that a link brought. */
export function dismissAsked(): void {
  dataStore.setState({ asked: null });
}
