/**
 * @file A 64-bit hash that is alike for like vectors: each bit says on which side of a random plane a vector lies (Charikar 2002). Unlike a
 * difference hash it does not waver where a picture is flat. Two 32-bit words; looked up by eight bands of eight bits.
 */
import { createRng } from '../../tensor/rng.ts';

/** Different bits up to which two records are compared; with eight bands, one band of any such pair is equal. */
export const MOST_BITS = 7;

const BITS = 64;
export const BANDS = 8;

/** @returns a function from a vector of this length to its hash, [low word, high word]; the same planes every time */
export function signHasher(length: number): (vector: Float32Array) => Int32Array {
  const rng = createRng(0, `planes:${length}`);
  const planes = Float32Array.from({ length: BITS * length }, () => (rng.next() < 0.5 ? -1 : 1)); // [64, length]
  return (vector) => {
    const hash = new Int32Array(2);
    for (let bit = 0; bit < BITS; bit++) {
      let sum = 0;
      for (let at = 0, place = bit * length; at < length; at++, place++) sum += planes[place]! * vector[at]!;
      if (sum > 0) hash[bit >> 5]! |= 1 << (bit & 31);
    }
    return hash;
  };
}

/** Between the hashes at places `a` and `b` of [n, 2] words. */
export function differentBits(hashes: Int32Array, a: number, b: number): number {
  return popCount(hashes[2 * a]! ^ hashes[2 * b]!) + popCount(hashes[2 * a + 1]! ^ hashes[2 * b + 1]!);
}

/** Key of one of the eight bands, 0-2047; two hashes with at most seven different bits have one in common. */
export function bandKey(hashes: Int32Array, at: number, band: number): number {
  return band * 256 + ((hashes[2 * at + (band >> 2)]! >>> (8 * (band & 3))) & 255);
}

function popCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
