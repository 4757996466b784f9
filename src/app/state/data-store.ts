/**
 * @file The data on the page: samples, classes, what was left out, the data set and its split. Filled by
 * data-import.ts, read by the Data column, sent to the engine by engine-dataset.ts.
 */
import { createStore } from 'zustand/vanilla';
import type { DatasetPlan } from '../../core/data/dataset.ts';
import type { RecordForm } from '../../core/data/record-form.ts';
import { type Split, splitDataset } from '../../core/data/split.ts';
import type { Problem } from '../../core/errors.ts';
import type { ParsedSample } from '../../worker/parse-protocol.ts';
import { configStore } from './config-store.ts';

export type DataSource = { kind: 'sample'; id: string } | { kind: 'own' } | { kind: 'address'; url: string };

export interface DataState {
  phase: 'empty' | 'importing' | 'ready';
  source: DataSource | null;
  /** What the page calls the data: the sample's name, or the folder's. */
  name: string;
  /** Size of the files. */
  bytes: number;
  /** While importing: samples found, and read so far. */
  listed: number;
  read: number;
  samples: readonly ParsedSample[];
  /** Every class that was found, also one that is too small to use. */
  classes: readonly { name: string; samples: readonly ParsedSample[]; usable: boolean }[];
  /** Files that were left out, each with its reason. */
  rejected: readonly Problem[];
  /** What is unusual in the whole; when there is no data set, the last one says why. */
  problems: readonly Problem[];
  dataset: DatasetPlan | null;
  split: Split | null;
  /** Of the records; its modality is that of the data. */
  form: RecordForm;
  /** Folder in the browser's file storage where the records lie; '' while there is none. */
  folder: string;
  /** Why the last import gave nothing; what was there before is still there. */
  failure: Problem | null;
  /** `data` that a link asks for and the page does not show yet; links and the address keep it until then. */
  asked: string | null;
}

export const dataStore = createStore<DataState>(() => ({
  phase: 'empty',
  source: null,
  name: '',
  bytes: 0,
  listed: 0,
  read: 0,
  samples: [],
  classes: [],
  rejected: [],
  problems: [],
  dataset: null,
  split: null,
  form: { modality: 'image', size: [64, 64] },
  folder: '',
  failure: null,
  asked: null,
}));

/** Why training cannot use the data now, or null. */
export function blockingProblem({ phase, dataset, problems }: DataState): Problem | null {
  if (phase === 'importing') {
    return { code: 'data-loading', message: 'The data is still being read.', hint: 'Train opens when it is complete.' };
  }
  if (dataset) return null;
  return problems.at(-1) ?? { code: 'no-data', message: 'There is no data yet.', hint: 'Drop a folder or choose a sample first.' };
}

/** Divides the data set again, after the split seed or the limit a class has changed. */
export function refreshSplit(): void {
  const { dataset } = dataStore.getState();
  const { splitSeed, limitPerClass } = configStore.getState().config;
  if (dataset) dataStore.setState({ split: splitDataset(dataset.labels, dataset.classNames.length, splitSeed, limitPerClass) });
}
