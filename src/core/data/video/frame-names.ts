/**
 * @file Which pictures of one folder are the frames of one clip, by their names. `img_00001.jpg` to `img_00017.jpg` are one;
 * `jump1_01.jpg` … `jump2_01.jpg` … are two; photos with names of their own are none. Pure; used by `group-frames.ts`.
 */
import { compareNatural } from '../natural-order.ts';

export interface FrameRun {
  /** What stands before the number, without marks at its end; empty where the folder holds one run. */
  name: string;
  /** In the order of their numbers, at least one. */
  paths: string[];
}

/** The last number of a name without suffix, with its decimals: `t_0.04` counts in hundredths. */
const LAST_NUMBER = /^(.*?)(\d+(?:\.\d+)?)(\D*)$/;
/** Optical flow, which tools store beside the frames that it was computed from. */
const FLOW = /^flow([\s_-]?[xyuv])?[\s_-]*$/i;

/**
 * @param paths pictures that lie directly in one folder
 * @returns the runs, in natural order; empty where the names are no sequence
 */
export function frameRuns(paths: readonly string[]): FrameRun[] {
  const byName = new Map<string, string[]>();
  const patterns = new Set<string>();
  for (const path of paths) {
    const stem = stemOf(path);
    const match = LAST_NUMBER.exec(stem);
    if (!match) return [];
    const key = `${match[1]}\0${match[3]}`;
    listOf(byName, key).push(path);
    patterns.add(stem.replace(/\d+/g, '0'));
  }
  const all = [...byName].map(([key, run]) => ({ name: key.split('\0')[0]!, paths: run.sort(compareNatural) }));
  const runs = all.filter(({ name }) => all.length === 1 || !FLOW.test(name));
  if (runs.length === 1) return [{ name: '', paths: runs[0]!.paths }];
  if (runs.every((run) => run.paths.length >= 2))
    return runs.map((run) => ({ ...run, name: run.name.replace(/[\s_.-]+$/, '') })).sort((a, b) => compareNatural(a.name, b.name));
  // Several numbers count at once, as in `frame_001_t0.04`.
  return patterns.size === 1 ? [{ name: '', paths: [...paths].sort(compareNatural) }] : [];
}

/** The name of a picture without folders and suffix. */
export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[a-z][a-z0-9]{0,4}$/i, '');
}

/** The list at a key, made where there is none. */
export function listOf<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
