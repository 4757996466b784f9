/**
 * @file One record as a small picture on a canvas, whatever its modality: a picture as it is, a spectrogram, a point cloud from the front
 * right, a frame of a clip. After `SampleThumb.tsx` has fetched the record.
 */
import type { RecordForm, RecordValues } from '../../../core/data/record-form.ts';
import { resolveDataColor } from '../../charts/canvas-colors.ts';
import { heatTable } from './color-scale.ts';
import { framePixels } from './frame-pixels.ts';
import { pointPixels, THREE_QUARTER } from './point-pixels.ts';
import { spectrogramPixels } from './spectrogram-pixels.ts';

/** Pixels of a painted cloud; 44 px on the page, twice as many where screens have two for one. */
const POINT_SIZE = 96;
/** Most pixels on a side of a painted spectrogram. */
const SPECTROGRAM_SIZE = 64;

/** Draws the record, and for a clip `frame` of it. Sets the size of the canvas. */
export function paintThumb(canvas: HTMLCanvasElement, form: RecordForm, values: RecordValues, frame = 0): void {
  const [pixels, width] = thumbPixels(form, values, frame);
  put(canvas, pixels, width);
}

function thumbPixels(form: RecordForm, values: RecordValues, frame: number): [Uint8ClampedArray<ArrayBuffer>, width: number] {
  switch (form.modality) {
    case 'image':
    case 'video': {
      const [height, width] = form.size;
      return [framePixels(values as Uint8Array, height * width, frame), width];
    }
    case 'audio': {
      const [bands, frames] = form.size;
      const size = [Math.min(SPECTROGRAM_SIZE, bands), Math.min(SPECTROGRAM_SIZE, frames)] as const;
      return [spectrogramPixels(values as Float32Array, form, size, heatTable(resolveDataColor)), size[1]];
    }
    case 'point':
      return [pointPixels(values as Float32Array, THREE_QUARTER, POINT_SIZE, heatTable(resolveDataColor)), POINT_SIZE];
    default:
      return form satisfies never;
  }
}

/** Puts RGBA bytes of rows of `width` on a canvas of their size. */
export function put(canvas: HTMLCanvasElement, pixels: Uint8ClampedArray<ArrayBuffer>, width: number): void {
  const height = pixels.length / 4 / width;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
}
