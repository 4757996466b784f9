/**
 * @file Everything that is asked of a picture file before a decoder sees it: is it a picture, how large, is it all
 * there. Each answer that is no has its own code and sentence. Between reading bytes and `decode-picture.ts`.
 */
import { PlaygroundError } from '../../errors.ts';
import { byteText, countText, displayName } from '../display-name.ts';
import { LIMITS } from '../limits.ts';
import { type PictureSize, readPictureSize } from './image-header.ts';
import { missingEnd } from './picture-end.ts';
import { isPicture, type OtherKind, type PictureKind, sniff } from './sniff.ts';

export interface CheckedPicture {
  kind: PictureKind;
  /** From the header; undefined where the format does not say it plainly. */
  size: PictureSize | undefined;
}

const REST_LOADS = 'It was left out; the rest loads.';

/** What to say of a file that is something else: the code, and how the sentence and the hint go on after the name. */
const OTHER_KINDS: Record<OtherKind, readonly [code: string, is: string, todo: string]> = {
  empty: ['file-empty', 'is empty: it has 0 bytes', 'Copy it again from its source.'],
  html: ['file-html', 'is a web page, not a picture', 'The download probably gave an error page; download it again.'],
  'lfs-pointer': [
    'file-lfs-pointer',
    'is a git-lfs pointer, not the picture itself',
    'Run `git lfs pull` in its repository and drop it again.',
  ],
  gzip: ['file-gzip', 'is packed with gzip', 'Unpack it, or make a .zip of the folder.'],
  zip: ['file-zip', 'is a zip archive under another name', 'Rename it to .zip and drop it by itself.'],
  pickle: ['file-pickle', 'is a Python pickle, which is never opened because it can run code', 'Save the pictures as PNG files.'],
  pdf: ['file-pdf', 'is a PDF document', 'Save its pictures as PNG files.'],
  svg: ['file-svg', 'is an SVG drawing, which may hold scripts', 'Save it as a PNG file.'],
  tiff: ['file-tiff', 'is a TIFF picture, which browsers do not read', 'Save it as PNG or JPEG.'],
  heic: ['file-heic', 'is a HEIC picture, which most browsers do not read', 'Save it as JPEG.'],
  text: ['not-a-picture', 'is a text file, not a picture', 'Pictures are PNG, JPEG, WebP, GIF, BMP or AVIF files.'],
  unknown: ['not-a-picture', 'is not a picture that can be read', 'Pictures are PNG, JPEG, WebP, GIF, BMP or AVIF files.'],
};

/**
 * @param path names the file in messages
 * @throws PlaygroundError with the code of what is wrong
 */
export function checkPicture(bytes: Uint8Array, path: string): CheckedPicture {
  const kind = sniff(bytes);
  if (!isPicture(kind)) {
    const [code, is, todo] = OTHER_KINDS[kind];
    throw pictureError(path, code, is, todo);
  }
  const size = readPictureSize(bytes, kind);
  if (size && (size.width === 0 || size.height === 0))
    throw pictureError(path, 'picture-zero-size', `is ${size.width} × ${size.height} pixels large, so there is nothing in it`);
  if (size) checkPixelCount(size, path);
  const missing = missingEnd(bytes, kind);
  if (missing) {
    const { expectedBytes } = missing;
    // A length field of a damaged file may claim anything; such a number would only confuse.
    const isPlausible = expectedBytes > bytes.length && expectedBytes <= LIMITS.pictureBytes;
    const how = isPlausible ? `${countText(bytes.length)} of about ${countText(expectedBytes)} bytes are there` : 'its end is missing';
    throw pictureError(path, 'picture-cut-off', `ends early: ${how}`, 'Copy it again from its source.');
  }
  if (!size && kind !== 'avif') throw pictureError(path, 'picture-damaged', `has a damaged ${kind.toUpperCase()} header`);
  return { kind, size };
}

/** @throws PlaygroundError `picture-too-large` */
export function checkPixelCount({ width, height }: PictureSize, path: string): void {
  if (width * height <= LIMITS.picturePixels) return;
  const limit = `${LIMITS.picturePixels / 1e6} million pixels are the limit`;
  throw pictureError(path, 'picture-too-large', `is ${countText(width)} × ${countText(height)} pixels large; ${limit}`, 'Make it smaller.');
}

/** @throws PlaygroundError `file-too-large` */
export function checkFileSize(bytes: number, path: string): void {
  if (bytes <= LIMITS.pictureBytes) return;
  throw pictureError(path, 'file-too-large', `has ${byteText(bytes)}; ${byteText(LIMITS.pictureBytes)} are the limit for one picture`);
}

/** A rejection of one file: `path is …`, what was done, what to do. */
export function pictureError(path: string, code: string, is: string, todo = ''): PlaygroundError {
  const where = displayName(path);
  return new PlaygroundError({ code, message: `${where} ${is}.`, hint: todo ? `${REST_LOADS} ${todo}` : REST_LOADS, where });
}
