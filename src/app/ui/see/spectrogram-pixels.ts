/**
 * @file A log-mel record as pixels: low bands below, early frames left, loudness as colour. What is louder than the loudest part less
 * 55 dB is told apart; the rest is the floor. Pure; the thumbnail and the viewer paint with it.
 */
import type { AudioForm } from '../../../core/data/audio/audio-record.ts';
import { TABLE_SIZE } from './color-scale.ts';

/** Of power, in nats: 55 dB. */
const RANGE = (55 / 10) * Math.LN10;
/** A record whose values differ by less shows nothing: silence is flat. */
const FLAT = 0.5;

/**
 * @param values [bands, frames], natural logarithm of energies, row 0 the lowest band
 * @param height,width of the picture; at most one pixel a value is told apart, smaller pictures hold means
 * @param table colours, bytes [256, 3]
 * @returns RGBA bytes [height, width, 4]
 */
export function spectrogramPixels(
  values: Float32Array,
  { size: [bands, frames], frontEnd }: AudioForm,
  [height, width]: readonly [number, number],
  table: Uint8Array,
): Uint8ClampedArray<ArrayBuffer> {
  const means = cellMeans(values, [bands, frames], [height, width]);
  const used = frontEnd === 'kaldi' ? soundingShare(values, bands, frames) : 1;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const lastColumn = Math.ceil(used * width);
  for (let at = 0; at < means.length; at++) {
    if (at % width >= lastColumn) continue;
    low = Math.min(low, means[at]!);
    high = Math.max(high, means[at]!);
  }
  low = Math.max(low, high - RANGE);
  const scale = high - low < FLAT ? 0 : 1 / (high - low);
  const pixels = new Uint8ClampedArray(height * width * 4);
  for (let row = 0, to = 0; row < height; row++) {
    const from = (height - 1 - row) * width;
    for (let column = 0; column < width; column++, to += 4) {
      const share = column >= lastColumn ? 0 : Math.min(1, Math.max(0, (means[from + column]! - low) * scale));
      const colour = 3 * Math.round(share * (TABLE_SIZE - 1));
      pixels[to] = table[colour]!;
      pixels[to + 1] = table[colour + 1]!;
      pixels[to + 2] = table[colour + 2]!;
      pixels[to + 3] = 255;
    }
  }
  return pixels;
}

/** How much of a Kaldi record is sound, 0 to 1: after a short one its frames are exactly 0, which is no loudness. */
export function soundingShare(values: Float32Array, bands: number, frames: number): number {
  const isEmpty = (frame: number) => {
    for (let band = 0; band < bands; band++) if (values[band * frames + frame] !== 0) return false;
    return true;
  };
  let end = frames;
  while (end > 0 && isEmpty(end - 1)) end--;
  return end === 0 ? 1 : end / frames;
}

/** Means of [height, width] cells of a [rows, columns] picture; cells repeat values where the picture is the smaller one. */
function cellMeans(
  values: Float32Array,
  [rows, columns]: readonly [number, number],
  [height, width]: readonly [number, number],
): Float32Array {
  const means = new Float32Array(height * width);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = cell(y, height, rows);
    for (let x = 0; x < width; x++) {
      const [left, right] = cell(x, width, columns);
      let sum = 0;
      for (let row = top; row < bottom; row++) for (let column = left; column < right; column++) sum += values[row * columns + column]!;
      means[y * width + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return means;
}

function cell(at: number, cells: number, length: number): [from: number, to: number] {
  const from = Math.floor((at * length) / cells);
  return [from, Math.max(from + 1, Math.floor(((at + 1) * length) / cells))];
}

/** Where and when it is loudest, in words: the text alternative of the picture. */
export function loudestBand(values: Float32Array, { size: [bands, frames] }: AudioForm): string {
  let most = 0;
  for (let at = 1; at < values.length; at++) if (values[at]! > values[most]!) most = at;
  if (values.every((value) => value === values[0])) return 'silent';
  const third = (share: number, words: readonly [string, string, string]) => words[Math.min(2, Math.floor(3 * share))]!;
  const pitch = third(Math.floor(most / frames) / bands, ['low', 'middle', 'high']);
  const time = third((most % frames) / frames, ['near the beginning', 'in the middle', 'near the end']);
  return `loudest in the ${pitch} bands, ${time}`;
}
