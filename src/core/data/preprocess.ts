/**
 * @file Image records to the numbers that a tokenizer takes: normalised floats, channel planes apart.
 * The last step of data's way on the CPU; the result goes to the GPU as it is.
 */
import type { Rng } from '../tensor/rng.ts';
import type { Dataset } from './dataset.ts';

export interface ImageBatch {
  /** [B, 3, H, W], (x / 255 − mean) / std of each channel. */
  pixels: Float32Array;
  /** Class index of each sample, [B]. */
  labels: Int32Array;
}

export interface BatchOptions {
  /** Mirrors each picture left to right with probability ½, drawn from this generator. */
  flip?: Rng | undefined;
}

/**
 * Copies the samples at `indices` out of the data set, normalised.
 * @param normalization mean and std of red, green and blue, on a 0..1 scale; std above 0
 * @throws RangeError for an index outside the data set
 */
export function toBatch(
  dataset: Pick<Dataset, 'pixels' | 'labels' | 'size'>,
  indices: ArrayLike<number>,
  normalization: { mean: readonly number[]; std: readonly number[] },
  options: BatchOptions = {},
): ImageBatch {
  const [height, width] = dataset.size;
  const count = indices.length;
  const pixels = new Float32Array(count * 3 * height * width); // [B, 3, H, W]
  const labels = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const sample = indices[at]!;
    const label = dataset.labels[sample];
    if (label === undefined) throw new RangeError(`There is no sample ${sample} among ${dataset.labels.length}`);
    labels[at] = label;
    const mirrored = options.flip !== undefined && options.flip.next() < 0.5;
    copyPlanes(dataset.pixels, sample, pixels, at, height, width, normalization, mirrored);
  }
  return { pixels, labels };
}

/** One record, [H, W, 3] bytes, into three planes, [3, H, W] floats. */
function copyPlanes(
  bytes: Uint8Array,
  sample: number,
  planes: Float32Array,
  place: number,
  height: number,
  width: number,
  { mean, std }: { mean: readonly number[]; std: readonly number[] },
  mirrored: boolean,
): void {
  const area = height * width;
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * (std[channel] ?? 1));
    const shift = (mean[channel] ?? 0) / (std[channel] ?? 1);
    const target = (place * 3 + channel) * area;
    for (let row = 0; row < height; row++) {
      const source = (sample * area + row * width) * 3 + channel;
      for (let column = 0; column < width; column++) {
        const from = mirrored ? width - 1 - column : column;
        planes[target + row * width + column] = bytes[source + from * 3]! * scale - shift;
      }
    }
  }
}
