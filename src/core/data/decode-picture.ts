/**
 * @file A checked picture file to RGB bytes of the record size. The browser decodes; `record-canvas.ts` draws.
 * Needs `createImageBitmap`, which workers have. Between `formats/check-picture.ts` and `assemble.ts`.
 */

import { PlaygroundError } from '../errors.ts';
import type { ReadyPicture } from './containers/container-entry.ts';
import { fileError } from './file-error.ts';
import { checkPicture, checkPixelCount } from './formats/check-picture.ts';
import { checkSvg } from './formats/check-svg.ts';
import { sniff } from './formats/sniff.ts';
import { createRecordCanvas } from './record-canvas.ts';

/** An SVG is drawn larger than its record and scaled like any picture. */
const SVG_SCALE = 2;

export interface DecodedPicture {
  /** RGB bytes [H, W, 3]. */
  pixels: Uint8Array<ArrayBuffer>;
  /** Size of the picture in the file. */
  width: number;
  height: number;
}

/** Draws an SVG, which workers cannot: at most `side` pixels wide and high. Rejects when the browser cannot draw it. */
export type DrawSvg = (svg: Blob, side: number) => Promise<{ bitmap: ImageBitmap; width: number; height: number }>;

export interface PictureDecoder {
  /**
   * @param path names the file in messages
   * @param limitMs longest time for the browser's decoder
   * @throws PlaygroundError with the reason why the picture cannot be used; `picture-slow` after `limitMs`
   */
  decode(bytes: Uint8Array<ArrayBuffer>, path: string, limitMs: number): Promise<DecodedPicture>;
  /** For pixels that need no decoder. @throws PlaygroundError `picture-too-large`, `picture-zero-size` */
  fromPixels(picture: ReadyPicture, path: string): Promise<DecodedPicture>;
}

/** Draws pictures of one record size; keep it for many, since a canvas is costly to make. */
export function createPictureDecoder(recordSize: readonly [number, number], drawSvg?: DrawSvg): PictureDecoder {
  const draw = createRecordCanvas(recordSize);
  const drawn = (bitmap: ImageBitmap, path: string, size = { width: bitmap.width, height: bitmap.height }): DecodedPicture => {
    try {
      checkPixelCount(bitmap, path);
      return { pixels: draw(bitmap, (context, cut) => context.drawImage(bitmap, ...cut)), ...size };
    } finally {
      bitmap.close();
    }
  };
  return {
    async decode(bytes, path, limitMs) {
      if (sniff(bytes) === 'svg') {
        checkSvg(bytes, path);
        if (!drawSvg) throw fileError(path, 'svg-no-page', 'is an SVG drawing, which is drawn by the page only', 'Save it as PNG.');
        const svg = new Blob([bytes], { type: 'image/svg+xml' });
        const side = SVG_SCALE * Math.max(...recordSize);
        const { bitmap, width, height } = await within(drawSvg(svg, side), path, limitMs, ({ bitmap }) => bitmap.close());
        return drawn(bitmap, path, { width, height });
      }
      const { kind } = checkPicture(bytes, path);
      const decoding = createImageBitmap(new Blob([bytes], { type: `image/${kind}` }));
      return drawn(await within(decoding, path, limitMs, (late) => late.close()), path);
    },
    async fromPixels({ rgba, width, height }, path) {
      return drawn(await createImageBitmap(new ImageData(rgba, width, height)), path);
    },
  };
}

/** @param discard gives back what comes too late */
async function within<Result>(decoding: Promise<Result>, path: string, limitMs: number, discard: (late: Result) => void): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  try {
    const first = await Promise.race([decoding, timeout]);
    if (first !== 'late') return first;
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    // The browser says no more than that it could not; the header was fine, so the rest is damaged.
    throw fileError(
      path,
      'picture-damaged',
      'is damaged: the browser could not decode it',
      'Open it in a picture program and save it again.',
    );
  } finally {
    clearTimeout(timer);
  }
  decoding.then(discard, () => undefined); // it was given up; how it ends does not matter
  throw fileError(path, 'picture-slow', `took longer than ${limitMs / 1000} s to decode`, 'Make it smaller.');
}
