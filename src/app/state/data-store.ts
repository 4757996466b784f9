/**
 * @file The data on the page: what was dropped, how it was edited, and everything that follows from both. Filled by
 * data-import.ts and data-edits.ts, read by the Data column, sent to the engine by engine-dataset.ts. Data of another modality than
 * the one on screen is put away (data-shelf.ts).
 */
import { createStore } from 'zustand/vanilla';
import { MODALITIES } from '../../config/modalities.ts';
import type { Modality, RunConfig } from '../../config/run-config.ts';
import { type EditHistory, NO_EDITS } from '../../core/data/labels/dataset-edits.ts';
import type { RecordForm } from '../../core/data/record-form.ts';
import { type Split, splitDataset } from '../../core/data/split.ts';
import type { Problem } from '../../core/errors.ts';
import type { ParsedSample } from '../../worker/parse-protocol.ts';
import type { Arranged, Drop } from './arrange-data.ts';
import { configStore } from './config-store.ts';
import { NO_RELABELLINGS, type Relabellings } from './relabellings.ts';

export type DataSource = { kind: 'sample'; id: string } | { kind: 'own' } | { kind: 'address'; url: string };

/** The data itself: what is put away and brought back as one. */
export interface ShownData extends Arranged {
  source: DataSource | null;
  /** What the page calls the data: the sample's name, or the folder's. */
  name: string;
  /** Size of the files. */
  bytes: number;
  drops: readonly Drop[];
  edits: EditHistory;
  /** Ways to label that were chosen before the edits. */
  relabelled: Relabellings;
  split: Split | null;
  /** Of the records; its modality is that of the data. */
  form: RecordForm;
  /** Folder in the browser's file storage where the records lie; '' while there is none. */
  folder: string;
}

export interface DataState extends ShownData {
  phase: 'empty' | 'importing' | 'ready';
  /** While importing: form of the records, samples found, and read so far. */
  reading: RecordForm;
  listed: number;
  read: number;
  /** The first of them, to be seen at once. */
  arriving: readonly ParsedSample[];
  /** The modality was changed by what was dropped: the models before, until this is put away. */
  switched: ModalitySettings | null;
  /** Why the last import gave nothing; what was there before is still there. */
  failure: Problem | null;
  /** `data` that a link asks for and the page does not show yet; links and the address keep it until then. */
  asked: string | null;
}

/** What a modality decides in the settings. */
export type ModalitySettings = Pick<RunConfig, 'modality' | 'target' | 'auxiliary'>;

/** Forms of the shipped models, for modalities whose target is not known yet. */
const USUAL_FORMS: { readonly [M in Modality]: RecordForm } = {
  image: { modality: 'image', size: [64, 64] },
  audio: { modality: 'audio', size: [64, 64], frontEnd: 'nano' },
  point: { modality: 'point', points: 1024 },
  video: { modality: 'video', frames: 8, size: [64, 64] },
};

export function usualForm(modality: Modality): RecordForm {
  return USUAL_FORMS[modality];
}

/** No data, to be of that form. */
export function emptyData(form: RecordForm): ShownData {
  return {
    source: null,
    name: '',
    bytes: 0,
    drops: [],
    edits: NO_EDITS,
    relabelled: NO_RELABELLINGS,
    samples: [],
    classes: [],
    rejected: [],
    problems: [],
    steps: [],
    dataset: null,
    split: null,
    form,
    folder: '',
  };
}

export const dataStore = createStore<DataState>(() => ({
  ...emptyData(USUAL_FORMS.image),
  phase: 'empty',
  reading: USUAL_FORMS.image,
  listed: 0,
  read: 0,
  arriving: [],
  switched: null,
  failure: null,
  asked: null,
}));

/** The part of the state that is the data. */
export function shownData(state: DataState): ShownData {
  const keys = Object.keys(emptyData(state.form)) as (keyof ShownData)[];
  return Object.fromEntries(keys.map((key) => [key, state[key]])) as unknown as ShownData;
}

/** True where it is no longer as it was read: edited, or labelled in another way. */
export function isChanged({ edits, relabelled }: Pick<ShownData, 'edits' | 'relabelled'>): boolean {
  return edits.done.length > 0 || relabelled.past.length > 0;
}

/** `data` of the settings for what is shown. */
export function dataSetting(source: DataSource | null): string {
  if (source === null) return '';
  return source.kind === 'sample' ? `sample:${source.id}` : source.kind === 'address' ? source.url : 'own';
}

/** Why training cannot use the data now, or null. */
export function blockingProblem({ phase, dataset, problems, form }: DataState): Problem | null {
  if (phase === 'importing') {
    return { code: 'data-loading', message: 'The data is still being read.', hint: 'Train opens when it is complete.' };
  }
  if (dataset) return null;
  const { many } = MODALITIES[form.modality];
  return (
    problems.at(-1) ?? { code: 'no-data', message: 'There is no data yet.', hint: `Drop a folder of ${many} or choose a sample first.` }
  );
}

/** Divides the data set again, after the split seed or the limit a class has changed. */
export function refreshSplit(): void {
  const { dataset } = dataStore.getState();
  const { splitSeed, limitPerClass } = configStore.getState().config;
  dataStore.setState({ split: dataset && splitDataset(dataset.labels, dataset.classNames.length, splitSeed, limitPerClass) });
}
