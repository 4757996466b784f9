/**
 * @file Clips and folders of frames to clip records. One of the four behind `decode-sample.ts`.
 */
import type { VideoForm } from '../video/clip-record.ts';
import { decodeClip } from '../video/decode-clip.ts';
import { framesRecord } from '../video/frames-record.ts';
import type { DecodeSample } from './decoded-sample.ts';
import { wrongKind } from './wrong-kind.ts';

export function videoDecoder(form: VideoForm): DecodeSample {
  return async (source, limitMs) => {
    const { path } = source;
    if (source.kind === 'picture') throw wrongKind(path);
    const clip =
      source.kind === 'frames'
        ? await framesRecord(source.frames, path, form, limitMs)
        : await decodeClip(await source.blob(), path, form, limitMs);
    const { record, width, height, seconds = 0, frames = 0 } = clip;
    return { values: record, facts: { modality: 'video', width, height, seconds, frames } };
  };
}
