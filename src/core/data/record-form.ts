/**
 * @file What one model-ready record is, by modality. A target's tokenizer decides it (`core/m2pt/record-form-of.ts`); import makes
 * records of it, and training reads them. In memory and in files a record is its values in this order, floats little-endian.
 */

export type RecordForm =
  /** RGB bytes [H, W, 3]. */
  | { modality: 'image'; size: readonly [number, number] }
  /** Log-mel energies, f32 [mel bins, frames], before the model's normalisation. */
  | { modality: 'audio'; size: readonly [number, number]; frontEnd: 'nano' | 'kaldi' }
  /** f32 [P, 3], centred, inside the unit sphere. */
  | { modality: 'point'; points: number }
  /** RGB bytes [T, H, W, 3], evenly spaced in time. */
  | { modality: 'video'; frames: number; size: readonly [number, number] };

/** Bytes for pictures and clips, floats for sound and points. */
export type RecordValues = Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** Number of values in one record. */
export function recordLength(form: RecordForm): number {
  return recordShape(form).reduce((product, size) => product * size, 1);
}

/** Axes of one record. */
export function recordShape(form: RecordForm): number[] {
  switch (form.modality) {
    case 'image':
      return [...form.size, 3];
    case 'audio':
      return [...form.size];
    case 'point':
      return [form.points, 3];
    case 'video':
      return [form.frames, ...form.size, 3];
    default:
      return form satisfies never;
  }
}

export function isByteForm({ modality }: RecordForm): boolean {
  return modality === 'image' || modality === 'video';
}

/** Size of one record. */
export function recordBytes(form: RecordForm): number {
  return recordLength(form) * (isByteForm(form) ? 1 : 4);
}

/** The values in `bytes`, without a copy. @param bytes `recordBytes(form)` of them, floats at a multiple of 4 */
export function recordValues(form: RecordForm, bytes: Uint8Array<ArrayBuffer>): RecordValues {
  return isByteForm(form) ? bytes : new Float32Array(bytes.buffer, bytes.byteOffset, recordLength(form));
}

/** The bytes behind values, without a copy. */
export function bytesOf(values: RecordValues): Uint8Array<ArrayBuffer> {
  return values instanceof Uint8Array ? values : new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

export function sameForm(a: RecordForm, b: RecordForm): boolean {
  const frontEnd = (form: RecordForm) => (form.modality === 'audio' ? form.frontEnd : '');
  return a.modality === b.modality && recordShape(a).join() === recordShape(b).join() && frontEnd(a) === frontEnd(b);
}

/** For messages and reports: `64×64 pixels`, `64 bands × 64 frames`, `1024 points`, `8 frames of 64×64 pixels`. */
export function formText(form: RecordForm): string {
  switch (form.modality) {
    case 'image':
      return `${form.size.join('×')} pixels`;
    case 'audio':
      return `${form.size[0]} bands × ${form.size[1]} frames`;
    case 'point':
      return `${form.points} points`;
    case 'video':
      return `${form.frames} frames of ${form.size.join('×')} pixels`;
    default:
      return form satisfies never;
  }
}
