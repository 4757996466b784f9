/** @file Paths that the user gave: found among places, or checked before anything is written to them. */
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The first place where the path exists, absolute, or undefined. */
export function findPath(path, places) {
  return places.map((place) => resolve(place, path)).find((candidate) => existsSync(candidate));
}

export function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Absolute path of a file to be written, or undefined where none was named. Throws an Error of one sentence. */
export function outFile(option, value, userFolder) {
  if (value === undefined) return undefined;
  const out = resolve(userFolder, value);
  if (!isFolder(dirname(out))) throw new Error(`The folder of ${option}, ${dirname(out)}, does not exist: make it first.`);
  if (isFolder(out)) throw new Error(`${option} ${value} is a folder: name a file in it.`);
  return out;
}
