/**
 * @file An experiment: every arm with every seed, from the same split, head and batch order, as one stream of events.
 * Used alike by the page and by `npm run lab`. An async generator: pause = do not pull, stop = `return()`.
 * The models of the last complete pair stay in memory (`ExperimentModels`), to be merged and tried.
 */
import { median } from 'simple-statistics';
import type { ArmName } from '../../config/run-config.ts';
import type { LoadedEncoder } from '../checkpoint/load-encoder.ts';
import type { Dataset } from '../data/dataset.ts';
import { splitDataset } from '../data/split.ts';
import { type Evaluation, evaluate, softmax } from '../inference/predict.ts';
import { initBody, initHead } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { fineTuneBody, fineTuneConfig } from '../m2pt/fine-tune-config.ts';
import { mergePathway } from '../m2pt/merge.ts';
import { lambdaNames } from '../m2pt/names.ts';
import { attachPathway, auxiliaryRatios } from '../m2pt/pathway.ts';
import { memoryInUse } from '../tensor/memory-in-use.ts';
import { disposeParams, type HostParams, type Params, paramsFromHost } from '../tensor/params.ts';
import { createRng } from '../tensor/rng.ts';
import { diverged } from '../train/diverged.ts';
import { disposeMoments, type OptimizerState } from '../train/optimizer.ts';
import { startHead } from '../train/start-head.ts';
import { stepsPerEpoch, type TrainOptions, trainRun } from '../train/trainer.ts';
import type { ExperimentEvent, PlannedRun, RunResult } from './events.ts';
import { checkIngredients, type Ingredients, planRuns } from './plan.ts';
import { comparePairs } from './statistics.ts';

/** Validation samples whose probabilities are sent after every epoch. */
const WATCHED = 3;

/** Trained models of one seed. Whoever holds this owns the tensors. */
export interface TrainedPair {
  seed: number;
  /** Null when that arm was not part of the plan. */
  baseline: Params | null;
  pathway: Params | null;
  /** What both arms started from: target, final norm and head, without a pathway. Arrays of the target are shared. */
  start?: HostParams;
  /**
   * AdamW's state at the end of the pathway arm, or of the baseline where that is the only one: with it a run can be
   * continued elsewhere. Costs 8 bytes for every trained parameter until the pair is freed.
   */
  optimizer?: { arm: ArmName } & OptimizerState;
}

/** The run that is training or paused now. Its tensors are replaced by the next step: clone before anything is awaited. */
export interface OpenRun {
  run: PlannedRun;
  params: Params;
  start: HostParams;
  optimizer(): OptimizerState;
}

/** Where the experiment leaves its models; `pair` is the last complete one. */
export interface ExperimentModels {
  /** What the experiment was started with; the target in the shape in which it is trained. */
  ingredients: Ingredients;
  encoder: EncoderConfig;
  dataset: Dataset;
  test: Uint32Array;
  pair: TrainedPair | null;
  /** Null between runs. */
  open: OpenRun | null;
}

export type ExperimentStep = ExperimentEvent | { type: 'stepped'; run: number; step: number };

/**
 * @param keep receives the place where models are left; read it after the stream has ended
 * @param flushDue asked after every step whether metrics should be read back now
 * @throws PlaygroundError before any training when the ingredients do not go together, or `diverged` later
 */
export async function* runExperiment(
  given: Ingredients,
  keep: (models: ExperimentModels) => void,
  flushDue: (stepsWaiting: number) => boolean,
): AsyncGenerator<ExperimentStep, void> {
  checkIngredients(given);
  const ingredients = { ...given, target: forFineTuning(given.target) };
  const { config, dataset, target, auxiliary, seeds, arms } = ingredients;
  const started = performance.now();
  const split = splitDataset(dataset.labels, dataset.classNames.length, config.splitSeed, config.limitPerClass);
  const runs = planRuns(seeds, arms);
  const perEpoch = stepsPerEpoch(split.train.length, config.batchSize);
  const sample = arms.includes('pathway') ? withArm(plainParams(ingredients, seeds[0]!), 'pathway', ingredients) : {};
  const names = lambdaNames(sample);
  yield {
    type: 'experimentStarted',
    runs,
    epochs: config.epochs,
    stepsPerEpoch: perEpoch,
    stepsPerRun: perEpoch * config.epochs,
    split: { train: split.train.length, validation: split.validation.length, test: split.test.length },
    lambdaNames: names,
    auxiliaryRatio: auxiliary ? auxiliaryRatios(sample) : [],
  };

  const models: ExperimentModels = { ingredients, encoder: target.config, dataset, test: split.test, pair: null, open: null };
  keep(models);
  const results: RunResult[] = [];
  let open: TrainedPair | null = null as TrainedPair | null;
  let plain: HostParams = {};
  try {
    for (const run of runs) {
      yield { type: 'runStarted', run };
      if (open?.seed !== run.seed) {
        disposePair(open);
        plain = plainParams(ingredients, run.seed);
        open = { seed: run.seed, baseline: null, pathway: null, start: plain };
        Object.assign(plain, await startHead(plain, target.config, dataset, split.train));
      }
      const params = paramsFromHost(withArm(plain, run.arm, ingredients));
      open[run.arm] = params;
      const result: RunResult = yield* oneRun(run, params, ingredients, split, names, flushDue, {
        started: (optimizer) => {
          models.open = { run, params, start: plain, optimizer };
        },
        finished: (state) => {
          models.open = null;
          if (open && (run.arm === 'pathway' || !arms.includes('pathway'))) open.optimizer = { arm: run.arm, ...state };
          else disposeMoments(state.moments);
        },
      });
      results.push(result);
      yield { type: 'runFinished', run: run.index, result };
      if (arms.every((arm) => open?.[arm])) {
        disposePair(models.pair);
        models.pair = open;
        open = null;
      }
      yield { type: 'comparisonUpdated', comparison: comparePairs(results) };
    }
    yield {
      type: 'experimentFinished',
      stopped: false,
      results,
      secondsTotal: (performance.now() - started) / 1000,
      canMerge: models.pair?.pathway != null,
    };
  } finally {
    models.open = null;
    disposePair(open);
  }
}

/** Frees the models of a pair. */
export function disposePair(pair: TrainedPair | null): void {
  if (pair?.baseline) disposeParams(pair.baseline);
  if (pair?.pathway) disposeParams(pair.pathway);
  if (pair?.optimizer) disposeMoments(pair.optimizer.moments);
}

/** Body and head that both arms of a seed start from. */
function plainParams({ target, dataset }: Ingredients, seed: number): HostParams {
  const body = Object.keys(target.params).length ? target.params : initBody(target.config, seed);
  return { ...body, ...initHead(target.config, dataset.classNames.length, createRng(seed, 'init-head')) };
}

/** The target as it is trained: its body, under a shape with a new linear head. Random bodies are drawn later. */
function forFineTuning(target: LoadedEncoder): LoadedEncoder {
  const config = fineTuneConfig(target.config, target.head !== null);
  return { ...target, config, params: Object.keys(target.params).length ? fineTuneBody(config, target.params) : {} };
}

function withArm(plain: HostParams, arm: ArmName, { target, auxiliary, config }: Ingredients): HostParams {
  return arm === 'pathway' && auxiliary ? attachPathway(plain, target.config, auxiliary.params, auxiliary.config, config) : plain;
}

async function* oneRun(
  run: PlannedRun,
  params: Params,
  { config, dataset, target }: Ingredients,
  split: ReturnType<typeof splitDataset>,
  names: readonly string[],
  flushDue: (stepsWaiting: number) => boolean,
  optimizer: Pick<TrainOptions, 'started' | 'finished'>,
): AsyncGenerator<ExperimentStep, RunResult> {
  const started = performance.now();
  const classes = dataset.classNames.length;
  const lambdaCount = run.arm === 'pathway' ? names.length : 0;
  const trainLoss: number[] = [];
  const stepTimes: number[] = [];
  let lambda: number[] = [];
  let valAccuracy = Number.NaN;
  const watched = Array.from({ length: Math.min(WATCHED, split.validation.length) }, (_, i) =>
    Math.floor((i * split.validation.length) / WATCHED),
  );
  for await (const event of trainRun({
    params,
    encoder: target.config,
    dataset,
    train: split.train,
    settings: config,
    seed: run.seed,
    flushDue,
    ...optimizer,
  })) {
    switch (event.type) {
      case 'stepped':
        yield { ...event, run: run.index };
        break;
      case 'metrics': {
        trainLoss.push(...event.losses);
        stepTimes.push(...event.losses.map(() => event.stepMs));
        if (lambdaCount) lambda = Array.from(event.lambdas.subarray(-lambdaCount));
        yield {
          type: 'stepsFinished',
          run: run.index,
          firstStep: event.firstStep,
          losses: event.losses,
          gradNorms: event.gradNorms,
          stepMs: event.losses.map(() => event.stepMs),
          lambdas: event.lambdas,
          examplesPerSecond: (Math.min(config.batchSize, split.train.length) * 1000) / event.stepMs,
          memoryBytes: memoryInUse(),
        };
        break;
      }
      case 'epochEnded': {
        const { loss, accuracy, logits } = await evaluateMerged(params, target.config, dataset, split.validation);
        if (!Number.isFinite(loss)) throw diverged(event.step, config.learningRate);
        valAccuracy = accuracy;
        yield {
          ...event,
          type: 'epochFinished',
          run: run.index,
          validationLoss: loss,
          validationAccuracy: accuracy,
          watched: watched.map((at) => {
            const index = split.validation[at]!;
            return {
              sample: index,
              label: dataset.labels[index]!,
              probabilities: softmax(logits.subarray(at * classes, (at + 1) * classes)),
            };
          }),
        };
        break;
      }
      default:
        event satisfies never;
    }
  }
  const test = await evaluateMerged(params, target.config, dataset, split.test);
  return {
    arm: run.arm,
    seed: run.seed,
    valAccuracy,
    testAccuracy: test.accuracy,
    trainLoss,
    lambda: Object.fromEntries(lambda.map((value, i) => [names[i]!, value])),
    stepMsMedian: median(stepTimes),
    secondsTotal: (performance.now() - started) / 1000,
    confusion: test.confusion,
  };
}

/** Evaluates with every pathway folded, so that it costs what a plain model costs. */
async function evaluateMerged(params: Params, encoder: EncoderConfig, dataset: Dataset, indices: Uint32Array): Promise<Evaluation> {
  const merged = mergePathway(params);
  try {
    return await evaluate(merged, encoder, dataset, indices);
  } finally {
    disposeParams(merged);
  }
}
