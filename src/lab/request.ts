/**
 * @file What scripts/lab/browser.mjs hands to the lab page. Types only; change both sides together.
 */
import type { Experiment } from './experiment-file.ts';

/** Where a model of the experiment is; `own` folders are served at `lab/target/` and `lab/auxiliary/`. */
export type LabModel = { kind: 'shipped'; id: string } | { kind: 'scratch' } | { kind: 'none' } | { kind: 'own'; name: string };

export interface LabRequest {
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
}
