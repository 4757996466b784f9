/**
 * @file The engine worker: owns the backend, the data, the models and the run. The one place with `self`.
 * Every command is answered once, by `done` or `failed`; see protocol.ts. A lost GPU ends the whole worker,
 * because tfjs keeps dead buffers: the client sees the error and starts a fresh one.
 */
import type { LoadedEncoder } from '../core/checkpoint/load-encoder.ts';
import { resizeEncoder } from '../core/checkpoint/resize-encoder.ts';
import type { Dataset } from '../core/data/dataset.ts';
import { PlaygroundError, toProblem } from '../core/errors.ts';
import { logitsOf, softmax } from '../core/inference/predict.ts';
import { checkInferenceFits, checkTrainingFits } from '../core/lab/capacity.ts';
import { runExperiment } from '../core/lab/experiment.ts';
import { mergeReport } from '../core/lab/merge-report.ts';
import { checkIngredients } from '../core/lab/plan.ts';
import type { BackendInfo } from '../core/tensor/backend-info.ts';
import { memoryInUse } from '../core/tensor/memory-in-use.ts';
import type { Params } from '../core/tensor/params.ts';
import { startBackend } from '../core/train/start-backend.ts';
import { createDriver, type ExperimentDriver } from './experiment-driver.ts';
import { cardOf, createModelStore, idOf, type ModelStore } from './model-store.ts';
import type { CommandMessage, CommandName, Commands, EngineEvent, WorkerMessage } from './protocol.ts';
import { createOpenDatasets } from './stored-records.ts';
import { createTrainedModels } from './trained-models.ts';

const HEARTBEAT_MS = 1000;

let store: ModelStore | null = null;
const datasets = createOpenDatasets();
let dataset: Dataset | null = null;
/** What the models were trained on, that may still be asked. */
let trainedOn: Dataset | null = null;
let driver: ExperimentDriver | null = null;
const trained = createTrainedModels();
let backend: BackendInfo | null = null;
let merging = false;

const post = (message: WorkerMessage, transfer: Transferable[] = []) => self.postMessage(message, { transfer });
const postEvent = (event: EngineEvent, transfer: Transferable[] = []) => post({ kind: 'event', event }, transfer);

function need<T>(value: T | null, code: string, message: string, hint: string): T {
  if (value === null) throw new PlaygroundError({ code, message, hint });
  return value;
}
const needStore = () => need(store, 'not-ready', 'The engine has not been told where its models are.', 'Reload the page.');
const needBackend = () => need(backend, 'not-ready', 'The engine has not chosen a backend yet.', 'Wait for the badge, then try again.');
type Handlers = { [K in CommandName]: (args: Commands[K]['args']) => Promise<Commands[K]['result']> };

const handlers: Handlers = {
  async init({ baseUrl }) {
    store = createModelStore(baseUrl, postEvent);
    return null;
  },
  async start({ backend: wanted }) {
    const onLost = (reason: string) => {
      setTimeout(() => {
        throw new Error(`the GPU was lost (${reason})`);
      });
    };
    backend = await startBackend(wanted, { onLost });
    return backend;
  },
  listModels: () => needStore().list(),
  async openModel({ source }) {
    return cardOf(await needStore().open(source), idOf(source));
  },
  async setDataset({ dataset: plan }) {
    dataset = await datasets.open(plan);
    datasets.keepOnly([dataset, trainedOn]);
    return { samples: plan.labels.length };
  },
  async startExperiment({ config, target, auxiliary, seeds, arms }) {
    if (driver?.running) throw new PlaygroundError({ code: 'busy', message: 'An experiment is already running.', hint: 'Stop it first.' });
    if (merging)
      throw new PlaygroundError({
        code: 'busy',
        message: 'The models are being merged and measured.',
        hint: 'Wait a few seconds, then try again.',
      });
    const running = needBackend();
    const data = need(dataset, 'no-data', 'There are no data to train on.', 'Drop a folder first.');
    const opened: LoadedEncoder = resizeEncoder(await needStore().open(target), config.pictureSize);
    const aux = auxiliary ? await needStore().open(auxiliary) : null;
    const ingredients = { config, dataset: data, target: opened, auxiliary: aux, seeds, arms };
    checkIngredients(ingredients);
    const pairedSeeds = seeds.length;
    checkTrainingFits(opened.config, { ...config, pairedSeeds, samples: data.labels.length, hasAuxiliary: aux !== null }, running);
    const fresh = createDriver(postEvent, trained.canMerge);
    driver = fresh;
    trained.startOver(data);
    trainedOn = data;
    datasets.keepOnly([dataset, trainedOn]);
    void fresh.run(runExperiment(ingredients, trained.hold, fresh.flushDue));
    return null;
  },
  async pause() {
    driver?.pause();
    return null;
  },
  async step() {
    driver?.step();
    return null;
  },
  async resume() {
    driver?.resume();
    return null;
  },
  async stop() {
    driver?.stop();
    return null;
  },
  async merge({ pairs }) {
    merging = true;
    try {
      return await mergeReport(trained.mergeSubjects(), pairs);
    } finally {
      merging = false;
    }
  },
  async predict({ record }) {
    const { encoder, dataset, baseline, merged } = trained.tryOut();
    const one: Dataset = { ...dataset, labels: Uint16Array.of(0), records: { count: 1, read: () => record } };
    const classify = async (params: Params | null) => (params ? softmax(await logitsOf(params, encoder, one, [0])) : null);
    return { baseline: await classify(baseline), merged: await classify(merged) };
  },
  inspectModel: async ({ source }) => (await import('./inspect-model.ts')).inspectModel(source, needStore()),
  previewModel: (hub) => needStore().preview(hub),
  async cancelDownload(hub) {
    needStore().cancel(hub);
    return null;
  },
  modelStorage: () => needStore().storage(),
  deleteStored: ({ id }) => needStore().delete(id),
  async predictInput({ source, input }) {
    const model = await needStore().open(source);
    checkInferenceFits(model.config, needBackend());
    return (await import('../core/inference/predict-input.ts')).predictInput(model, input);
  },
  mergedFiles: async () => (await import('./export-model.ts')).mergedFiles(trained),
  exportModel: async ({ format }) => (await import('./export-model.ts')).exportModel(format, trained, driver?.paused),
  exportSnippets: async ({ format }) => (await import('./export-model.ts')).exportSnippets(format, trained),
};

self.onmessage = async ({ data: { id, command, args } }: MessageEvent<CommandMessage>) => {
  try {
    const result = await (handlers[command] as (args: unknown) => Promise<unknown>)(args);
    post({ kind: 'done', id, result });
  } catch (thrown) {
    post({ kind: 'failed', id, problem: toProblem(thrown) });
  }
};

setInterval(() => post({ kind: 'heartbeat', memoryBytes: backend ? memoryInUse() : 0 }), HEARTBEAT_MS);
