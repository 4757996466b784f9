/**
 * @file One training run as an async generator: pause = do not pull, stop = `return()`.
 * It yields `stepped` after every step, and a group of metrics when `flushDue` says so (reading back from a GPU
 * at every step would stall it). The same seed gives the same batches on every backend, and the same
 * losses bit for bit on cpu. The caller owns `params`; they are replaced in place as training goes on.
 */
import type { RunConfig } from '../../config/run-config.ts';
import { type Augmentation, trainingAugmentation } from '../data/augment/augmentation.ts';
import { batchIndices, epochOrder } from '../data/batches.ts';
import type { Dataset } from '../data/dataset.ts';
import { smoothTargets } from '../kernels/cross-entropy.ts';
import { batchValues } from '../m2pt/batch-input.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { isRunningStatistic, linkedLinears, scaleName } from '../m2pt/names.ts';
import { batchNorm, trainingBatchNorm } from '../nn/batch-norm.ts';
import type { Params } from '../tensor/params.ts';
import type * as tf from '../tensor/tf.ts';
import { createTrainingStep } from './create-step.ts';
import { diverged } from './diverged.ts';
import type { OptimizerState } from './optimizer.ts';
import { parameterGroups } from './parameter-groups.ts';
import { learningRateAt } from './schedule.ts';

export interface TrainOptions {
  params: Params;
  encoder: EncoderConfig;
  dataset: Dataset;
  train: Uint32Array;
  settings: RunConfig;
  seed: number;
  /** Asked after every step: should metrics be read back now? */
  flushDue: (stepsWaiting: number) => boolean;
  /** Called once before the first step with a way to look at the optimizer between two steps. */
  started?: (look: () => OptimizerState) => void;
  /** Called after the last step of a run that was not stopped; the moments then belong to the receiver. Else they are freed. */
  finished?: (state: OptimizerState) => void;
}

export interface Metrics {
  type: 'metrics';
  firstStep: number;
  losses: number[];
  gradNorms: number[];
  /** Mean wall time of a step in this group, in ms: on a GPU single steps cannot be told apart. */
  stepMs: number;
  /** [steps × λ]. */
  lambdas: Float32Array;
}
/** All steps of an epoch are done and reported; a good moment to evaluate. */
export interface EpochEnded {
  type: 'epochEnded';
  /** From 1. */
  epoch: number;
  step: number;
}
export type TrainEvent = { type: 'stepped'; step: number } | Metrics | EpochEnded;

/** Batches of one epoch. */
export function stepsPerEpoch(trainCount: number, batchSize: number): number {
  return Math.max(1, Math.floor(trainCount / batchSize));
}

/** @throws PlaygroundError `diverged` when the loss is no longer a finite number */
export async function* trainRun(options: TrainOptions): AsyncGenerator<TrainEvent, void> {
  const { params, encoder, dataset, settings, seed } = options;
  const classes = dataset.classNames.length;
  const groups = parameterGroups(params, encoder.depth, settings);
  const scales = linkedLinears(params).map(scaleName);
  const perEpoch = stepsPerEpoch(options.train.length, settings.batchSize);
  const total = perEpoch * settings.epochs;
  const warmup = Math.round(settings.warmup * total);
  const moved: Params = {}; // running statistics after the step, where the model has batch norms
  // `fix` leaves the body as it is: its batch norms too.
  const movesStatistics = settings.mode !== 'fix' && Object.keys(params).some(isRunningStatistic);
  const norms = movesStatistics ? trainingBatchNorm(moved) : batchNorm;
  const forward = (p: Params, input: tf.Tensor) => encoderForward(p, encoder, input, plainLinear, norms);
  const training = await createTrainingStep({ params, groups, clipNorm: settings.clipNorm, forward, scales, moved, movesStatistics });
  let since = performance.now();
  let step = 0;

  const runStep = (indices: ArrayLike<number>, augment: Augmentation | null) => {
    const { input, labels, mixed } = batchValues(encoder, dataset, indices, augment);
    const targets = { data: smoothTargets(labels, classes, settings.labelSmoothing, mixed), shape: [indices.length, classes] };
    training.run(input, targets, learningRateAt(step, total, warmup, settings.learningRate));
    step += 1;
  };

  const flush = async (): Promise<Metrics> => {
    const count = training.waiting;
    const values = await training.read(); // [steps, 2 + λ]
    const width = values.length / count;
    const column = (at: number) => Array.from({ length: count }, (_, i) => values[i * width + at] as number);
    const lambdas = new Float32Array(count * (width - 2));
    for (let i = 0; i < count; i++) lambdas.set(values.subarray(i * width + 2, (i + 1) * width), i * (width - 2));
    const losses = column(0);
    if (!losses.every(Number.isFinite))
      throw diverged(step - count + losses.findIndex((loss) => !Number.isFinite(loss)) + 1, settings.learningRate);
    const now = performance.now();
    const stepMs = (now - since) / count;
    since = now;
    return { type: 'metrics', firstStep: step - count, losses, gradNorms: column(1), stepMs, lambdas };
  };

  options.started?.(training.state);
  try {
    for (let epoch = 0; epoch < settings.epochs; epoch++) {
      const augment = trainingAugmentation(settings, dataset.form, seed, epoch);
      for (const indices of batchIndices(epochOrder(options.train, epoch, seed), settings.batchSize)) {
        runStep(indices, augment);
        if (options.flushDue(training.waiting)) yield await flush();
        yield { type: 'stepped', step };
        if (training.waiting === 0) since = performance.now(); // time spent paused is not training time
      }
      if (training.waiting > 0) yield await flush();
      yield { type: 'epochEnded', epoch: epoch + 1, step };
      since = performance.now(); // nor is time spent on evaluation
    }
    options.finished?.(training.release());
  } finally {
    training.dispose();
  }
}
