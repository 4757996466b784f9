/**
 * @file From the paths of a drop to class names: the rules by which folders become classes. Pure.
 *
 * 1. Outer folders that hold everything are stripped, but never the folder that holds the files themselves.
 * 2. The first folder below is the class; folders inside it belong to it: `rings/close-up/1.png` is a ring.
 * 3. If that level has nothing but the names of split parts (`train`, `test`, `val` …), the next level is the class and
 *    the parts are put together: the playground makes its own split.
 * 4. A file beside the class folders is rejected with a hint.
 */
import type { PlainProblem } from '../errors.ts';
import { displayName } from './display-name.ts';

export interface ClassPaths {
  /** Class of each path that has one, fit to be shown. */
  classOf: Map<string, string>;
  rejected: PlainProblem[];
}

const SPLIT_PARTS = new Set(['train', 'training', 'val', 'valid', 'validation', 'test', 'testing', 'eval', 'dev']);

/** Whether a folder of this name holds a part of a split, such as `train`. */
export function isSplitPart(folder: string): boolean {
  return SPLIT_PARTS.has(folder.toLowerCase());
}

/** @param paths with `/` between folders; an archive or an array of samples counts as a folder of its name without `.zip`, `.npz` or `.npy` */
export function classPaths(paths: readonly string[]): ClassPaths {
  const files = paths.map((path) => ({ path, folders: foldersOf(path) }));
  const depth = classLevel(files.map((file) => file.folders));
  const classOf = new Map<string, string>();
  const stray = files.filter(({ path, folders }) => {
    const folder = folders[depth];
    if (folder !== undefined) classOf.set(path, displayName(folder));
    return folder === undefined;
  });
  return { classOf, rejected: stray.map(({ path }) => withoutFolder(path)) };
}

/** Files that operating systems put beside one's own, and everything hidden: passed over without a word. */
export function isIgnoredPath(path: string): boolean {
  return path.split('/').some((part) => (part.startsWith('.') && !part.startsWith('..')) || IGNORED_NAMES.has(part.toLowerCase()));
}

const IGNORED_NAMES = new Set(['__macosx', 'thumbs.db', 'desktop.ini', '$recycle.bin', 'icon\r']);

function foldersOf(path: string): string[] {
  return path
    .split('/')
    .slice(0, -1)
    .filter((part) => part !== '')
    .map((part) => part.replace(/\.(zip|np[yz])$/i, ''));
}

/** Index, in each file's folders, of the one that names the class. */
function classLevel(folders: readonly string[][]): number {
  let level = 0;
  for (;;) {
    const inside = folders.filter((of) => of.length > level);
    const names = new Set(inside.map((of) => of[level]));
    if (names.size === 0) return Math.max(0, level - 1); // all files lie directly in the folder above
    const areParts = names.size > 1 && [...names].every((name) => isSplitPart(name!));
    const hasBelow = inside.some((of) => of.length > level + 1);
    if (!hasBelow || (names.size > 1 && !areParts)) return level;
    // One folder around everything: strip it, unless it holds the pictures itself.
    const isOuter = areParts || isOnlyAround(inside, level);
    if (!isOuter) return level;
    level++;
  }
}

/** False when pictures lie directly in the one folder at this level and it has at most one folder inside. */
function isOnlyAround(folders: readonly string[][], level: number): boolean {
  const holdsFiles = folders.some((of) => of.length === level + 1);
  const inner = new Set(folders.map((of) => of[level + 1]).filter((name) => name !== undefined));
  return !holdsFiles || inner.size > 1;
}

function withoutFolder(path: string): PlainProblem {
  const where = displayName(path);
  const name = displayName(path.slice(path.lastIndexOf('/') + 1));
  return {
    code: 'no-class-folder',
    message: `${where} lies beside the class folders, not inside one.`,
    hint: `It was left out. Put each class in its own sub-folder, such as rings/${name}.`,
    where,
  };
}
