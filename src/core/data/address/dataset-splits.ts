/**
 * @file Which part of a dataset a file belongs to, by its path: train, validation, test, or none. Folders count where every file
 * lies in such a folder (a class may be called “train”, too); else the words of the file's own name.
 */

export type SplitName = 'train' | 'validation' | 'test';

const WORDS: Readonly<Record<string, SplitName>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  eval: 'test',
};
/** Which one is taken, where there are several; files that say nothing count as the first. */
const ORDER: readonly SplitName[] = ['train', 'validation', 'test'];
/** Folders that are looked at, from the outermost. */
const DEPTH = 4;

/** @returns the folder level, from 0, at which every path has the name of a split; -1 without one. `partial-train` counts */
function splitLevel(paths: readonly string[]): number {
  for (let level = 0; level < DEPTH; level++) if (paths.every((path) => folderSplit(path, level) !== undefined)) return level;
  return -1;
}

function folderSplit(path: string, level: number): SplitName | undefined {
  const folders = path.split('/').slice(0, -1);
  return WORDS[(folders[level] ?? '').toLowerCase().replace(/^partial-/, '')];
}

function nameSplit(path: string): SplitName | undefined {
  const words = (path.split('/').at(-1) ?? '').toLowerCase().split(/[^a-z]+/);
  return words.map((word) => WORDS[word]).find((split) => split !== undefined);
}

/**
 * @param byName also looks at file names: for shards and archives, not for samples
 * @returns the files of the first split there is, and the names of the others
 */
export function firstSplit<T extends { path: string }>(
  files: readonly T[],
  byName: boolean,
): { files: T[]; split: SplitName | null; others: SplitName[] } {
  const level = files.length > 0 ? splitLevel(files.map(({ path }) => path)) : -1;
  const of = (path: string) => (level >= 0 ? folderSplit(path, level) : byName ? nameSplit(path) : undefined);
  const found = ORDER.filter((split) => files.some(({ path }) => of(path) === split));
  const [split] = found;
  if (!split) return { files: [...files], split: null, others: [] };
  return {
    files: files.filter(({ path }) => (of(path) ?? 'train') === split),
    split,
    others: found.slice(1),
  };
}
