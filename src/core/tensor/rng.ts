/**
 * @file Seeded random numbers, over pure-rand's xoroshiro128+. Holds no tensors and needs no tfjs.
 * A generator is named by a seed and a stream (`init`, `order`, `split` …), so that drawing more from one stream
 * never shifts another. Only exactly rounded arithmetic is used: the numbers are the same in every browser.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

export interface Rng {
  /** Uniform in [0, 1), 53 random bits. */
  next(): number;
  /** Uniform whole number in [0, n); n is a whole number from 1 to 2³². */
  integer(n: number): number;
  /** Normal with mean 0 and variance 1. */
  normal(): number;
  /** Fisher–Yates, in place; returns the same array. */
  shuffle<T extends Shufflable>(array: T): T;
  /** Four 32-bit words, fit for JSON; `restore` continues from there. */
  state(): number[];
  restore(state: readonly number[]): void;
}

type Shufflable = unknown[] | Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array;

/**
 * @param seed any safe integer
 * @param stream name of the purpose; different names give independent numbers
 * @throws RangeError when the seed is not a safe integer
 */
export function createRng(seed: number, stream: string): Rng {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed must be a whole number, not ${seed}`);
  let generator = xoroshiro128plusFromState(seedWords(seed, stream));
  const next = () => uniformFloat64(generator);
  const integer = (n: number) => {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) throw new RangeError(`integer(n) needs n from 1 to 2^32, not ${n}`);
    return uniformInt(generator, 0, n - 1);
  };
  return {
    next,
    integer,
    normal() {
      // Marsaglia's polar method; the second value is dropped so that the state is four words and no more.
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const s = u * u + v * v;
        if (s > 0 && s < 1) return u * Math.sqrt((-2 * exactLog(s)) / s);
      }
    },
    shuffle(array) {
      const items = array as unknown[];
      for (let last = items.length - 1; last > 0; last--) {
        const other = integer(last + 1);
        const kept = items[last];
        items[last] = items[other];
        items[other] = kept;
      }
      return array;
    },
    state: () => [...generator.getState()],
    restore(state) {
      if (state.length !== 4 || state.every((word) => word === 0) || !state.every(Number.isInteger))
        throw new RangeError('A random-number state is four whole numbers, not all 0');
      generator = xoroshiro128plusFromState(state.map((word) => word | 0));
    },
  };
}

/** Four well-mixed words from a seed and a name: FNV-1a over both, then a finaliser, once a word. */
function seedWords(seed: number, stream: string): number[] {
  const low = seed | 0;
  const high = Math.floor(seed / 2 ** 32) | 0;
  return [1, 2, 3, 4].map((salt) => {
    let hash = 0x811c9dc5 ^ Math.imul(salt, 0x9e3779b1);
    for (const part of [low, high, stream.length]) hash = scramble(hash ^ part);
    for (let at = 0; at < stream.length; at++) hash = Math.imul(hash ^ stream.charCodeAt(at), 0x01000193);
    return scramble(hash) || salt;
  });
}

/** A bijection of 32-bit words in which every input bit moves about half of the output bits. */
function scramble(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/**
 * Natural logarithm of s in (0, 1), from + − × ÷ only. `Math.log` may differ in its last bit between engines,
 * which would make the same seed give other weights elsewhere. Error below 1e-15 relative to 1.
 */
function exactLog(s: number): number {
  let mantissa = s;
  let doublings = 0;
  while (mantissa < 0.75) {
    mantissa *= 2;
    doublings++;
  }
  const z = (mantissa - 1) / (mantissa + 1); // |z| ≤ 0.2
  const square = z * z;
  let sum = 0;
  for (let term = 23; term >= 1; term -= 2) sum = sum * square + 1 / term;
  return 2 * z * sum - doublings * Math.LN2;
}
