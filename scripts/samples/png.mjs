/**
 * @file A small PNG writer for pictures of at most 16 colours, 4 bits a pixel: a few hundred of them stay below 1 MB.
 */
import { crc32, deflateSync } from 'node:zlib';

/**
 * @typedef {object} IndexedPicture
 * @property {number} size width and height, even
 * @property {Uint8Array} indices palette index of each pixel, row-major, [size × size]
 * @property {number[][]} palette up to 16 colours, [r, g, b] 0-255
 */

/** @param {IndexedPicture} picture @returns {Uint8Array} */
export function encodePng({ size, indices, palette }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([4, 3], 8); // bits a pixel, palette
  const rowBytes = 1 + size / 2; // a filter byte, then two pixels a byte
  const rows = Buffer.alloc(rowBytes * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x += 2) rows[y * rowBytes + 1 + x / 2] = (indices[y * size + x] << 4) | indices[y * size + x + 1];
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', header), chunk('PLTE', Buffer.from(palette.flat())), chunk('IDAT', deflateSync(rows, { level: 9 }))];
  return new Uint8Array(Buffer.concat([signature, ...chunks, chunk('IEND', Buffer.alloc(0))]));
}

/** Length, type, data, checksum. */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
