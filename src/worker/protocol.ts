/**
 * @file Everything that crosses between the page and the engine worker. Types only.
 * Commands are imperatives and carry an `id`; each gets exactly one `done` or `failed` with that id.
 * Events are in the past tense and come at any time. The worker sends `heartbeat` every second.
 */
import type { RunConfig } from '../config/run-config.ts';
import type { ModelReport } from '../core/checkpoint/model-report.ts';
import type { DatasetPlan } from '../core/data/dataset.ts';
import type { NumberArray } from '../core/data/formats/npy.ts';
import type { RecordValues } from '../core/data/record-form.ts';
import type { Problem } from '../core/errors.ts';
import type { Snippet } from '../core/export/snippets.ts';
import type { ExperimentEvent, MergeReport } from '../core/lab/events.ts';
import type { EncoderConfig, ModelCard } from '../core/m2pt/encoder-config.ts';
import type { BackendInfo, BackendName } from '../core/tensor/backend-info.ts';

export type { BackendInfo, BackendName, Snippet };

/** Where a model comes from: shipped with the app (fetched by id), random, opened by the user, or a Hugging Face repository. */
export type ModelSource =
  | { kind: 'shipped'; id: string }
  | { kind: 'scratch'; config: EncoderConfig }
  | OwnModel
  | { kind: 'hub'; repo: string; revision: string };

/** Files of the user. A Blob is handed over without a copy and read in parts. */
export interface OwnModel {
  kind: 'own';
  name: string;
  /** Null when only a weights file was given. */
  configText: string | null;
  weights: Blob;
  /** Name of the weights file, for messages. */
  weightsName: string;
  /** The model card (README.md), for licence and data. */
  readme?: string;
  /** Hugging Face's preprocessor_config.json, for how inputs are normalised. */
  preprocessorText?: string;
}

/** What is known of a repository before its weights are fetched. */
export interface ModelPreview {
  card: ModelCard;
  /** The commit that `revision` names now. */
  commit: string;
  /** SHA-256 of the weights file where the Hub states it. */
  sha256: string | null;
  cached: boolean;
}

/** One downloaded model, in the browser's storage or, where that had no room, in memory. */
export interface CachedModel {
  /** `hf:<owner>/<name>@<revision>` */
  id: string;
  bytes: number;
  /** Milliseconds since 1970. */
  storedAt: number;
  /** True where it is in memory only: a reload forgets it, and it takes nothing of the storage. */
  inMemory?: boolean;
  /** From its header, without reading its weights; null when it cannot be used as a model, and then it can only be deleted. */
  card: ModelCard | null;
}

export interface ModelStorage {
  models: CachedModel[];
  /** Of the whole origin, in bytes; null where the browser does not tell. */
  used: number | null;
  quota: number | null;
}

/**
 * `merged`: one plain model. `unmerged`: target and auxiliary matrices side by side with their λ. `onnx`: the merged model.
 * `pytorch`: a project that continues the run with PyTorch.
 */
export type ExportFormat = 'merged' | 'unmerged' | 'onnx' | 'pytorch';

/** A file to be saved; a Blob crosses threads without a copy. */
export interface ExportedFile {
  name: string;
  blob: Blob;
}

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
  /** Reads and checks a model, downloading it where needed; throws a Problem that names what does not fit. */
  openModel: { args: { source: ModelSource }; result: ModelCard };
  /** Names, shapes, family and what fits; never throws for a model that is only unusual. */
  inspectModel: { args: { source: ModelSource }; result: ModelReport };
  /** Asks the Hub for config, licence, size and commit, without the weights. A newer one ends it: `lookup-ended`. */
  previewModel: { args: { repo: string; revision: string }; result: ModelPreview };
  /**
   * Ends the download of a Hub model; its `openModel` fails with `download-cancelled`. Where there is none, its look-up; its
   * `previewModel` fails with `lookup-ended`.
   */
  cancelDownload: { args: { repo: string; revision: string }; result: null };
  modelStorage: { args: Record<string, never>; result: ModelStorage };
  /** Deletes a downloaded model from the browser's storage, or from memory; models that a run uses stay until it ends. */
  deleteStored: { args: { id: string }; result: ModelStorage };
  /** The checkpoint's own forward pass, head included, on an input in the family's PyTorch layout. */
  predictInput: { args: { source: ModelSource; input: NumberArray }; result: NumberArray };
  /** Gives the engine its data; the buffers are transferred. */
  setDataset: { args: { dataset: DatasetPlan }; result: { samples: number } };
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
  /** One record of the data set's form. */
  predict: { args: { record: RecordValues }; result: Prediction };
  /** The merged model as files that `openModel` takes again. */
  mergedFiles: { args: Record<string, never>; result: ExportedFile[] };
  /** Files of the last complete pair; `pytorch` takes the paused run where one is paused. */
  exportModel: { args: { format: ExportFormat }; result: ExportedFile[] };
  /** How that format is loaded elsewhere, best way first. */
  exportSnippets: { args: { format: ExportFormat }; result: Snippet[] };
}
export type CommandName = keyof Commands;

export type CommandMessage = { [K in CommandName]: { id: number; command: K; args: Commands[K]['args'] } }[CommandName];

export type EngineEvent =
  | ExperimentEvent
  | { type: 'paused'; run: number; step: number }
  | { type: 'resumed' }
  | { type: 'modelDownloading'; id: string; loaded: number; total: number }
  | { type: 'experimentFailed'; problem: Problem /** True when an earlier complete pair is still in memory. */; canMerge: boolean };

export type WorkerMessage =
  | { kind: 'done'; id: number; result: unknown }
  | { kind: 'failed'; id: number; problem: Problem }
  | { kind: 'event'; event: EngineEvent }
  | { kind: 'heartbeat'; memoryBytes: number };
