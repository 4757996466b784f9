/**
 * @file Whether a picture file is all there. Browsers draw what they have of a cut-off picture and leave the rest grey
 * or black, which would be trained on without a word. Pure; called by `check-picture.ts`.
 */
import { latin1, type PictureKind } from './sniff.ts';

/**
 * @returns undefined when the file looks complete, else how many bytes it should have at least; 0 when that cannot be
 *   told. GIF and AVIF are left to the decoder.
 */
export function missingEnd(bytes: Uint8Array, kind: PictureKind): { expectedBytes: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (kind) {
    case 'png':
      return pngEnd(view, bytes);
    case 'jpeg':
      return jpegEnd(bytes);
    case 'webp':
      return shorterThan(bytes, bytes.length < 8 ? 12 : 8 + view.getUint32(4, true));
    case 'bmp':
      return bitmapEnd(view, bytes);
    default:
      return undefined;
  }
}

function shorterThan(bytes: Uint8Array, expectedBytes: number): { expectedBytes: number } | undefined {
  return bytes.length < expectedBytes ? { expectedBytes } : undefined;
}

/** Walks the chunks: each is length, type, data, checksum; the last is IEND, 12 bytes long. */
function pngEnd(view: DataView, bytes: Uint8Array): { expectedBytes: number } | undefined {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at);
    if (latin1(bytes, at + 4, at + 8) === 'IEND') return undefined;
    if (end > bytes.length) return { expectedBytes: end + 12 };
    at = end;
  }
  return { expectedBytes: 0 };
}

/** The end marker may be followed by anything (cameras do), so it is looked for from the back. */
function jpegEnd(bytes: Uint8Array): { expectedBytes: number } | undefined {
  for (let at = bytes.length - 2; at > 2; at--) {
    if (bytes[at] !== 0xff) continue;
    if (bytes[at + 1] === 0xd9) return undefined;
    // The start of the last scan: an end marker before it belongs to a thumbnail.
    if (bytes[at + 1] === 0xda) break;
  }
  return { expectedBytes: 0 };
}

/** Only plain bitmaps have a size that follows from the header. */
function bitmapEnd(view: DataView, bytes: Uint8Array): { expectedBytes: number } | undefined {
  if (bytes.length < 54) return shorterThan(bytes, view.byteLength >= 18 && view.getUint32(14, true) === 12 ? 26 : 54);
  if (view.getUint32(14, true) < 40 || view.getUint32(30, true) !== 0) return undefined;
  const rowBytes = Math.ceil((view.getInt32(18, true) * view.getUint16(28, true)) / 32) * 4;
  return shorterThan(bytes, view.getUint32(10, true) + rowBytes * Math.abs(view.getInt32(22, true)));
}
