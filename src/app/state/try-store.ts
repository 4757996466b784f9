/**
 * @file A sample that neither model has seen, and what both say about it.
 */
import { createStore } from 'zustand/vanilla';
import { MODALITIES } from '../../config/modalities.ts';
import { PlaygroundError, type Problem, toProblem } from '../../core/errors.ts';
import { importFiles } from '../../worker/parse-client.ts';
import type { ParsedSample } from '../../worker/parse-protocol.ts';
import type { Prediction } from '../../worker/protocol.ts';
import { dataStore } from './data-store.ts';
import { engineDataStore } from './engine-dataset.ts';
import { callEngine } from './engine-store.ts';
import { clearExports } from './export-store.ts';

export interface TryState {
  phase: 'empty' | 'reading' | 'ready' | 'failed';
  /** Name of the file; `camera.png` and the like for what was recorded here. */
  name: string;
  sample: ParsedSample | null;
  /** What the sample was read from. */
  file: File | null;
  prediction: Prediction | null;
  problem: Problem | null;
}

/** Import takes the folder for the class; this one has none yet. */
const FOLDER = 'new';

const EMPTY: TryState = { phase: 'empty', name: '', sample: null, file: null, prediction: null, problem: null };

export const tryStore = createStore<TryState>(() => EMPTY);

let latest = 0;

/** Forgets the sample and what was exported: the classes or the weights are gone. */
export function clearTry(): void {
  latest++;
  clearExports();
  tryStore.setState(EMPTY);
}

async function readSample(file: File): Promise<ParsedSample> {
  const form = engineDataStore.getState().dataset?.form ?? dataStore.getState().form;
  const { one } = MODALITIES[form.modality];
  let sample: ParsedSample | undefined;
  let refusal: Problem | undefined;
  await importFiles(
    { files: [{ path: `${FOLDER}/${file.name}`, file }], form, folder: '' },
    {
      onListed: () => {},
      onSamples: ([first]) => {
        sample ??= first;
      },
      onRejected: (problem) => {
        refusal ??= problem;
      },
    },
  );
  if (sample) return sample;
  throw new PlaygroundError({
    code: refusal?.code ?? 'not-readable',
    message: refusal?.message.replace(`${FOLDER}/`, '') ?? `${file.name} is not a ${one} that can be read.`,
    hint: refusal?.hint ?? `Choose another ${one}.`,
  });
}

/** Reads a file and asks baseline and merged model for its classes. A later call overtakes an earlier one. */
export async function predictFile(file: File): Promise<void> {
  const mine = ++latest;
  // The answer before was about another sample.
  tryStore.setState({ ...EMPTY, phase: 'reading', name: file.name });
  try {
    const sample = await readSample(file);
    if (!sample.record) throw new TypeError('a sample without its record');
    const prediction = await callEngine('predict', { record: sample.record });
    if (mine === latest) tryStore.setState({ phase: 'ready', sample, file, prediction });
  } catch (thrown) {
    if (mine === latest) tryStore.setState({ phase: 'failed', problem: toProblem(thrown) });
  }
}
