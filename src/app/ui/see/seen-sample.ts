/**
 * @file A sample as it is looked at: its record, what is known of its file, and how to have the original once more. What strips take and
 * the viewer shows; made by `seen-of.ts` from samples of the data, and by hand where there is one sample only.
 */
import type { SampleFacts } from '../../../core/data/sample-facts.ts';
import type { Original } from '../../../worker/original-client.ts';
import type { RecordOrReader } from './use-record.ts';

export interface SeenSample {
  /** Path of the file; tells the samples of a strip apart. */
  path: string;
  /** What it is called where the path is not its name, such as `camera.png`. */
  name?: string;
  /** Null where it has no class. */
  className: string | null;
  /** Part of the split in words, `training`, or `not used`; null where there is none. */
  part: string | null;
  record: RecordOrReader;
  facts: SampleFacts | null;
  /** Reads the original file again; null where it is gone. Rejects with a PlaygroundError. */
  original: ((signal: AbortSignal) => Promise<Original>) | null;
}

/** The file's name without its folders. */
export function nameOf({ path, name }: SeenSample): string {
  return name ?? path.split('/').at(-1) ?? path;
}
