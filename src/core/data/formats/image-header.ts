/**
 * @file Width and height of a picture from its header, before anything is decoded: a header of a few bytes can ask a
 * decoder for gigabytes. Pure; reads within bounds and never throws. Called by `check-picture.ts`.
 */
import { latin1, type PictureKind } from './sniff.ts';

export interface PictureSize {
  width: number;
  height: number;
}

/** @returns undefined where the header ends early, is malformed, or does not say */
export function readPictureSize(bytes: Uint8Array, kind: PictureKind): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return READERS[kind](view, bytes);
  } catch (error) {
    // DataView throws RangeError at the end of the bytes; anything else is a mistake of ours.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Reader = (view: DataView, bytes: Uint8Array) => PictureSize | undefined;

const READERS: Record<PictureKind, Reader> = {
  png: (view, bytes) => (latin1(bytes, 12, 16) === 'IHDR' ? { width: view.getUint32(16), height: view.getUint32(20) } : undefined),
  jpeg: jpegSize,
  gif: gifSize,
  bmp: (view) => {
    if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
    // A negative height means rows from the top; a negative width is malformed and stays so.
    return { width: Math.max(0, view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
  },
  webp: webpSize,
  avif: avifSize,
};

/** Walks the segments to the first start-of-frame. */
function jpegSize(view: DataView): PictureSize | undefined {
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    if (marker === 0xd9 || marker === 0xda) return undefined;
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += standsAlone ? 2 : 2 + view.getUint16(at + 2);
  }
}

/** The larger of the logical screen and the first frame, since decoders enlarge the one to hold the other. */
function gifSize(view: DataView): PictureSize | undefined {
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  const flags = view.getUint8(10);
  let at = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  while (at + 9 < view.byteLength) {
    const block = view.getUint8(at);
    if (block === 0x2c) {
      size.width = Math.max(size.width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
      size.height = Math.max(size.height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
      break;
    }
    if (block !== 0x21) break;
    at += 2;
    while (at < view.byteLength && view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
    at++;
  }
  return size;
}

function webpSize(view: DataView, bytes: Uint8Array): PictureSize | undefined {
  const chunk = latin1(bytes, 12, 16);
  const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65536;
  if (chunk === 'VP8X') return { width: 1 + uint24(24), height: 1 + uint24(27) };
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return view.getUint8(20) === 0x2f ? { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) } : undefined;
  }
  if (chunk === 'VP8 ' && view.getUint8(23) === 0x9d && view.getUint8(24) === 0x01 && view.getUint8(25) === 0x2a)
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return undefined;
}

/** The largest of the image-extent boxes in the file's head; tiles and thumbnails have boxes too. */
function avifSize(view: DataView, bytes: Uint8Array): PictureSize | undefined {
  let largest: PictureSize | undefined;
  const head = latin1(bytes, 0, Math.min(bytes.length, 65536));
  for (let at = head.indexOf('ispe'); at >= 0 && at + 16 <= bytes.length; at = head.indexOf('ispe', at + 4)) {
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}
