/**
 * @file Classes from sub-folders, as `class-paths.ts` finds them, and whether they look like classes at all: split parts and folds
 * are folders too. Pure; used by `choose-labels.ts`.
 */
import { classPaths, isSplitPart } from '../class-paths.ts';
import { type Labeling, labelingOf } from './labeling.ts';

/** Folder names that divide data for other reasons than its classes. */
const NOT_A_CLASS =
  /^((fold|split|part)[\s_-]?\d+|(jpe?g)?images?|img|pictures?|photos?|annotations?|labels?|(ground[\s_-]?truth[\s_-]?)?masks?|trimaps?|segmentations?|videos?|clips?|audio|wavs?|sounds?|models?|meta(data)?)$/i;

/** Undefined where no file lies in a folder that could be a class. */
export function folderLabeling(paths: readonly string[]): Labeling | undefined {
  const { classOf, rejected } = classPaths(paths);
  if (classOf.size === 0) return undefined;
  const shared = [...classOf.values()].every((name) => /.-samples$/.test(name));
  // Teachable Machine saves one class as `Class 1-samples.zip`.
  if (shared) for (const [path, name] of classOf) classOf.set(path, name.replace(/-samples$/, ''));
  return labelingOf(paths, classOf, { id: 'folders', kind: 'folders', title: 'sub-folders' }, rejected);
}

/** Whether the folders' names say that they are something else than classes. */
export function areNoClasses({ classes }: Labeling): boolean {
  return classes.every(({ name }) => NOT_A_CLASS.test(name) || isSplitPart(name));
}

/** Whether they are parts of a split, which are never taken for classes. */
export function areSplitParts({ classes }: Labeling): boolean {
  return classes.length > 0 && classes.every(({ name }) => isSplitPart(name));
}
