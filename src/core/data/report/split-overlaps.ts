/**
 * @file Copies that lie on both sides of the split: a test sample whose twin was trained on tells nothing. Part of the data report.
 */
import type { Split } from '../split.ts';

export interface SplitOverlaps {
  /** Groups with members in more than one part. */
  groups: number[][];
  /** Validation and test samples with a copy among the training samples. */
  validation: number[];
  test: number[];
  /** `test` over all test samples, 0-1. */
  testShare: number;
}

/** @param groups duplicates as sample indices; samples outside the split are passed over */
export function splitOverlaps(groups: readonly (readonly number[])[], { train, validation, test }: Split): SplitOverlaps {
  const partOf = new Map<number, keyof Split>();
  for (const sample of train) partOf.set(sample, 'train');
  for (const sample of validation) partOf.set(sample, 'validation');
  for (const sample of test) partOf.set(sample, 'test');
  const found: SplitOverlaps = { groups: [], validation: [], test: [], testShare: 0 };
  for (const group of groups) {
    const members = group.filter((sample) => partOf.has(sample));
    if (new Set(members.map((sample) => partOf.get(sample))).size < 2) continue;
    found.groups.push(members);
    if (!members.some((sample) => partOf.get(sample) === 'train')) continue;
    for (const part of ['validation', 'test'] as const) found[part].push(...members.filter((sample) => partOf.get(sample) === part));
  }
  found.validation.sort((a, b) => a - b);
  found.test.sort((a, b) => a - b);
  found.testShare = test.length === 0 ? 0 : found.test.length / test.length;
  return found;
}
