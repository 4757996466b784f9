/**
 * @file Samples of a data set → the tensor that the encoder takes, with their labels: what a step of training, an evaluation and the
 * start of a head begin with.
 */
import type { Augmentation } from '../data/augment/augmentation.ts';
import type { Dataset } from '../data/dataset.ts';
import { type Batch, toBatch } from '../data/to-batch.ts';
import type { HostTensor } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import type { GroupIndices } from '../tokenizers/group-points.ts';
import { groupsOfRecord } from '../tokenizers/kept-groups.ts';
import { inputValues } from '../tokenizers/tokenizer.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { modelInputOf } from './record-form-of.ts';

/**
 * @param augment changes of training samples; null for samples as they are
 * @returns `input` [B, …]
 * @throws RangeError for an index outside the data set
 */
export function batchValues(
  config: Pick<EncoderConfig, 'modality' | 'tokenizer' | 'normalization'>,
  dataset: Pick<Dataset, 'records' | 'labels' | 'form'>,
  indices: ArrayLike<number>,
  augment: Augmentation | null = null,
): Pick<Batch, 'labels' | 'mixed'> & { input: HostTensor } {
  const { values, labels, mixed } = toBatch(dataset, indices, modelInputOf(config), augment);
  return { input: inputValues(config, values, indices.length, groupsOf(config, dataset, indices)), labels, mixed };
}

/** The same on the device, without changes: `input` is owned by the caller. */
export function batchInput(
  config: Pick<EncoderConfig, 'modality' | 'tokenizer' | 'normalization'>,
  dataset: Pick<Dataset, 'records' | 'labels' | 'form'>,
  indices: ArrayLike<number>,
): { input: tf.Tensor; labels: Batch['labels'] } {
  const { input, labels } = batchValues(config, dataset, indices);
  return { input: tf.tensor(input.data, [...input.shape], 'float32'), labels };
}

function groupsOf(
  { tokenizer }: Pick<EncoderConfig, 'tokenizer'>,
  { records }: Pick<Dataset, 'records'>,
  indices: ArrayLike<number>,
): GroupIndices[] | null {
  if (tokenizer.kind !== 'points') return null;
  return Array.from(indices, (index) => groupsOfRecord(records, tokenizer, index, () => records.read(index) as Float32Array));
}
