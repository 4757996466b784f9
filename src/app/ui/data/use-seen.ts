/**
 * @file The samples on screen as strips and the viewer take them: with their part of the split in words, and their original within reach.
 */
import { useMemo } from 'react';
import type { ParsedSample } from '../../../worker/parse-protocol.ts';
import { type DataState, dataStore } from '../../state/data-store.ts';
import { findOrigin } from '../../state/find-origin.ts';
import { useData } from '../common/hooks.ts';
import { seenOf } from '../see/seen-of.ts';
import type { SeenSample } from '../see/seen-sample.ts';

const originOf = (sample: ParsedSample) => findOrigin(sample, dataStore.getState().drops);

/** Part of the split by path. The data set has the usable classes one after the other, each in the order of the page. */
function partsOf({ classes, split }: Pick<DataState, 'classes' | 'split'>): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  if (!split) return parts;
  const paths = classes.filter(({ usable }) => usable).flatMap(({ samples }) => samples.map(({ path }) => path));
  for (const [words, members] of [
    ['training', split.train],
    ['validation', split.validation],
    ['test', split.test],
  ] as const)
    for (const at of members) parts.set(paths[at] ?? '', words);
  return parts;
}

let last: { split: DataState['split']; parts: ReadonlyMap<string, string> } | null = null;

/** @returns the function that makes a sample fit to be looked at */
export function useSeen(): (sample: ParsedSample) => SeenSample {
  const form = useData((state) => state.form);
  const folder = useData((state) => state.folder);
  const split = useData((state) => state.split);
  return useMemo(() => {
    if (last?.split !== split) last = { split, parts: partsOf({ classes: dataStore.getState().classes, split }) };
    const { parts } = last;
    return (sample) => seenOf(sample, parts.get(sample.path) ?? (split ? 'not used' : null), { form, folder, originOf });
  }, [form, folder, split]);
}
