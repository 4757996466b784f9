/**
 * @file One listed sample to one model-ready record: a decoder for each modality behind one function. Runs in the parse worker,
 * between `list-drop.ts` and the record's file; each modality's code is loaded when it is first needed.
 */
import type { DrawSvg } from '../decode-picture.ts';
import type { RecordForm } from '../record-form.ts';
import type { DecodeSample } from './decoded-sample.ts';

/** Keep it for many samples. */
export async function createSampleDecoder(form: RecordForm, drawSvg: DrawSvg): Promise<DecodeSample> {
  switch (form.modality) {
    case 'image':
      return (await import('./decode-image.ts')).imageDecoder(form, drawSvg);
    case 'audio':
      return (await import('./decode-sound.ts')).soundDecoder(form);
    case 'point':
      return (await import('./decode-points.ts')).pointDecoder(form);
    case 'video':
      return (await import('./decode-video.ts')).videoDecoder(form);
    default:
      return form satisfies never;
  }
}
