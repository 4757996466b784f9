/**
 * @file Everything that crosses between the page and the engine worker. Types only.
 * Commands are imperatives and carry an `id`; each gets exactly one `done` or `failed` with that id.
 * Events are in the past tense and come at any time. The worker sends `heartbeat` every second.
 */
import type { RunConfig } from '../config/run-config.ts';
import type { Dataset } from '../core/data/dataset.ts';
import type { Problem } from '../core/errors.ts';
import type { ExperimentEvent, MergeReport } from '../core/lab/events.ts';
import type { EncoderConfig, ModelCard } from '../core/m2pt/encoder-config.ts';
import type { BackendInfo, BackendName } from '../core/tensor/backend-info.ts';

export type { BackendInfo, BackendName };

/** Where a model comes from: shipped with the app (fetched by id), random, or files opened by the user. */
export type ModelSource =
  | { kind: 'shipped'; id: string }
  | { kind: 'scratch'; config: EncoderConfig }
  | { kind: 'own'; name: string; configText: string; weights: ArrayBuffer };

export interface Prediction {
  /** Class probabilities in class order; null where that arm was not trained. */
  baseline: number[] | null;
  merged: number[] | null;
}

/** Commands and what `done` carries back for each. */
export interface Commands {
  /** Sent by the client itself before anything else. `baseUrl` is the page's address: `models/` lies beside it. */
  init: { args: { baseUrl: string }; result: null };
  /** Chooses a backend and runs the self-test. `auto` follows the order of docs/architecture.md. */
  start: { args: { backend: BackendName | 'auto' }; result: BackendInfo };
  /** Ids of shipped models with their cards, from `models/index.json`. */
  listModels: { args: Record<string, never>; result: ModelCard[] };
  /** Reads and checks a model; throws a Problem that names what does not fit. */
  openModel: { args: { source: ModelSource }; result: ModelCard };
  /** Gives the engine its data; the buffers are transferred. */
  setDataset: { args: { dataset: Dataset }; result: { samples: number } };
  /** Checks everything, then runs. `done` comes at once; progress comes as events. */
  startExperiment: {
    args: { config: RunConfig; target: ModelSource; auxiliary: ModelSource | null; seeds: number[]; arms: ('baseline' | 'pathway')[] };
    result: null;
  };
  pause: { args: Record<string, never>; result: null };
  /** While paused: one training step, then paused again. */
  step: { args: Record<string, never>; result: null };
  resume: { args: Record<string, never>; result: null };
  /** Ends after the current step; finished runs are kept. */
  stop: { args: Record<string, never>; result: null };
  /** Folds the last complete pair and measures it. */
  merge: { args: { pairs: number }; result: MergeReport };
  /** RGB bytes [H, W, 3] at the data set's record size. */
  predict: { args: { pixels: Uint8Array }; result: Prediction };
  /** The merged model as a safetensors file and its config. */
  exportMerged: { args: Record<string, never>; result: { weights: ArrayBuffer; configText: string; fileName: string } };
}
export type CommandName = keyof Commands;

export type CommandMessage = { [K in CommandName]: { id: number; command: K; args: Commands[K]['args'] } }[CommandName];

export type EngineEvent =
  | ExperimentEvent
  | { type: 'paused'; run: number; step: number }
  | { type: 'resumed' }
  | { type: 'experimentFailed'; problem: Problem /** True when an earlier complete pair is still in memory. */; canMerge: boolean };

export type WorkerMessage =
  | { kind: 'done'; id: number; result: unknown }
  | { kind: 'failed'; id: number; problem: Problem }
  | { kind: 'event'; event: EngineEvent }
  | { kind: 'heartbeat'; memoryBytes: number };
