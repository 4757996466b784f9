/**
 * @file `lab export`: unpacks the PyTorch project that `lab run --out` left beside its result into a new folder.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { ensureInstall } from '../ensure-install.mjs';
import { findPath, isFolder } from './paths.mjs';
import { projectPath } from './run.mjs';

export const OPTIONS = { to: { type: 'string' } };

export async function main({ values, positionals, userFolder, say }) {
  const [file, ...rest] = positionals;
  if (!file || rest.length > 0 || values.to === undefined)
    throw new Error('The lab exports one result: npm run lab -- export RESULT.json --to DIR');
  const result = findPath(file, [userFolder, process.cwd()]);
  if (!result || isFolder(result)) throw new Error(`The result file ${file} does not exist: name what lab run wrote with --out.`);
  const archive = projectPath(result);
  if (!existsSync(archive))
    throw new Error(`${archive} is not there: lab run writes it beside its result; keep both files together, or run the experiment again.`);
  const to = resolve(userFolder, values.to);
  if (existsSync(to) && (!isFolder(to) || readdirSync(to).length > 0))
    throw new Error(`${to} exists and is not an empty folder: name a new one, so that nothing is overwritten.`);
  ensureInstall();
  const count = await unpack(archive, to);
  say(`project: ${count} files in ${to}; its README.md says how to run it`);
}

/** The folder that holds everything, with its slash: DIR takes its place. */
function commonFolder([first = '', ...others]) {
  const top = first.slice(0, first.indexOf('/') + 1);
  return others.every((name) => name.startsWith(top)) ? top : '';
}

async function unpack(archive, to) {
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } = await import('@zip.js/zip.js');
  const reader = new ZipReader(new Uint8ArrayReader(readFileSync(archive)), { useWebWorkers: false });
  let count = 0;
  try {
    const entries = await reader.getEntries();
    const top = commonFolder(entries.map(({ filename }) => filename));
    for (const entry of entries) {
      const path = resolve(to, entry.filename.slice(top.length));
      if (relative(to, path).startsWith('..')) throw new Error(`${archive} names a file outside its folder: ${entry.filename}.`);
      if (entry.directory) continue;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, await entry.getData(new Uint8ArrayWriter()));
      count += 1;
    }
  } finally {
    await reader.close();
  }
  if (count === 0) throw new Error(`${archive} is empty: run the experiment again.`);
  return count;
}
