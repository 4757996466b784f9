/**
 * @file The data of an experiment: a folder, walked, or one .zip. Only lists; the page reads and judges every
 * file by itself, in the same way as a drop.
 */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findPath, isFolder } from './experiment.mjs';

/** The same limits as a drop on the page has. */
const MAX_FILES = 50_000;
const MAX_DEPTH = 16;

/**
 * @param {unknown} data the experiment's `data`
 * @param {string[]} places folders to look from, in order
 * @returns {{ name: string, files: { path: string, onDisk: string }[] }} `path` starts with the folder's name, parts joined by `/`
 * @throws an Error of one sentence
 */
export function listData(data, places) {
  if (typeof data !== 'string' || data === '') throw new Error('data must name a folder or a .zip file.');
  const found = findPath(data, places);
  if (!found) throw new Error(`The data ${data} was found neither beside the experiment file nor in ${places.at(-1)}.`);
  const name = basename(found);
  if (!isFolder(found)) {
    if (!/\.zip$/i.test(name)) throw new Error(`The data ${data} is neither a folder nor a .zip file.`);
    return { name, files: [{ path: name, onDisk: found }] };
  }
  const files = [];
  walk(found, name, 0, files);
  if (files.length === 0) throw new Error(`The data folder ${found} holds no files: put pictures into it, one sub-folder a class.`);
  return { name, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function walk(folder, path, depth, files) {
  if (depth > MAX_DEPTH) throw new Error(`The data folder is nested more than ${MAX_DEPTH} levels deep at ${folder}.`);
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith('.')) continue;
    const onDisk = join(folder, entry);
    const state = statSync(onDisk, { throwIfNoEntry: false });
    if (state?.isDirectory()) walk(onDisk, `${path}/${entry}`, depth + 1, files);
    else if (state?.isFile()) files.push({ path: `${path}/${entry}`, onDisk });
    if (files.length > MAX_FILES) throw new Error(`The data folder holds more than ${MAX_FILES} files: point to a smaller one.`);
  }
}
