/**
 * @file 2,000 damaged copies of a good file for each reader: bits turned, bytes cut, fields filled, digits put in, blocks
 * copied. Each is refused with a reason, or what was read is finite, within its bounds and as many as the file says; and no
 * reader asks for more memory than four times what the file or its result takes. Seeded; the same copies every time.
 */
import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { mutants } from '../test-mutants.ts';
import { readPoints } from './read-points.ts';

const MUTANTS = 2000;
const FLOOR = 65_536;
const file = (name: string) => new Uint8Array(readFileSync(`test/fixtures/points/${name}`));

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
  const damaged = [...mutants(original, MUTANTS, 20240119)];
  const tally = { accepted: 0, refused: 0, slowestMs: 0 };
  const wrong: string[] = [];
  const seen = watchAllocations();
  damaged.forEach((bytes, index) => {
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
