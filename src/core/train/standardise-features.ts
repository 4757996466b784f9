/**
 * @file Start values of the final norm from the data: fc_norm's gain and offset are set so that every pooled feature
 * has mean 0 and deviation 1 over (some of) the training samples. Features of a masked autoencoder are almost the
 * same for every input before fine-tuning; without this the first dozens of steps go into finding the differences
 * (docs/decisions/0006-standardised-head.md has the measurement). After Krähenbühl et al. 2016, "Data-dependent
 * Initializations of CNNs". The parameters keep their names and shapes, and both arms get the same values.
 */
import type { Dataset } from '../data/dataset.ts';
import { toBatch } from '../data/preprocess.ts';
import { mergedLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { disposeParams, type HostParams, paramsFromHost } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';

/** Most samples looked at. */
const SAMPLES = 256;
const BATCH = 64;
/** Added to the deviation, so that a constant feature is not blown up. */
const FLOOR = 1e-3;

/**
 * @param plain parameters of the target with its head, without a pathway
 * @param train indices of the training samples
 * @returns `fc_norm.weight` and `fc_norm.bias` to start from
 */
export async function standardisedNorm(
  plain: HostParams,
  encoder: EncoderConfig,
  dataset: Dataset,
  train: Uint32Array,
): Promise<HostParams> {
  const D = encoder.embedDim;
  // A head that is the identity turns the logits into the normalised features themselves.
  const identity = new Float32Array(D * D);
  for (let i = 0; i < D; i++) identity[i * D + i] = 1;
  const params = paramsFromHost({
    ...plain,
    'fc_norm.weight': { shape: [D], data: new Float32Array(D).fill(1) },
    'fc_norm.bias': { shape: [D], data: new Float32Array(D) },
    'head.weight': { shape: [D, D], data: identity },
    'head.bias': { shape: [D], data: new Float32Array(D) },
  });
  const sum = new Float64Array(D);
  const squares = new Float64Array(D);
  const count = Math.min(SAMPLES, train.length);
  try {
    for (let from = 0; from < count; from += BATCH) {
      // Evenly spread over the split, which is sorted by class.
      const indices = Uint32Array.from(
        { length: Math.min(BATCH, count - from) },
        (_, i) => train[Math.floor(((from + i) * train.length) / count)]!,
      );
      const { pixels } = toBatch(dataset, indices, encoder.normalization);
      const features = tf.tidy(() =>
        encoderForward(
          params,
          encoder,
          tf.tensor4d(pixels, [indices.length, encoder.tokenizer.inChannels, ...encoder.tokenizer.inputSize]),
          mergedLinear,
        ),
      );
      const values = await features.data<'float32'>();
      features.dispose();
      values.forEach((value, i) => {
        sum[i % D]! += value;
        squares[i % D]! += value * value;
      });
    }
  } finally {
    disposeParams(params);
  }
  const gain = new Float32Array(D);
  const offset = new Float32Array(D);
  for (let i = 0; i < D; i++) {
    const mean = sum[i]! / count;
    gain[i] = 1 / (Math.sqrt(Math.max(0, squares[i]! / count - mean * mean)) + FLOOR);
    offset[i] = -mean * gain[i]!;
  }
  return { 'fc_norm.weight': { shape: [D], data: gain }, 'fc_norm.bias': { shape: [D], data: offset } };
}
