/** @file Seeded damage to animated pictures; as `fuzz-video.test.ts` for videos. */
import { describe, it } from 'vitest';
import { expectRefusals } from './test-clip-mutants.ts';

const MUTANTS = 2000;

describe(`${MUTANTS} mutants of each format`, () => {
  it.each(['clip.gif', 'clip.webp', 'clip.png'])('%s', (name) => expectRefusals(name, MUTANTS));
});
