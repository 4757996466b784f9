/**
 * @file The data set that the engine has: what it trains on and what its answers are about. It may be another
 * than the one on the page, when the data was replaced after a run.
 */
import { createStore } from 'zustand/vanilla';
import type { DatasetPlan } from '../../core/data/dataset.ts';
import { PlaygroundError } from '../../core/errors.ts';
import { dataStore } from './data-store.ts';
import { callEngine, onEngineDeath } from './engine-store.ts';

export interface EngineDataState {
  /** What the engine has; null before the first run and after the engine died. */
  dataset: DatasetPlan | null;
}

export const engineDataStore = createStore<EngineDataState>(() => ({ dataset: null }));

onEngineDeath(() => engineDataStore.setState({ dataset: null }));

/**
 * Sends the data set on the page if the engine does not have it.
 * @returns the data set that the engine now has
 * @throws PlaygroundError without a data set, or when the engine refuses it
 */
export async function sendDataset(): Promise<DatasetPlan> {
  const { dataset } = dataStore.getState();
  if (!dataset) {
    throw new PlaygroundError({ code: 'no-data', message: 'There is no data yet.', hint: 'Drop a folder or choose a sample first.' });
  }
  if (engineDataStore.getState().dataset !== dataset) {
    await callEngine('setDataset', { dataset });
    engineDataStore.setState({ dataset });
  }
  return dataset;
}
