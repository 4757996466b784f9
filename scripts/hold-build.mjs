/**
 * @file A private copy of `dist/` for one server, made of hard links. A build that replaces `dist/` meanwhile, such as
 * a second experiment after an edit, takes no files away from a server or an experiment that still runs.
 */
import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './alive.mjs';
import { ROOT } from './ensure-install.mjs';

const HOLDS = join(ROOT, '.tmp', 'held');
let count = 0;

/**
 * @param {string} dist a built folder
 * @returns {string} its copy; it is removed when this program ends, or at the next start of another one
 */
export function holdBuild(dist) {
  mkdirSync(HOLDS, { recursive: true });
  for (const name of readdirSync(HOLDS)) {
    if (!isAlive(Number(name.split('-')[0]))) rmSync(join(HOLDS, name), { recursive: true, force: true });
  }
  const held = join(HOLDS, `${process.pid}-${count++}`);
  linkFolder(dist, held);
  process.once('exit', () => rmSync(held, { recursive: true, force: true }));
  return held;
}

function linkFolder(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else link(source, target);
  }
}

/** Some file systems have no hard links. */
function link(source, target) {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
