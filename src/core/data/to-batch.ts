/**
 * @file Records to the numbers that a tokenizer takes: normalised floats in the layout that the model's family has in PyTorch.
 * The last step of data's way on the CPU, before `inputTensor` cuts and uploads them.
 */
import type { Augmentation } from './augment/augmentation.ts';
import type { Dataset } from './dataset.ts';
import { type RecordForm, type RecordValues, recordLength } from './record-form.ts';

export interface Batch {
  /** Samples after each other: [C, H, W], [bands, frames] or [frames, bands], [P, 3], or [T, C, H, W]. */
  values: Float32Array;
  /** Class index of each sample, [B]. */
  labels: Int32Array;
  /** Where samples are mixed: the other one's class and the own one's share, [B]. */
  mixed: { labels: Int32Array; shares: Float32Array } | null;
}

/** What a model's values are made of; `EncoderConfig` has it. */
export interface ModelInput {
  /** x' = (x − mean) / std of each channel; pixels are 0..1 before. */
  normalization: { mean: readonly number[]; std: readonly number[] };
  /** Spectrograms: [frames, bands] instead of [bands, frames]. */
  framesFirst?: boolean;
}

/**
 * Copies the samples at `indices` out of the data set, normalised.
 * @param augment changes them at random before; null for evaluation
 * @throws RangeError for an index outside the data set
 */
export function toBatch(
  { records, labels: all, form }: Pick<Dataset, 'records' | 'labels' | 'form'>,
  indices: ArrayLike<number>,
  input: ModelInput,
  augment: Augmentation | null = null,
): Batch {
  const each = recordLength(form);
  const values = new Float32Array(indices.length * each);
  const labels = new Int32Array(indices.length);
  for (let at = 0; at < indices.length; at++) {
    const label = all[indices[at]!];
    if (label === undefined) throw new RangeError(`There is no sample ${indices[at]} among ${all.length}`);
    labels[at] = label;
  }
  const changed = augment?.(Array.from(labels, (_, at) => records.read(indices[at]!))) ?? null;
  for (let at = 0; at < indices.length; at++)
    copyRecord(form, changed?.records[at] ?? records.read(indices[at]!), values.subarray(at * each, (at + 1) * each), input);
  const mixture = changed?.mixture;
  const mixed = mixture ? { labels: mixture.partners.map((partner) => labels[partner]!), shares: mixture.shares } : null;
  return { values, labels, mixed };
}

function copyRecord(form: RecordForm, record: RecordValues, to: Float32Array, input: ModelInput): void {
  switch (form.modality) {
    case 'image':
      copyPlanes(record, to, form.size, input.normalization);
      break;
    case 'video': {
      const frame = form.size[0] * form.size[1] * 3;
      for (let at = 0; at < record.length; at += frame)
        copyPlanes(record.subarray(at, at + frame), to.subarray(at, at + frame), form.size, input.normalization);
      break;
    }
    case 'audio':
      copySpectrogram(record, to, form.size, input);
      break;
    case 'point':
      to.set(record);
      break;
    default:
      form satisfies never;
  }
}

/** [H, W, 3] bytes into three planes, [3, H, W] floats. */
function copyPlanes(
  bytes: RecordValues,
  planes: Float32Array,
  [height, width]: readonly [number, number],
  { mean, std }: ModelInput['normalization'],
): void {
  const area = height * width;
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * (std[channel] ?? 1));
    const shift = (mean[channel] ?? 0) / (std[channel] ?? 1);
    const target = channel * area;
    for (let row = 0; row < height; row++) {
      const source = row * width * 3 + channel;
      for (let column = 0; column < width; column++) {
        planes[target + row * width + column] = bytes[source + column * 3]! * scale - shift;
      }
    }
  }
}

/** [bands, frames], turned where the model has frames first. */
function copySpectrogram(
  energies: RecordValues,
  to: Float32Array,
  [bands, frames]: readonly [number, number],
  { normalization, framesFirst = false }: ModelInput,
): void {
  const mean = normalization.mean[0] ?? 0;
  const scale = 1 / (normalization.std[0] ?? 1);
  for (let band = 0; band < bands; band++) {
    for (let frame = 0; frame < frames; frame++) {
      const place = framesFirst ? frame * bands + band : band * frames + frame;
      to[place] = (energies[band * frames + frame]! - mean) * scale;
    }
  }
}
