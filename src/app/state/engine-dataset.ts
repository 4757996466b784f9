/**
 * @file Gives the engine the data set that is on the page, once for each data set and each fresh engine.
 */

import type { Dataset } from '../../core/data/dataset.ts';
import { PlaygroundError } from '../../core/errors.ts';
import { dataStore } from './data-store.ts';
import { callEngine, onEngineDeath } from './engine-store.ts';

let sent: Dataset | null = null;

onEngineDeath(() => {
  sent = null;
});

/**
 * Sends the data set if the engine does not have it. The page keeps its own copy.
 * @throws PlaygroundError without a data set, or when the engine refuses it
 */
export async function sendDataset(): Promise<void> {
  const { dataset } = dataStore.getState();
  if (!dataset) {
    throw new PlaygroundError({ code: 'no-data', message: 'There is no data yet.', hint: 'Drop a folder or choose a sample first.' });
  }
  if (sent === dataset) return;
  const copy = { ...dataset, labels: dataset.labels.slice(), pixels: dataset.pixels.slice() };
  await callEngine('setDataset', { dataset: copy }, [copy.labels.buffer, copy.pixels.buffer]);
  sent = dataset;
}
