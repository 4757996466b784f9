/**
 * @file Seeded damage to compressed sound. In Node nothing can decode it, so that every mutant must end as a reason: what
 * is seen here is that taking files apart neither crashes, nor hangs, nor throws anything else.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { decodeAudio } from './decode-audio.ts';
import { mutants } from './test-wav.ts';

const MUTANTS = 2000;

describe(`${MUTANTS} mutants of each format`, () => {
  it.each(['clip.mp3', 'clip-opus.ogg', 'clip.m4a', 'clip.flac', 'clip.aac', 'clip.webm'])('%s', async (name) => {
    const codes = new Map<string, number>();
    let slowest = 0;
    for (const bytes of mutants(readFileSync(`test/fixtures/audio/${name}`), MUTANTS, 11)) {
      const before = performance.now();
      const error: unknown = await decodeAudio(bytes, name).catch((thrown) => thrown);
      slowest = Math.max(slowest, performance.now() - before);
      if (!(error instanceof PlaygroundError)) throw new Error(`${name}: ${error instanceof Error ? error.stack : 'accepted'}`);
      codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
    }
    // Damage is seen where the format lets it be seen; the rest ends where a decoder would begin.
    expect(codes.get('audio-cut-off')).toBeGreaterThan(MUTANTS / 10);
    expect(codes.get('audio-damaged')).toBeGreaterThan(MUTANTS / 20);
    expect(slowest).toBeLessThan(3000);
  });
});
