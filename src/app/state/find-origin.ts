/**
 * @file Which of the drops a sample came with, and under which path: two drops may hold different files of one path, of which the page
 * calls the second `name (2)` (distinct-samples.ts). A sample is known by where its record lies, whatever its path and class are now. Pure.
 */
import type { DroppedFile, ParsedSample } from '../../worker/parse-protocol.ts';
import type { Drop } from './arrange-data.ts';

export interface SampleOrigin {
  /** The drop that it is of. */
  files: readonly DroppedFile[];
  /** Its path there. */
  path: string;
}

function isSameRecord(a: ParsedSample, b: ParsedSample): boolean {
  if (a.place && b.place) return a.place.file === b.place.file && a.place.index === b.place.index;
  return a.record !== null && a.record === b.record;
}

/** All files, with the path as it is, for a sample that is of none of the drops. */
export function findOrigin(sample: ParsedSample, drops: readonly Pick<Drop, 'files' | 'samples'>[]): SampleOrigin {
  for (const { files, samples } of drops) {
    const found = samples.find((one) => isSameRecord(one, sample));
    if (found) return { files, path: found.path };
  }
  return { files: drops.flatMap(({ files }) => files), path: sample.path };
}
