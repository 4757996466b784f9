/** @file Seeded damage to videos: each mutant ends as a reason, in time, whatever its tables claim. */
import { beforeAll, describe, it, vi } from 'vitest';
import { expectRefusals } from './test-clip-mutants.ts';

const MUTANTS = 2000;

beforeAll(() => {
  // The demuxer says on the console what it did not understand.
  for (const way of ['warn', 'error'] as const) vi.spyOn(console, way).mockImplementation(() => undefined);
});

describe(`${MUTANTS} mutants of each format`, () => {
  it.each(['clip.mp4', 'fragments.mp4', 'clip.mkv', 'live.webm'])('%s', (name) => expectRefusals(name, MUTANTS));
});
