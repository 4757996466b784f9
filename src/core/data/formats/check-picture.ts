/**
 * @file Everything that is asked of a picture file before a decoder sees it: is it a picture, how large, is it all
 * there. Each answer that is no has its own code and sentence. Between reading bytes and `decode-picture.ts`.
 */
import { byteText, countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { LIMITS } from '../limits.ts';
import { sniffVideo } from '../video/sniff-video.ts';
import { type PictureSize, readPictureSize } from './image-header.ts';
import { otherFile } from './other-file.ts';
import { missingEnd } from './picture-end.ts';
import { isPicture, type PictureKind, sniff } from './sniff.ts';

export interface CheckedPicture {
  kind: PictureKind;
  /** From the header; undefined where the format does not say it plainly. */
  size: PictureSize | undefined;
}

/**
 * @param path names the file in messages
 * @throws PlaygroundError with the code of what is wrong
 */
export function checkPicture(bytes: Uint8Array, path: string): CheckedPicture {
  const kind = sniff(bytes);
  if (!isPicture(kind)) throw otherFile(kind === 'unknown' || kind === 'text' ? sniffVideo(bytes) : kind, 'image', path);
  const size = readPictureSize(bytes, kind);
  if (size && (size.width === 0 || size.height === 0))
    throw fileError(path, 'picture-zero-size', `is ${size.width} × ${size.height} pixels large, so there is nothing in it`);
  if (size) checkPixelCount(size, path);
  const missing = missingEnd(bytes, kind);
  if (missing) {
    const { expectedBytes } = missing;
    // A length field of a damaged file may claim anything; such a number would only confuse.
    const isPlausible = expectedBytes > bytes.length && expectedBytes <= LIMITS.pictureBytes;
    const how = isPlausible ? `${countText(bytes.length)} of about ${countText(expectedBytes)} bytes are there` : 'its end is missing';
    throw fileError(path, 'picture-cut-off', `ends early: ${how}`, COPY_AGAIN);
  }
  if (!size && kind !== 'avif') throw fileError(path, 'picture-damaged', `has a damaged ${kind.toUpperCase()} header`);
  return { kind, size };
}

/** @throws PlaygroundError `picture-too-large` */
export function checkPixelCount({ width, height }: PictureSize, path: string): void {
  if (width * height <= LIMITS.picturePixels) return;
  const limit = `${LIMITS.picturePixels / 1e6} million pixels are the limit`;
  throw fileError(path, 'picture-too-large', `is ${countText(width)} × ${countText(height)} pixels large; ${limit}`, 'Make it smaller.');
}

/** @throws PlaygroundError `file-too-large` */
export function checkFileSize(bytes: number, path: string): void {
  if (bytes <= LIMITS.pictureBytes) return;
  throw fileError(path, 'file-too-large', `has ${byteText(bytes)}; ${byteText(LIMITS.pictureBytes)} are the limit for one picture`);
}
