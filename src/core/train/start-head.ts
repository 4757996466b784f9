/**
 * @file Start values of final norm and head from the data, the same for both arms of a seed.
 * Pooled features of a masked autoencoder are almost equal for every input before fine-tuning, so a short run spends
 * its steps on finding the differences. Two remedies that change no name, shape or function class:
 * - fc_norm standardises: gain and offset give every feature mean 0 and deviation 1 over some training samples
 *   (data-dependent initialisation, Krähenbühl et al. 2016);
 * - the head leans towards the class means of these features (weight imprinting, Qi et al. 2018), on top of its
 *   random values. docs/decisions/0006-data-dependent-head.md has the measurement.
 * A fresh body with batch norms gets their running statistics from some samples first: from 0 and 1 a short run would not reach them.
 * Where the final norm is the checkpoint's own (`norm`, before pooling), nothing is standardised: the head alone leans, on
 * the class means of the features around their common mean.
 */
import type { Dataset } from '../data/dataset.ts';
import { batchInput } from '../m2pt/batch-input.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { inferenceBatch } from '../m2pt/predict-memory.ts';
import { trainingBatchNorm } from '../nn/batch-norm.ts';
import { constant } from '../nn/init.ts';
import { disposeParams, type HostParams, type Params, paramsFromHost } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';

/** Most samples looked at. */
const SAMPLES = 256;
/** Samples that fresh batch norms take their statistics from. */
const STATISTICS_SAMPLES = 32;
/** Added to the deviation, so that a constant feature is not blown up. */
const FLOOR = 1e-3;
/** Weight of the class means in the head. 0.05 to 0.2 learn alike. */
const IMPRINT = 0.1;

/**
 * @param plain parameters of the target with its random linear head, without a pathway
 * @param encoder as `fineTuneConfig` gives it
 * @param train indices of the training samples
 * @returns values to start from: `fc_norm.weight`, `fc_norm.bias` and `head.weight`; where the checkpoint's own norm stands
 *   before pooling it is kept, and only `head.weight` and `head.bias` come back. With them the running statistics of fresh batch norms
 */
export async function startHead(plain: HostParams, encoder: EncoderConfig, dataset: Dataset, train: Uint32Array): Promise<HostParams> {
  const samples = spread(train, SAMPLES);
  const count = samples.length;
  const statistics = isFresh(plain) ? await statisticsOf(plain, encoder, dataset, spread(train, STATISTICS_SAMPLES)) : {};
  const features = await featuresOf({ ...plain, ...statistics }, encoder, dataset, samples); // [count, D]
  const D = features.length / count;
  const standardised = encoder.finalNorm === 'fc_norm';

  const gain = new Float32Array(D).fill(1);
  const offset = new Float32Array(D);
  for (let d = 0; d < D; d++) {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      const value = features[i * D + d]!;
      sum += value;
      squares += value * value;
    }
    const mean = sum / count;
    if (standardised) gain[d] = 1 / (Math.sqrt(Math.max(0, squares / count - mean * mean)) + FLOOR);
    offset[d] = -mean * gain[d]!;
  }

  const classes = dataset.classNames.length;
  const sizes = new Uint32Array(classes);
  for (const sample of samples) sizes[dataset.labels[sample]!]! += 1;
  const head = plain['head.weight']!.data.slice(); // [C, D]
  const bias = plain['head.bias']!.data.slice(); // [C]
  samples.forEach((sample, i) => {
    const label = dataset.labels[sample]!;
    for (let d = 0; d < D; d++) {
      const lean = (IMPRINT * (features[i * D + d]! * gain[d]! + offset[d]!)) / sizes[label]!;
      head[label * D + d]! += lean;
      bias[label]! += lean * offset[d]!; // so that the mean of all features favours no class
    }
  });
  const weight = { shape: [classes, D], data: head };
  if (!standardised) return { ...statistics, 'head.weight': weight, 'head.bias': { shape: [classes], data: bias } };
  return {
    ...statistics,
    'fc_norm.weight': { shape: [D], data: gain },
    'fc_norm.bias': { shape: [D], data: offset },
    'head.weight': weight,
  };
}

/** At most `most` of the split, evenly spread: it is sorted by class. */
function spread(train: Uint32Array, most: number): Uint32Array {
  const count = Math.min(most, train.length);
  return Uint32Array.from({ length: count }, (_, i) => train[Math.floor((i * train.length) / count)]!);
}

/** True where there are batch norms that have seen nothing. */
function isFresh(plain: HostParams): boolean {
  const means = Object.keys(plain).filter((name) => name.endsWith('.running_mean'));
  return means.length > 0 && means.every((name) => plain[name]!.data.every((value) => value === 0));
}

/** Mean and unbiased variance at every batch norm of the body over some samples at once. */
async function statisticsOf(plain: HostParams, encoder: EncoderConfig, dataset: Dataset, samples: Uint32Array): Promise<HostParams> {
  const params = paramsFromHost(plain);
  const seen: Params = {};
  try {
    tf.tidy(() => encoderForward(params, encoder, batchInput(encoder, dataset, samples).input, plainLinear, trainingBatchNorm(seen, 1)));
    const host: HostParams = {};
    for (const [name, tensor] of Object.entries(seen)) host[name] = { shape: tensor.shape, data: await tensor.data<'float32'>() };
    return host;
  } finally {
    tf.dispose(seen);
    disposeParams(params);
  }
}

/** Pooled and layer-normalised features (before `fc_norm`'s gain and offset), row-major [samples, D or 2D]. */
async function featuresOf(plain: HostParams, encoder: EncoderConfig, dataset: Dataset, samples: Uint32Array): Promise<Float32Array> {
  // Without a head the forward pass ends at the features.
  const body = Object.fromEntries(Object.entries(plain).filter(([name]) => !name.startsWith('head.')));
  if (encoder.finalNorm === 'fc_norm') {
    const shape = plain['fc_norm.weight']!.shape;
    Object.assign(body, { 'fc_norm.weight': constant(shape, 1), 'fc_norm.bias': constant(shape, 0) });
  }
  const params = paramsFromHost(body);
  const parts: Float32Array[] = [];
  try {
    const batch = inferenceBatch(encoder);
    for (let from = 0; from < samples.length; from += batch) {
      const indices = samples.subarray(from, from + batch);
      const features = tf.tidy(() => encoderForward(params, encoder, batchInput(encoder, dataset, indices).input, plainLinear));
      parts.push(await features.data<'float32'>());
      features.dispose();
    }
  } finally {
    disposeParams(params);
  }
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
