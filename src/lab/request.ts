/**
 * @file What scripts/lab/ hands to the lab page, one form a verb. Types only; change both sides together.
 */
import type { BackendName } from '../config/backends.ts';
import type { Experiment } from './experiment-file.ts';

/** Where a model is; files of `own` are served at `lab/<role>/weights`, `/config`, `/readme` and `/preprocessor`. */
export type LabModel =
  | { kind: 'shipped'; id: string }
  | { kind: 'scratch' }
  | { kind: 'none' }
  | { kind: 'hub'; repo: string; revision: string }
  | { kind: 'own'; name: string; weightsName: string; hasConfig: boolean; hasReadme: boolean; hasPreprocessor: boolean };

export interface RunRequest {
  verb: 'run';
  /** Checked before, by `readExperiment`. */
  experiment: Experiment;
  /** The data as the experiment file names it; the result repeats it. */
  data: string;
  dataName: string;
  /** Path of each data file; file i is served at `lab/data/<i>`. */
  paths: string[];
  /** Absent where the file does not name one. */
  target?: LabModel;
  auxiliary?: LabModel;
  /** Put the PyTorch project of the last pair at `lab/out/project`. */
  wantsProject: boolean;
}

export interface PredictRequest {
  verb: 'predict';
  model: LabModel;
  /** Served at `lab/input`. */
  inputName: string;
  backend: BackendName | 'auto';
}

export type LabRequest = RunRequest | PredictRequest;
