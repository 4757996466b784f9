/**
 * @file A checked picture file to RGB bytes of the record size. The browser decodes; this cuts the middle to the
 * record's shape, scales it, and puts white where the picture is transparent. Needs `createImageBitmap` and
 * `OffscreenCanvas`, which workers have. Between `formats/check-picture.ts` and `assemble.ts`.
 */
import { checkPicture, checkPixelCount, pictureError } from './formats/check-picture.ts';

export interface DecodedPicture {
  /** RGB bytes [H, W, 3]. */
  pixels: Uint8Array<ArrayBuffer>;
  /** Size of the picture in the file. */
  width: number;
  height: number;
}

/** Draws pictures of one record size; keep it for many, since a canvas is costly to make. */
export function createPictureDecoder([height, width]: readonly [number, number]) {
  const canvas = new OffscreenCanvas(width, height);
  // Read back often: keeps the canvas on the CPU, where scaling gives the same bytes on every machine.
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('This browser gives no 2-D canvas to workers');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';

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
      const scale = Math.max(width / size.width, height / size.height);
      const [cutWidth, cutHeight] = [width / scale, height / scale];
      context.fillStyle = '#fff';
      context.fillRect(0, 0, width, height);
      context.drawImage(bitmap, (size.width - cutWidth) / 2, (size.height - cutHeight) / 2, cutWidth, cutHeight, 0, 0, width, height);
      return { pixels: withoutAlpha(context.getImageData(0, 0, width, height).data), ...size };
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

/** [H, W, 4] to [H, W, 3]. */
function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}
