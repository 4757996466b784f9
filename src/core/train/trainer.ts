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
import { batchInput } from '../m2pt/batch-input.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { linkedLinears, scaleName } from '../m2pt/names.ts';
import { batchNorm, moveStatistics, trainingBatchNorm } from '../nn/batch-norm.ts';
import type { Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import { diverged } from './diverged.ts';
import { createAdamW, type OptimizerState } from './optimizer.ts';
import { parameterGroups } from './parameter-groups.ts';
import { learningRateAt } from './schedule.ts';
import { lossAndGradients } from './train-step.ts';

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
  const trained = groups.map(({ name }) => name);
  const scales = linkedLinears(params).map(scaleName);
  const perEpoch = stepsPerEpoch(options.train.length, settings.batchSize);
  const total = perEpoch * settings.epochs;
  const warmup = Math.round(settings.warmup * total);
  const optimizer = createAdamW(params, groups, settings.clipNorm);
  const moved: Params = {}; // running statistics after the step, where the model has batch norms
  // `fix` leaves the body as it is: its batch norms too.
  const norms = settings.mode === 'fix' ? batchNorm : trainingBatchNorm(moved);
  const forward = (p: Params, input: tf.Tensor) => encoderForward(p, encoder, input, plainLinear, norms);
  const waiting: tf.Tensor1D[] = []; // each [loss, norm, λ…]
  let since = performance.now();
  let step = 0;

  const runStep = (indices: ArrayLike<number>, augment: Augmentation | null) => {
    const { loss, gradients } = tf.tidy(() => {
      const { input, labels, mixed } = batchInput(encoder, dataset, indices, augment);
      const targets = tf.tensor2d(smoothTargets(labels, classes, settings.labelSmoothing, mixed), [indices.length, classes]);
      return lossAndGradients(forward, params, trained, input, targets);
    });
    const norm = optimizer.update(params, gradients, learningRateAt(step, total, warmup, settings.learningRate));
    moveStatistics(params, moved);
    waiting.push(tf.tidy(() => tf.concat([loss, norm, ...scales.map((name) => params[name]!)].map((t) => tf.reshape(t, [-1])))));
    tf.dispose([loss, norm]);
    step += 1;
  };

  const flush = async (): Promise<Metrics> => {
    const count = waiting.length;
    const rows = tf.stack(waiting); // [steps, 2 + λ]
    tf.dispose(waiting.splice(0));
    const values = await rows.data<'float32'>();
    const width = rows.shape[1] as number;
    rows.dispose();
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

  options.started?.(optimizer.state);
  try {
    for (let epoch = 0; epoch < settings.epochs; epoch++) {
      const augment = trainingAugmentation(settings, dataset.form, seed, epoch);
      for (const indices of batchIndices(epochOrder(options.train, epoch, seed), settings.batchSize)) {
        runStep(indices, augment);
        if (options.flushDue(waiting.length)) yield await flush();
        yield { type: 'stepped', step };
        if (waiting.length === 0) since = performance.now(); // time spent paused is not training time
      }
      if (waiting.length > 0) yield await flush();
      yield { type: 'epochEnded', epoch: epoch + 1, step };
      since = performance.now(); // nor is time spent on evaluation
    }
    options.finished?.(optimizer.release());
  } finally {
    tf.dispose(waiting);
    optimizer.dispose();
  }
}
