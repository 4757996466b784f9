/**
 * @file Seeded damage for the tests of all parsers: bits turned, bytes and digits changed, put in, taken out, doubled, moved, ends cut;
 * and the loop that counts what becomes of it. Imported by tests only.
 */
import { PlaygroundError } from '../errors.ts';
import { createRng, type Rng } from '../tensor/rng.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const EDGES = [0, 1, 0x7f, 0x80, 0xff];
/** Half of all damage goes to the first bytes: headers are where one of them changes everything. */
const HEAD_BYTES = 300;
/** How far from its place a digit is looked for. */
const NEAR = 100;

/** Damaged copies, one to three changes each; the same seed damages in the same way. */
export function* mutants(bytes: Uint8Array, count: number, seed: number): Generator<Bytes> {
  for (let made = 0; made < count; made++) {
    const rng = createRng(seed, `mutant-${made}`);
    let mutant = Uint8Array.from(bytes);
    for (let change = rng.integer(3); change >= 0; change--) mutant = changed(mutant, rng);
    yield mutant;
  }
}

function changed(bytes: Bytes, rng: Rng): Bytes {
  if (bytes.length === 0) return Uint8Array.of(rng.integer(256));
  const place = () => rng.integer(rng.integer(2) === 0 ? Math.min(HEAD_BYTES, bytes.length) : bytes.length);
  const at = place();
  const short = 1 + rng.integer(16);
  const long = 1 + rng.integer(64);
  switch (rng.integer(9)) {
    case 0:
      bytes[at]! ^= 1 << rng.integer(8);
      return bytes;
    case 1:
      bytes[at] = rng.integer(256);
      return bytes;
    case 2:
      return bytes.slice(0, at);
    case 3:
      return bytes.fill(EDGES[rng.integer(EDGES.length)]!, at, at + short);
    case 4:
      return joined(bytes.subarray(0, at), [rng.integer(2) === 0 ? rng.integer(256) : digit(rng)], bytes.subarray(at));
    case 5:
      return joined(bytes.subarray(0, at), bytes.subarray(at + short));
    case 6:
      return joined(bytes.subarray(0, at + long), bytes.subarray(at));
    case 7:
      return bytes.copyWithin(place(), at, at + long);
    default: {
      const near = bytes.subarray(at, at + NEAR).findIndex((byte) => byte >= 48 && byte <= 57);
      bytes[at + Math.max(0, near)] = digit(rng);
      return bytes;
    }
  }
}

const digit = (rng: Rng) => 48 + rng.integer(10);

function joined(...parts: ArrayLike<number>[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export interface Tally {
  /** How many were refused with each code; `passed` for the others. */
  codes: Map<string, number>;
  slowestMs: number;
  /** Of the whole process, after any of them. */
  mostMemoryBytes: number;
}

/**
 * Reads each, and checks that a refusal has a code, a sentence and a hint.
 * @param read what it gives may be checked in it; anything but a PlaygroundError that it throws ends the test
 */
export async function tally(damaged: Iterable<Bytes>, read: (bytes: Bytes, index: number) => unknown): Promise<Tally> {
  const found: Tally = { codes: new Map(), slowestMs: 0, mostMemoryBytes: 0 };
  let index = 0;
  for (const bytes of damaged) {
    const before = performance.now();
    let code = 'passed';
    try {
      await read(bytes, index);
    } catch (error) {
      const isWhole = error instanceof PlaygroundError && error.code && error.message.endsWith('.') && error.hint;
      if (!isWhole) throw new Error(`mutant ${index}: ${error}`, { cause: error });
      code = error.code;
    }
    found.slowestMs = Math.max(found.slowestMs, performance.now() - before);
    found.mostMemoryBytes = Math.max(found.mostMemoryBytes, process.memoryUsage().rss);
    found.codes.set(code, (found.codes.get(code) ?? 0) + 1);
    index++;
  }
  return found;
}
