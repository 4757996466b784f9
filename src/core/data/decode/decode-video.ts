/**
 * @file Clips and folders of frames to clip records. One of the four behind `decode-sample.ts`.
 */
import type { VideoForm } from '../video/clip-record.ts';
import { decodeClip } from '../video/decode-clip.ts';
import type { DecodeSample } from './decode-sample.ts';
import { wrongKind } from './wrong-kind.ts';

export function videoDecoder(form: VideoForm): DecodeSample {
  return async (source, limitMs) => {
    if (source.kind !== 'file') throw wrongKind(source.path);
    const { record, width, height, seconds = 0, frames = 0 } = await decodeClip(await source.blob(), source.path, form, limitMs);
    return { values: record, facts: { modality: 'video', width, height, seconds, frames } };
  };
}
