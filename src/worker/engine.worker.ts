/**
 * @file The engine worker: owns the backend, the data, the models and the run. The one place with `self`.
 * Every command is answered once, by `done` or `failed`; see protocol.ts. A lost GPU ends the whole worker,
 * because tfjs keeps dead buffers: the client sees the error and starts a fresh one.
 */
import type { LoadedEncoder } from '../core/checkpoint/load-encoder.ts';
import { writeSafetensors } from '../core/checkpoint/safetensors.ts';
import type { Dataset } from '../core/data/dataset.ts';
import { PlaygroundError, toProblem } from '../core/errors.ts';
import { logitsOf, softmax } from '../core/inference/predict.ts';
import { disposePair, type ExperimentModels, runExperiment } from '../core/lab/experiment.ts';
import { mergeReport } from '../core/lab/merge-report.ts';
import { checkIngredients } from '../core/lab/plan.ts';
import { mergePathway } from '../core/m2pt/merge.ts';
import { isAux, isScale } from '../core/m2pt/names.ts';
import { chooseBackend } from '../core/tensor/backend.ts';
import { disposeParams, type Params, paramsToHost } from '../core/tensor/params.ts';
import * as tf from '../core/tensor/tf.ts';
import { selfTest } from '../core/train/self-test.ts';
import { createDriver, type ExperimentDriver } from './experiment-driver.ts';
import { cardOf, createModelStore, type ModelStore } from './model-store.ts';
import type { CommandMessage, CommandName, Commands, EngineEvent, WorkerMessage } from './protocol.ts';

const HEARTBEAT_MS = 1000;

let store: ModelStore | null = null;
let dataset: Dataset | null = null;
let driver: ExperimentDriver | null = null;
let models: ExperimentModels | null = null;
let merged: Params | null = null;
let backendReady = false;

const post = (message: WorkerMessage, transfer: Transferable[] = []) => self.postMessage(message, { transfer });
const postEvent = (event: EngineEvent, transfer: Transferable[] = []) => post({ kind: 'event', event }, transfer);

function need<T>(value: T | null, code: string, message: string, hint: string): T {
  if (value === null) throw new PlaygroundError({ code, message, hint });
  return value;
}
const needStore = () => need(store, 'not-ready', 'The engine has not been told where its models are.', 'Reload the page.');
const needPathway = () => {
  const held = need(models, 'nothing-trained', 'Nothing has been trained yet.', 'Train a pair of runs first.');
  const pair = need(held.pair, 'no-pair', 'No pair of runs is complete.', 'Let one seed finish both arms.');
  return {
    ...held,
    pair,
    pathway: need(
      pair.pathway,
      'no-pathway',
      'No pathway arm has been trained, so there is nothing to merge.',
      'Choose an auxiliary and train again.',
    ),
  };
};
const needMerged = () => {
  const { pathway } = needPathway();
  merged ??= mergePathway(pathway);
  return merged;
};
/** Forgets what was trained. */
function dropModels(): void {
  disposePair(models?.pair ?? null);
  if (merged) disposeParams(merged);
  models = null;
  merged = null;
}
/** The target's own matrices without the auxiliary: a plain model for comparison where no baseline arm was trained. */
function plainPart(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !isAux(name) && !isScale(name)));
}

type Handlers = { [K in CommandName]: (args: Commands[K]['args']) => Promise<Commands[K]['result']> };

const handlers: Handlers = {
  async init({ baseUrl }) {
    store = createModelStore(baseUrl);
    return null;
  },
  async start({ backend }) {
    const onLost = (reason: string) => {
      setTimeout(() => {
        throw new Error(`the GPU was lost (${reason})`);
      });
    };
    const info = await chooseBackend(backend, { selfTest, onLost });
    backendReady = true;
    return info;
  },
  listModels: () => needStore().list(),
  async openModel({ source }) {
    const id = source.kind === 'shipped' ? source.id : source.kind === 'own' ? `own:${source.name}` : 'scratch';
    return cardOf(await needStore().open(source), id);
  },
  async setDataset({ dataset: given }) {
    dataset = given;
    return { samples: given.labels.length };
  },
  async startExperiment({ config, target, auxiliary, seeds, arms }) {
    if (driver?.running) throw new PlaygroundError({ code: 'busy', message: 'An experiment is already running.', hint: 'Stop it first.' });
    if (!backendReady)
      throw new PlaygroundError({
        code: 'not-ready',
        message: 'The engine has not chosen a backend yet.',
        hint: 'Wait for the badge, then try again.',
      });
    const data = need(dataset, 'no-data', 'There are no data to train on.', 'Drop a folder first.');
    const opened: LoadedEncoder = await needStore().open(target);
    const aux = auxiliary ? await needStore().open(auxiliary) : null;
    const ingredients = { config, dataset: data, target: opened, auxiliary: aux, seeds, arms };
    checkIngredients(ingredients);
    dropModels();
    const keep = (held: ExperimentModels) => {
      models = held;
    };
    const fresh = createDriver(postEvent, () => models?.pair?.pathway != null);
    driver = fresh;
    void fresh.run(runExperiment(ingredients, keep, fresh.flushDue));
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
    const { pair, pathway, encoder, dataset, test } = needPathway();
    return mergeReport(
      { seed: pair.seed, encoder, dataset, test, baseline: pair.baseline ?? plainPart(pathway), pathway, merged: needMerged() },
      pairs,
    );
  },
  async predict({ pixels }) {
    const held = need(models, 'nothing-trained', 'Nothing has been trained yet.', 'Train a pair of runs first.');
    const one: Dataset = { ...held.dataset, labels: Uint16Array.of(0), pixels };
    const classify = async (params: Params) => softmax(await logitsOf(params, held.encoder, one, [0]));
    return {
      baseline: held.pair?.baseline ? await classify(held.pair.baseline) : null,
      merged: held.pair?.pathway ? await classify(needMerged()) : null,
    };
  },
  async exportMerged() {
    const { encoder, dataset } = needPathway();
    const config = {
      format: 'm2pt-encoder',
      version: 1,
      ...encoder,
      name: `${encoder.name}-merged`,
      numClasses: dataset.classNames.length,
      classNames: dataset.classNames,
    };
    const configText = JSON.stringify(config, null, 2);
    const weights = writeSafetensors(await paramsToHost(needMerged()), { format: 'pt', m2pt_config: configText });
    return { weights, configText, fileName: `${encoder.name}-merged.safetensors` };
  },
};

self.onmessage = async ({ data: { id, command, args } }: MessageEvent<CommandMessage>) => {
  try {
    const result = await (handlers[command] as (args: unknown) => Promise<unknown>)(args);
    const transfer = command === 'exportMerged' ? [(result as { weights: ArrayBuffer }).weights] : [];
    post({ kind: 'done', id, result }, transfer);
  } catch (thrown) {
    post({ kind: 'failed', id, problem: toProblem(thrown) });
  }
};

setInterval(() => post({ kind: 'heartbeat', memoryBytes: backendReady ? tf.memory().numBytes : 0 }), HEARTBEAT_MS);
