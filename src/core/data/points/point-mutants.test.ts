/**
 * @file 2,000 damaged copies of a good file for each reader: bits turned, bytes cut, fields filled, digits put in, blocks
 * copied. Each is refused with a reason, or what was read is finite, within its bounds and as many as the file says; and no
 * reader asks for more memory than four times what the file or its result takes. Seeded; the same copies every time.
 */
import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { createRng, type Rng } from '../../tensor/rng.ts';
import { readPoints } from './read-points.ts';

const MUTANTS = 2000;
const FLOOR = 65_536;
const file = (name: string) => new Uint8Array(readFileSync(`test/fixtures/points/${name}`));

function mutate(bytes: Uint8Array, digits: readonly number[], rng: Rng): Uint8Array {
  const at = () => rng.integer(bytes.length);
  // Half of all damage goes to the first 400 bytes: headers are where one byte changes everything.
  const place = () => (rng.integer(2) === 0 ? at() % 400 : at());
  const copy = bytes.slice();
  switch (rng.integer(7)) {
    case 0:
      for (let i = 0; i <= rng.integer(4); i++) copy[place()]! ^= 1 << rng.integer(8);
      return copy;
    case 1:
      return copy.subarray(0, at());
    case 2:
      return copy.fill(rng.integer(2) === 0 ? 255 : 0, ...span(place(), 4));
    case 3: {
      const spot = place();
      return joined(copy.subarray(0, spot), [48 + rng.integer(10)], copy.subarray(spot));
    }
    case 4: {
      const [from, to] = span(at(), 1 + rng.integer(64));
      return joined(copy.subarray(0, to), copy.subarray(from));
    }
    case 5: {
      const [from, to] = span(place(), 1 + rng.integer(16));
      return joined(copy.subarray(0, from), copy.subarray(to));
    }
    default: {
      const spot = digits[rng.integer(Math.min(digits.length, 40))] ?? 0;
      copy[spot] = 48 + rng.integer(10);
      return copy;
    }
  }
}

const span = (from: number, length: number): [number, number] => [from, from + length];
function joined(...parts: ArrayLike<number>[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Counts that a text header states, read in another way than the readers do; null where there is none. */
function statedPoints(bytes: Uint8Array): number | null {
  const head = String.fromCharCode(...bytes.subarray(0, 600));
  const found = /^element vertex +(\d+)\s/m.exec(head) ?? /^POINTS +(\d+)\s/m.exec(head) ?? /^OFF\s+(\d+)\s/.exec(head);
  return found ? Number(found[1]) : null;
}

/** Typed arrays that note the largest one asked for, in bytes. */
function watchAllocations(): { largest: number } {
  const seen = { largest: 0 };
  for (const name of ['Float64Array', 'Uint32Array', 'Uint8Array', 'Float32Array'] as const) {
    const watched = new Proxy(globalThis[name], {
      construct(target, [size, ...rest], newTarget) {
        if (typeof size === 'number') seen.largest = Math.max(seen.largest, size * target.BYTES_PER_ELEMENT);
        return Reflect.construct(target, [size, ...rest], newTarget);
      },
    });
    vi.stubGlobal(name, watched);
  }
  return seen;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it.each([
  'shape-ascii.ply',
  'shape.ply',
  'cloud-be.ply',
  'cloud-ascii.pcd',
  'cloud-binary.pcd',
  'cloud-binary_compressed.pcd',
  'cloud.xyz',
  'cloud.csv',
  'shape.off',
  'shape.obj',
  'shape-ascii.stl',
  'shape.stl',
  'cloud.npy',
])('%s', (name) => {
  const original = file(name);
  const rng = createRng(20240119, name);
  const digits = [...original.keys()].filter((at) => original[at]! >= 48 && original[at]! <= 57);
  const mutants = Array.from({ length: MUTANTS }, () => mutate(original, digits, rng));
  const tally = { accepted: 0, refused: 0, slowestMs: 0 };
  const wrong: string[] = [];
  const seen = watchAllocations();
  mutants.forEach((bytes, index) => {
    seen.largest = 0;
    const start = performance.now();
    let kept = 0;
    try {
      const { positions, faces, dropped } = readPoints(bytes, name);
      tally.accepted++;
      kept = positions.byteLength + (faces?.byteLength ?? 0);
      const points = positions.length / 3;
      const isWhole =
        points > 0 && positions.every(Number.isFinite) && (!faces || (dropped === 0 && faces.every((corner) => corner < points)));
      if (!isWhole || points + dropped !== (statedPoints(bytes) ?? points + dropped))
        wrong.push(`mutant ${index}: ${points} points accepted, ${dropped} dropped, ${statedPoints(bytes)} stated`);
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw new Error(`mutant ${index} of ${name}: ${error}`, { cause: error });
      tally.refused++;
    }
    if (seen.largest > 4 * Math.max(FLOOR, bytes.length, kept)) wrong.push(`mutant ${index}: asked for ${seen.largest} bytes`);
    tally.slowestMs = Math.max(tally.slowestMs, performance.now() - start);
  });
  expect(wrong).toEqual([]);
  expect(tally.accepted + tally.refused).toBe(MUTANTS);
  expect(tally.accepted).toBeGreaterThan(0);
  expect(tally.refused).toBeGreaterThan(MUTANTS / 20);
  expect(tally.slowestMs).toBeLessThan(5000);
});
