/**
 * @file A checked picture file to RGB bytes of the record size. The browser decodes; `record-canvas.ts` draws.
 * Needs `createImageBitmap`, which workers have. Between `formats/check-picture.ts` and `assemble.ts`.
 */
import { checkPicture, checkPixelCount, pictureError } from './formats/check-picture.ts';
import { createRecordCanvas } from './record-canvas.ts';

export interface DecodedPicture {
  /** RGB bytes [H, W, 3]. */
  pixels: Uint8Array<ArrayBuffer>;
  /** Size of the picture in the file. */
  width: number;
  height: number;
}

/** Draws pictures of one record size; keep it for many, since a canvas is costly to make. */
export function createPictureDecoder(recordSize: readonly [number, number]) {
  const draw = createRecordCanvas(recordSize);

  /**
   * @param path names the file in messages
   * @param limitMs longest time for the browser's decoder
   * @throws PlaygroundError with the reason why the picture cannot be used; `picture-slow` after `limitMs`
   */
  return async (bytes: Uint8Array<ArrayBuffer>, path: string, limitMs: number): Promise<DecodedPicture> => {
    const { kind } = checkPicture(bytes, path);
    const bitmap = await decode(new Blob([bytes], { type: `image/${kind}` }), path, limitMs);
    try {
      const size = { width: bitmap.width, height: bitmap.height };
      checkPixelCount(size, path);
      return { pixels: draw(size, (context, cut) => context.drawImage(bitmap, ...cut)), ...size };
    } finally {
      bitmap.close();
    }
  };
}

async function decode(file: Blob, path: string, limitMs: number): Promise<ImageBitmap> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const bitmap = createImageBitmap(file);
  const timeout = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  try {
    const first = await Promise.race([bitmap, timeout]);
    if (first !== 'late') return first;
  } catch {
    // The browser says no more than that it could not; the header was fine, so the rest is damaged.
    throw pictureError(
      path,
      'picture-damaged',
      'is damaged: the browser could not decode it',
      'Open it in a picture program and save it again.',
    );
  } finally {
    clearTimeout(timer);
  }
  bitmap.then(
    (late) => late.close(),
    () => undefined, // it was given up; how it ends does not matter
  );
  throw pictureError(path, 'picture-slow', `took longer than ${limitMs / 1000} s to decode`, 'Make it smaller.');
}
