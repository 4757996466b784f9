/**
 * @file What can be seen in the records of a data set without knowing their classes: exact and near copies, and records with nothing in
 * them. Records are added one by one and not kept, so that they may lie in a file. Slow for many: the report worker does it once,
 * and `data-report.ts` makes the report from it after each edit.
 */
import type { RecordForm } from '../record-form.ts';
import { nearDuplicates, standardised } from './near-duplicates.ts';
import { hashOf } from './record-hash.ts';
import { leastSpread, recordSpread, type SeenValues } from './record-spread.ts';
import { thumbMaker } from './record-thumb.ts';

/** Records by their numbers, in the order in which they were added; groups and lists ascend. */
export interface FoundCopies {
  count: number;
  /** Groups of two or more that are equal to the last byte. */
  exact: number[][];
  /** Groups of two or more that are almost the same, without those that are exact copies only. */
  near: number[][];
  /** Records in which nothing is to be seen or heard. */
  constant: number[];
  /** Records with NaN or infinity in them; import should have refused these. */
  notFinite: number[];
}

export interface CopyFinder {
  /** The next record; it is not kept. */
  add(values: SeenValues): void;
  /** Once, after all were added. */
  found(): FoundCopies;
}

/** Holds 3 kB for each picture or point cloud, 1 kB for each sound, 9 kB for each clip. */
export function createCopyFinder(form: RecordForm): CopyFinder {
  const thumbOf = thumbMaker(form);
  const byHash = new Map<string, number[]>();
  const thumbs: (Float32Array | undefined)[] = [];
  const constant: number[] = [];
  const notFinite: number[] = [];
  return {
    add(values) {
      const at = thumbs.length;
      const hash = hashOf(values);
      const same = byHash.get(hash);
      if (same) same.push(at);
      else byHash.set(hash, [at]);
      const spread = recordSpread(values);
      const isPlain = !(spread >= leastSpread(form));
      if (!Number.isFinite(spread)) notFinite.push(at);
      else if (isPlain) constant.push(at);
      thumbs.push(isPlain ? undefined : standardised(thumbOf(values)));
    },
    found() {
      const exact = [...byHash.values()].filter((group) => group.length > 1);
      const copies = new Set(exact.map((group) => group.join()));
      const near = nearDuplicates(thumbs, form.modality).filter((group) => !copies.has(group.join()));
      return { count: thumbs.length, exact, near, constant, notFinite };
    },
  };
}
