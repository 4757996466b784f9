/**
 * @file Seeded damage to clips of any kind, through all checks before decoding. In Node nothing can decode them, so that every mutant must
 * end as a reason. Imported by tests only.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { mutants, tally } from '../test-mutants.ts';
import { decodeClip } from './decode-clip.ts';

const form = { modality: 'video', frames: 8, size: [16, 16] } as const;

/** Taking `count` mutants of a file in `test/fixtures/video` apart neither crashes, nor hangs, nor takes memory by the gigabyte. */
export async function expectRefusals(name: string, count: number): Promise<void> {
  const file = readFileSync(`test/fixtures/video/${name}`);
  const { codes, slowestMs, mostMemoryBytes } = await tally(mutants(file, count, 17), (bytes) => decodeClip(new Blob([bytes]), name, form));
  expect(codes.has('passed')).toBe(false);
  // Damage is seen where the format lets it be seen; the rest ends where a decoder would begin.
  expect(codes.get('video-cut-off')).toBeGreaterThan(count / 10);
  expect(codes.get('video-damaged')).toBeGreaterThan(count / 40);
  expect(slowestMs).toBeLessThan(3000);
  expect(mostMemoryBytes).toBeLessThan(1.5e9);
}
