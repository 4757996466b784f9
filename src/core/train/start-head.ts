/**
 * @file Start values of final norm and head from the data, the same for both arms of a seed.
 * Pooled features of a masked autoencoder are almost equal for every input before fine-tuning, so a short run spends
 * its steps on finding the differences. Two remedies that change no name, shape or function class:
 * - fc_norm standardises: gain and offset give every feature mean 0 and deviation 1 over some training samples
 *   (data-dependent initialisation, Krähenbühl et al. 2016);
 * - the head leans towards the class means of these features (weight imprinting, Qi et al. 2018), on top of its
 *   random values. docs/decisions/0006-data-dependent-head.md has the measurement.
 */
import type { Dataset } from '../data/dataset.ts';
import { toBatch } from '../data/preprocess.ts';
import { mergedLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { disposeParams, type HostParams, paramsFromHost } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import { pixelTensor } from '../tokenizers/image.ts';

/** Most samples looked at. */
const SAMPLES = 256;
const BATCH = 64;
/** Added to the deviation, so that a constant feature is not blown up. */
const FLOOR = 1e-3;
/** Weight of the class means in the head. 0.05 to 0.2 learn alike. */
const IMPRINT = 0.1;

/**
 * @param plain parameters of the target with its random head, without a pathway
 * @param train indices of the training samples
 * @returns `fc_norm.weight`, `fc_norm.bias` and `head.weight` to start from
 */
export async function startHead(plain: HostParams, encoder: EncoderConfig, dataset: Dataset, train: Uint32Array): Promise<HostParams> {
  const D = encoder.embedDim;
  const count = Math.min(SAMPLES, train.length);
  // Evenly spread over the split, which is sorted by class.
  const samples = Uint32Array.from({ length: count }, (_, i) => train[Math.floor((i * train.length) / count)]!);
  const features = await pooledFeatures(plain, encoder, dataset, samples); // [count, D]

  const gain = new Float32Array(D);
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
    gain[d] = 1 / (Math.sqrt(Math.max(0, squares / count - mean * mean)) + FLOOR);
    offset[d] = -mean * gain[d]!;
  }

  const classes = dataset.classNames.length;
  const sizes = new Uint32Array(classes);
  for (const sample of samples) sizes[dataset.labels[sample]!]! += 1;
  const head = plain['head.weight']!.data.slice(); // [C, D]
  samples.forEach((sample, i) => {
    const label = dataset.labels[sample]!;
    for (let d = 0; d < D; d++) head[label * D + d]! += (IMPRINT * (features[i * D + d]! * gain[d]! + offset[d]!)) / sizes[label]!;
  });
  return {
    'fc_norm.weight': { shape: [D], data: gain },
    'fc_norm.bias': { shape: [D], data: offset },
    'head.weight': { shape: [classes, D], data: head },
  };
}

/** Pooled and layer-normalised features before gain and offset, row-major [samples, D]. */
async function pooledFeatures(plain: HostParams, encoder: EncoderConfig, dataset: Dataset, samples: Uint32Array): Promise<Float32Array> {
  const D = encoder.embedDim;
  // A head that is the identity turns the logits into the features themselves.
  const identity = Float32Array.from({ length: D * D }, (_, i) => (i % (D + 1) === 0 ? 1 : 0));
  const params = paramsFromHost({
    ...plain,
    'fc_norm.weight': { shape: [D], data: new Float32Array(D).fill(1) },
    'fc_norm.bias': { shape: [D], data: new Float32Array(D) },
    'head.weight': { shape: [D, D], data: identity },
    'head.bias': { shape: [D], data: new Float32Array(D) },
  });
  const all = new Float32Array(samples.length * D);
  try {
    for (let from = 0; from < samples.length; from += BATCH) {
      const indices = samples.subarray(from, from + BATCH);
      const { pixels } = toBatch(dataset, indices, encoder.normalization);
      const features = tf.tidy(() => encoderForward(params, encoder, pixelTensor(pixels, indices.length, encoder), mergedLinear));
      all.set(await features.data<'float32'>(), from * D);
      features.dispose();
    }
  } finally {
    disposeParams(params);
  }
  return all;
}
