/**
 * @file Groups of the points of each record, found once: the search takes more than a millisecond a cloud, more than all else that
 * the CPU does for a sample. Turning and scaling a cloud leaves its groups as they are, and jitter nearly, so training changes points
 * after they are grouped (docs/decisions/0010-points-in-training.md). Kept as long as the data set is.
 */
import type { PointTokenizer } from '../m2pt/encoder-config.ts';
import { type GroupIndices, groupIndices } from './group-points.ts';

/** Kept for one data set, at most: 15,000 records of nano-point. Those beyond are searched for again. */
const MOST_BYTES = 64 * 2 ** 20;

interface Kept {
  groups: number;
  neighbours: number;
  bytes: number;
  found: Map<number, GroupIndices>;
}

const keptOf = new WeakMap<object, Kept>();

/**
 * @param owner the data set's records; what is kept is freed with them
 * @param points of record `index`, unchanged, [P, 3]; called where they are not known yet
 */
export function groupsOfRecord(
  owner: object,
  { groups, neighbours }: PointTokenizer,
  index: number,
  points: () => Float32Array,
): GroupIndices {
  let kept = keptOf.get(owner);
  if (!kept || kept.groups !== groups || kept.neighbours !== neighbours) {
    kept = { groups, neighbours, bytes: 0, found: new Map() };
    keptOf.set(owner, kept);
  }
  const known = kept.found.get(index);
  if (known) return known;
  const found = groupIndices(points(), groups, neighbours);
  if (kept.bytes + found.byteLength <= MOST_BYTES) {
    kept.bytes += found.byteLength;
    kept.found.set(index, found);
  }
  return found;
}
