/**
 * @file A 128-bit hash of a record's values: four 32-bit lanes over its words, each multiplied and shifted in its own way. Not made against
 * people who look for collisions; by chance, two different ones among 10,000 records are equal once in 10³⁰ data sets, so that equal
 * hashes are taken for equal records. Made in the parse worker; read by the data report and where files come twice.
 */
import type { SeenValues } from './record-spread.ts';

const STARTS = [0x811c9dc5, 0x9747b28c, 0x38b34ae5, 0xa1e38b93] as const;

/** @returns 32 hexadecimal digits and the length in bytes; the same for the same bytes, however they lie in memory */
export function hashOf(values: SeenValues): string {
  const { byteLength } = values;
  const isAligned = values.byteOffset % 4 === 0 && byteLength % 4 === 0;
  const words = isAligned ? new Uint32Array(values.buffer, values.byteOffset, byteLength / 4) : paddedWords(values);
  let [a, b, c, d] = STARTS as readonly number[] as [number, number, number, number];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    a = Math.imul(a ^ word, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b ^ word, 0x85ebca6b);
    b ^= b >>> 13;
    c = Math.imul((c << 5) ^ (c >>> 27) ^ word, 0xcc9e2d51);
    c ^= c >>> 16;
    d = (Math.imul(d, 0x1b873593) + word) | 0;
    d ^= d >>> 14;
  }
  return `${[a, b, c, d].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')}:${byteLength}`;
}

function paddedWords(values: SeenValues): Uint32Array {
  const padded = new Uint8Array(Math.ceil(values.byteLength / 4) * 4);
  padded.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return new Uint32Array(padded.buffer);
}
