/**
 * @file Seeded damage to compressed sound. In Node nothing can decode it, so that every mutant must end as a reason: what
 * is seen here is that taking files apart neither crashes, nor hangs, nor throws anything else.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutants, tally } from '../test-mutants.ts';
import { decodeAudio } from './decode-audio.ts';

const MUTANTS = 2000;

describe(`${MUTANTS} mutants of each format`, () => {
  it.each(['clip.mp3', 'clip-opus.ogg', 'clip.m4a', 'clip.flac', 'clip.aac', 'clip.webm'])('%s', async (name) => {
    const file = readFileSync(`test/fixtures/audio/${name}`);
    const { codes, slowestMs } = await tally(mutants(file, MUTANTS, 11), (bytes) => decodeAudio(bytes, name));
    expect(codes.has('passed')).toBe(false);
    // Damage is seen where the format lets it be seen; the rest ends where a decoder would begin.
    expect(codes.get('audio-cut-off')).toBeGreaterThan(MUTANTS / 10);
    expect(codes.get('audio-damaged')).toBeGreaterThan(MUTANTS / 20);
    expect(slowestMs).toBeLessThan(3000);
  });
});
