/**
 * @file Seeded damage to clips, through real decoding: each ends as a record of its size or as a reason, in time, and nothing
 * stays open. Two thousand of each format go through the checks before decoding in `fuzz-video.test.ts`.
 */
import { expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { mutants } from '../test-mutants.ts';
import { decodeClip } from './decode-clip.ts';
import { countOpenFrames } from './test-open-frames.ts';

const MUTANTS = 60;
const form = { modality: 'video', frames: 8, size: [8, 8] } as const;

it.each(['clip.mp4', 'fragments.mp4', 'clip.webm', 'live.webm', 'clip.gif', 'clip.webp', 'clip.png'])(
  `${MUTANTS} mutants of %s`,
  async (name) => {
    const bytes = new Uint8Array(await (await fetch(`/test/fixtures/video/${name}`)).arrayBuffer());
    const open = countOpenFrames();
    let records = 0;
    let slowest = 0;
    for (const mutant of mutants(bytes, MUTANTS, 23)) {
      const before = performance.now();
      const outcome = await decodeClip(new Blob([mutant]), name, form, 500).catch((error: unknown) => error);
      slowest = Math.max(slowest, performance.now() - before);
      if (outcome instanceof PlaygroundError) {
        expect(outcome.code).toMatch(/^(video|file|not)-/);
        continue;
      }
      if (outcome instanceof Error) throw outcome;
      expect(outcome).toMatchObject({ record: { length: 8 * 8 * 8 * 3 } });
      const { width, height, seconds } = outcome as { width: number; height: number; seconds: number };
      expect([width >= 1, height >= 1, seconds > 0, seconds <= 600]).toEqual([true, true, true, true]);
      records++;
    }
    expect(await open.leftOpen()).toEqual([]);
    open.restore();
    // Some damage is in places that nobody reads.
    expect(records).toBeLessThan(MUTANTS);
    expect(slowest).toBeLessThan(2500);
  },
);
