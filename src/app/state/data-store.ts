/**
 * @file The data on the page: files → parse worker → samples → data set and split. What is on screen stays
 * until a new import has succeeded. The files are remembered, so that a target with another input size can
 * have them read again.
 */
import { createStore } from 'zustand/vanilla';
import { assembleDataset } from '../../core/data/assemble.ts';
import { checkDataset } from '../../core/data/check.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import { type Split, splitDataset } from '../../core/data/split.ts';
import { PlaygroundError, type Problem, toProblem } from '../../core/errors.ts';
import { importFiles } from '../../worker/parse-client.ts';
import type { DroppedFile, ParsedSample } from '../../worker/parse-protocol.ts';
import { sampleFiles, sampleList } from '../loaders/sample-data.ts';
import { configStore, patchConfig } from './config-store.ts';

export type DataSource = { kind: 'sample'; id: string } | { kind: 'own' };

export interface DataState {
  phase: 'empty' | 'importing' | 'ready';
  source: DataSource | null;
  /** What the page calls the data: the sample's name, or the folder's. */
  name: string;
  /** Of the files, in bytes. */
  bytes: number;
  /** While importing: pictures found, and read so far. */
  listed: number;
  read: number;
  samples: readonly ParsedSample[];
  classes: readonly { name: string; count: number }[];
  /** Files that were left out, each with its reason. */
  rejected: readonly Problem[];
  /** What is unusual or missing in the whole; a blocking one keeps Train off. */
  problems: readonly Problem[];
  dataset: Dataset | null;
  split: Split | null;
  /** [H, W] of the records. */
  size: readonly [number, number];
  /** Why the last import gave nothing; what was there before is still there. */
  failure: Problem | null;
}

const NOTHING = {
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
  size: [64, 64],
  failure: null,
} as const satisfies DataState;

export const dataStore = createStore<DataState>(() => NOTHING);

/** The files behind what is on screen. */
let remembered: readonly DroppedFile[] = [];
let running: AbortController | null = null;

/** Why training cannot use the data now, or null. */
export function blockingProblem({ phase, dataset, problems }: DataState): Problem | null {
  if (phase === 'importing') return { code: 'data-loading', message: 'The data is still being read.', hint: 'Wait until it is complete.' };
  if (dataset) return null;
  return problems.at(-1) ?? { code: 'no-data', message: 'There is no data yet.', hint: 'Drop a folder or choose a sample first.' };
}

/** Divides the data set again, after the split seed or the limit a class has changed. */
export function refreshSplit(): void {
  const { dataset } = dataStore.getState();
  const { splitSeed, limitPerClass } = configStore.getState().config;
  if (dataset) dataStore.setState({ split: splitDataset(dataset.labels, dataset.classNames.length, splitSeed, limitPerClass) });
}

interface Incoming {
  files: readonly DroppedFile[];
  source: DataSource;
  name: string;
  /** Samples that stay beside the new ones. */
  keep: readonly ParsedSample[];
  keepFiles: readonly DroppedFile[];
  keepRejected: readonly Problem[];
  size: readonly [number, number];
}

/** Reads files and shows them when they are complete. @returns false when nothing could be used; the old data is then still there */
async function bringIn({ files, source, name, keep, keepFiles, keepRejected, size }: Incoming): Promise<boolean> {
  running?.abort();
  const control = new AbortController();
  running = control;
  const fresh: ParsedSample[] = [];
  const rejected: Problem[] = [];
  dataStore.setState({ phase: 'importing', listed: 0, read: 0, failure: null });
  try {
    await importFiles(
      { files: [...files], size },
      {
        onListed: (listed) => running === control && dataStore.setState({ listed }),
        onSamples: (samples) => {
          for (const sample of samples) fresh.push(sample);
          if (running === control) dataStore.setState({ read: fresh.length });
        },
        onRejected: (problem) => rejected.push(problem),
      },
      control.signal,
    );
    if (running !== control) return false;
    if (fresh.length === 0) {
      throw new PlaygroundError(
        rejected[0] ?? { code: 'nothing-found', message: `No pictures were found in ${name}.`, hint: 'Choose a folder with one sub-folder of pictures a class.' },
      );
    }
    remembered = [...keepFiles, ...files];
    const paths = new Set(fresh.map((sample) => sample.path));
    const samples = [...keep.filter((sample) => !paths.has(sample.path)), ...fresh];
    const bytes = remembered.reduce((sum, { file }) => sum + file.size, 0);
    dataStore.setState({ phase: 'ready', source, name, bytes, size, rejected: [...keepRejected, ...rejected], ...built(samples, name, size) });
    refreshSplit();
    patchConfig({ data: source.kind === 'sample' ? `sample:${source.id}` : 'own' });
    return true;
  } catch (thrown) {
    if (running !== control) return false;
    const { samples } = dataStore.getState();
    dataStore.setState({ phase: samples.length > 0 ? 'ready' : 'empty', failure: control.signal.aborted ? null : toProblem(thrown) });
    return false;
  } finally {
    if (running === control) running = null;
  }
}

/** What follows from the samples alone. */
function built(samples: readonly ParsedSample[], name: string, size: readonly [number, number]): Partial<DataState> {
  throw new Error(`${samples.length}${name}${size}`);
}

/** Puts the dropped files in place of what is there. */
export function replaceFiles(files: readonly DroppedFile[], name: string): Promise<boolean> {
  const { size } = dataStore.getState();
  return bringIn({ files, name, source: { kind: 'own' }, keep: [], keepFiles: [], keepRejected: [], size });
}

/** Adds the dropped files to what is there. Files of the same path are replaced. */
export function addFiles(files: readonly DroppedFile[], name: string): Promise<boolean> {
  const { samples, rejected, size, name: shown } = dataStore.getState();
  if (samples.length === 0) return replaceFiles(files, name);
  return bringIn({ files, name: shown, source: { kind: 'own' }, keep: samples, keepFiles: remembered, keepRejected: rejected, size });
}

/** Ends an import in progress; what was there before stays. */
export function cancelImport(): void {
  running?.abort();
}
