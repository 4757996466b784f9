/**
 * @file Pictures and clips alike: RGB bytes of one or more frames of one size, row after row.
 */
import type { RecordForm } from '../record-form.ts';

export interface Frames {
  /** 1 for a picture. */
  count: number;
  height: number;
  width: number;
}

/** Null for sounds and points. */
export function framesOf(form: RecordForm): Frames | null {
  if (form.modality !== 'image' && form.modality !== 'video') return null;
  return { count: form.modality === 'video' ? form.frames : 1, height: form.size[0], width: form.size[1] };
}

/** A copy with left and right exchanged, in all frames. @param bytes [count, H, W, 3] */
export function mirrored(bytes: ArrayLike<number>, { width }: Frames): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length);
  const row = width * 3;
  for (let start = 0; start < out.length; start += row) {
    for (let at = start, from = start + row - 3; at < start + row; at += 3, from -= 3) {
      out[at] = bytes[from]!;
      out[at + 1] = bytes[from + 1]!;
      out[at + 2] = bytes[from + 2]!;
    }
  }
  return out;
}
