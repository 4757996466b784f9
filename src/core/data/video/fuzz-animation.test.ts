/** @file Seeded damage to animated pictures; as `fuzz-video.test.ts` for videos. In Node, what passes the checks ends as `video-no-decoder`. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { mutants } from '../audio/test-wav.ts';
import { decodeClip } from './decode-clip.ts';

const MUTANTS = 2000;
const form = { modality: 'video', frames: 8, size: [16, 16] } as const;

describe(`${MUTANTS} mutants of each format`, () => {
  it.each(['clip.gif', 'clip.webp', 'clip.png'])('%s', async (name) => {
    const codes = new Map<string, number>();
    let slowest = 0;
    let most = 0;
    for (const bytes of mutants(readFileSync(`test/fixtures/video/${name}`), MUTANTS, 17)) {
      const before = performance.now();
      const error: unknown = await decodeClip(new Blob([bytes]), name, form).catch((thrown) => thrown);
      slowest = Math.max(slowest, performance.now() - before);
      most = Math.max(most, process.memoryUsage().rss);
      if (!(error instanceof PlaygroundError)) throw new Error(`${name}: ${error instanceof Error ? error.stack : 'accepted'}`);
      codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
    }
    // Damage is seen where the format lets it be seen; the rest ends where a decoder would begin.
    expect(codes.get('video-cut-off')).toBeGreaterThan(MUTANTS / 10);
    expect(codes.get('video-damaged')).toBeGreaterThan(MUTANTS / 40);
    expect(slowest).toBeLessThan(3000);
    expect(most).toBeLessThan(1.5e9);
  });
});
