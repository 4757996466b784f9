/**
 * @file The chosen frames of an animated GIF, WebP or PNG, by the browser's `ImageDecoder`. It has left promises open for ever
 * on damaged files: each is waited for no longer than the limit. Between `animation.ts` and the record.
 */

import { PlaygroundError } from '../../errors.ts';
import { startWatch, type Watch } from '../audio/silence-watch.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { createRecordCanvas } from '../record-canvas.ts';
import type { AnimationKind } from './animation.ts';
import type { Animation } from './animation-fault.ts';
import { type ClipRecord, stackFrames, type VideoForm } from './clip-record.ts';
import { pickByLength } from './pick-frames.ts';
import { tooSlow } from './video-error.ts';

/** @throws PlaygroundError `video-damaged`, `video-slow`, `video-no-decoder` */
export async function decodeAnimation(
  bytes: Uint8Array<ArrayBuffer>,
  kind: AnimationKind,
  { width, height, lengthsMs }: Animation,
  path: string,
  form: VideoForm,
  limitMs: number,
): Promise<ClipRecord> {
  if (typeof ImageDecoder === 'undefined') {
    const is = 'is an animated picture, which this browser does not take apart';
    throw fileError(path, 'video-no-decoder', is, 'Use a current Chrome, Edge or Firefox, or convert it to an MP4.');
  }
  const draw = createRecordCanvas(form.size);
  const watch = startWatch(limitMs, () => tooSlow(path, limitMs));
  const decoder = new ImageDecoder({ data: bytes, type: `image/${kind}` });
  // A frame drawn once may be asked for several times in a row.
  const drawn = new Map<number, Uint8Array>();
  try {
    const indices = pickByLength(lengthsMs, form.frames);
    for (const frameIndex of new Set(indices)) {
      const image = await frameAt(decoder, frameIndex, watch);
      try {
        const size = { width: image.displayWidth, height: image.displayHeight };
        if (size.width !== width || size.height !== height) throw new Error(`frame ${frameIndex + 1} has another size`);
        drawn.set(
          frameIndex,
          draw(size, (context, cut) => context.drawImage(image, ...cut)),
        );
      } finally {
        image.close();
      }
    }
    const record = stackFrames(indices.map((index) => drawn.get(index)!));
    return { record, width, height, seconds: lengthsMs.reduce((sum, ms) => sum + ms, 0) / 1000, frames: lengthsMs.length };
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    const why = error instanceof Error && error.message ? ` (${error.message.slice(0, 120)})` : '';
    throw fileError(path, 'video-damaged', `is damaged: the browser could not decode it${why}`, COPY_AGAIN);
  } finally {
    watch.stop();
    decoder.close();
  }
}

async function frameAt(decoder: ImageDecoder, frameIndex: number, watch: Watch): Promise<VideoFrame> {
  const result = decoder.decode({ frameIndex, completeFramesOnly: true });
  try {
    return (await watch.over(result)).image;
  } catch (error) {
    result.then(
      ({ image }) => image.close(), // it came after it was given up
      () => undefined,
    );
    throw error;
  }
}
