/**
 * @file A folder of frames to a video record: T of its pictures, evenly chosen, decoded as pictures are. After `group-frames.ts`;
 * the entry for folders, as `decode-clip.ts` is for files.
 */

import type { ReadyPicture } from '../containers/container-entry.ts';
import { createPictureDecoder } from '../decode-picture.ts';
import { countText } from '../display-name.ts';
import { fileError } from '../file-error.ts';
import { type ClipRecord, checkForm, stackFrames, type VideoForm } from './clip-record.ts';
import { pickFrames } from './pick-frames.ts';

export interface FrameFile {
  path: string;
  /** The bytes of a picture, or pixels that need no decoder. @throws PlaygroundError when the file cannot be read */
  read(): Promise<Uint8Array<ArrayBuffer> | ReadyPicture>;
}

/**
 * The frames are those in the middle of T equal parts; only these are read, each once.
 * @param frames in order, at least one
 * @param path of the clip, for messages about all of it
 * @param limitMs longest time for one picture
 * @throws PlaygroundError of the first picture that cannot be used (`picture-…`, `file-…`): a clip with a hole is left out;
 *   `frames-differ`; `picture-slow` after `limitMs`; RangeError for a form that is none
 */
export async function framesRecord(frames: readonly FrameFile[], path: string, form: VideoForm, limitMs: number): Promise<ClipRecord> {
  checkForm(form);
  if (frames.length === 0) throw new RangeError('A clip has at least one frame');
  const { decode, fromPixels } = createPictureDecoder(form.size);
  const indices = pickFrames(frames.length, form.frames);
  const drawn = new Map<number, Uint8Array>();
  let first: { width: number; height: number } | undefined;
  for (const index of new Set(indices)) {
    const frame = frames[index]!;
    const read = await frame.read();
    const { pixels, width, height } =
      read instanceof Uint8Array ? await decode(read, frame.path, limitMs) : await fromPixels(read, frame.path);
    first ??= { width, height };
    if (first.width !== width || first.height !== height) {
      const sizes = [first, { width, height }].map((size) => `${countText(size.width)} × ${countText(size.height)}`).join(' and ');
      throw fileError(
        path,
        'frames-differ',
        `holds pictures of different sizes: ${sizes} pixels`,
        'The frames of one clip have one size; photos are no clip.',
      );
    }
    drawn.set(index, pixels);
  }
  const record = stackFrames(indices.map((index) => drawn.get(index)!));
  return { record, ...first!, seconds: undefined, frames: frames.length };
}
