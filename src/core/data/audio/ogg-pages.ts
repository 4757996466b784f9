/**
 * @file Is an Ogg file whole? Every page carries a checksum, so that damage is seen here and not heard later; the last
 * page says that it is the last. Before the decoder of `decode-compressed.ts`. Source: RFC 3533, section 6.
 */

import { countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { latin1 } from '../formats/sniff.ts';

const HEADER_BYTES = 27;

/** @throws PlaygroundError `audio-damaged`, `audio-cut-off` */
export function checkOggPages(bytes: Uint8Array, path: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let isLast = false;
  for (let at = 0, page = 1; at < bytes.length; page++) {
    const damaged = (is: string) => fileError(path, 'audio-damaged', `is damaged: Ogg page ${page} ${is}`, COPY_AGAIN);
    if (at + HEADER_BYTES > bytes.length) throw cutOff(path, bytes.length);
    if (latin1(bytes, at, at + 4) !== 'OggS') throw damaged('does not begin where the one before ends');
    const segments = view.getUint8(at + 26);
    if (at + HEADER_BYTES + segments > bytes.length) throw cutOff(path, bytes.length);
    let end = at + HEADER_BYTES + segments;
    for (let segment = 0; segment < segments; segment++) end += view.getUint8(at + HEADER_BYTES + segment);
    if (end > bytes.length) throw cutOff(path, bytes.length);
    if (pageChecksum(bytes, at, end) !== view.getUint32(at + 22, true)) throw damaged('does not match its checksum');
    isLast = (view.getUint8(at + 5) & 4) !== 0;
    at = end;
  }
  if (!isLast) throw cutOff(path, bytes.length);
}

function cutOff(path: string, got: number) {
  return fileError(path, 'audio-cut-off', `ends early: after ${countText(got)} bytes its last Ogg page is missing`, COPY_AGAIN);
}

/** CRC-32 of polynomial 0x04c11db7, highest bit first, start 0, of one step for each byte. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

/** The four bytes of the checksum itself count as 0. */
function pageChecksum(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at++) {
    const byte = at >= from + 22 && at < from + 26 ? 0 : bytes[at]!;
    crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ byte]!;
  }
  return crc >>> 0;
}
