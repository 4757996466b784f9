/**
 * @file A zip of pictures that do not pack: noise of 56 × 56 at 4 bits is 1.6 kB each. Used by the measurements of import.
 */
import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { encodePng } from '../scripts/samples/png.mjs';

/** @param {number} count in ten classes @returns {Promise<Uint8Array>} */
export async function manyPictures(count) {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { level: 0, useWebWorkers: false });
  const palette = Array.from({ length: 16 }, (_, at) => [16 * at, 255 - 16 * at, (at * 97) % 256]);
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 28;
  };
  for (let at = 0; at < count; at++) {
    const bytes = encodePng({ size: 56, indices: Uint8Array.from({ length: 56 * 56 }, next), palette });
    await zip.add(`set/class ${at % 10}/${at}.png`, new Uint8ArrayReader(bytes));
  }
  await zip.add('set/README.md', new TextReader('ten classes'));
  return zip.close();
}
