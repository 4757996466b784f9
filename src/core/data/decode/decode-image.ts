/**
 * @file Picture files and ready pixels to picture records. One of the four behind `decode-sample.ts`.
 */
import { createPictureDecoder, type DrawSvg } from '../decode-picture.ts';
import { checkFileSize } from '../formats/check-picture.ts';
import type { RecordForm } from '../record-form.ts';
import type { DecodeSample } from './decoded-sample.ts';
import { wrongKind } from './wrong-kind.ts';

export function imageDecoder({ size }: Extract<RecordForm, { modality: 'image' }>, drawSvg: DrawSvg): DecodeSample {
  const { decode, fromPixels } = createPictureDecoder(size, drawSvg);
  return async (source, limitMs) => {
    if (source.kind === 'frames') throw wrongKind(source.path);
    if (source.kind === 'file' && source.size !== null) checkFileSize(source.size, source.path);
    const { pixels, width, height } =
      source.kind === 'picture'
        ? await fromPixels(await source.read(), source.path)
        : await decode(await source.read(), source.path, limitMs);
    return { values: pixels, facts: { modality: 'image', width, height } };
  };
}
