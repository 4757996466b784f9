/**
 * @file The data of an experiment: a folder, walked, or one archive. Only lists; the page reads and judges every
 * file by itself, in the same way as a drop.
 */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findPath, isFolder } from './paths.mjs';

const ARCHIVE = /\.(zip|tar|tar\.gz|tgz|npz|parquet)$/i;

/**
 * @param {unknown} data the experiment's `data`
 * @param {string[]} places folders to look from, in order
 * @param {{ dropFiles: number, folderDepth: number }} limits of a drop on the page: LIMITS of src/core/data/limits.ts
 * @returns {{ asNamed: string, name: string, files: { path: string, onDisk: string }[] }} `path` starts with the folder's name, parts joined by `/`
 * @throws an Error of one sentence
 */
export function listData(data, places, limits) {
  if (typeof data !== 'string' || data === '') throw new Error('data must name a folder or an archive.');
  const found = findPath(data, places);
  if (!found) throw new Error(`The data ${data} was found neither beside the experiment file nor in ${places.at(-1)}.`);
  const name = basename(found);
  if (!isFolder(found)) {
    if (!ARCHIVE.test(name)) throw new Error(`The data ${data} is neither a folder nor an archive (.zip, .tar, .tar.gz, .npz, .parquet).`);
    return { asNamed: data, name, files: [{ path: name, onDisk: found }] };
  }
  const files = [];
  walk(found, name, 1, files, limits);
  if (files.length === 0) throw new Error(`The data folder ${found} holds no files: put samples into it, one sub-folder a class.`);
  return { asNamed: data, name, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function walk(folder, path, depth, files, limits) {
  const { dropFiles, folderDepth } = limits;
  if (depth > folderDepth) throw new Error(`The data folder is nested more than ${folderDepth} levels deep at ${folder}.`);
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith('.')) continue;
    const onDisk = join(folder, entry);
    const state = statSync(onDisk, { throwIfNoEntry: false });
    if (state?.isDirectory()) walk(onDisk, `${path}/${entry}`, depth + 1, files, limits);
    else if (state?.isFile()) files.push({ path: `${path}/${entry}`, onDisk });
    if (files.length > dropFiles) throw new Error(`The data folder holds more than ${dropFiles} files: point to a smaller one.`);
  }
}
