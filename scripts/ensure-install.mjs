/**
 * @file Every command of this repository calls `ensureInstall` first, so that a fresh clone needs nothing but
 * Node and npm. Uses nothing that is not part of Node. Output goes to standard error only.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');

const OLDEST_NODE = [20, 19];
/** npm writes both lock files of one install within this time, in ms. */
const SAME_INSTALL_MS = 10_000;

/** Installs from the lock file when `node_modules` is missing or belongs to another lock file. Ends the program when it cannot. */
export function ensureInstall() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    fail(
      `Node ${process.versions.node} is too old: install Node ${OLDEST_NODE.join('.')} or newer from https://nodejs.org and run the command again.`,
    );
  }
  const lock = join(ROOT, 'package-lock.json');
  const stamp = join(ROOT, 'node_modules', '.m2pt-installed');
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!installedByHand(lock)) {
    console.error('Installing what is missing (npm ci, about a minute)…');
    const started = Date.now();
    const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    // A registry that lacks a package for another platform makes `npm ci` refuse; `npm install` takes the same versions.
    if (npm('ci', ...flags).status !== 0 && npm('install', '--no-save', ...flags).status !== 0)
      fail('The packages could not be installed (the reason is above): check the network and run the command again.');
    console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  }
  writeFileSync(stamp, hash);
}

/** True when someone ran npm on this very lock file. */
function installedByHand(lock) {
  const inside = join(ROOT, 'node_modules', '.package-lock.json');
  return existsSync(inside) && statSync(inside).mtimeMs + SAME_INSTALL_MS >= statSync(lock).mtimeMs;
}

function npm(...args) {
  const cli = process.env.npm_execpath;
  // Standard output may carry the lab's result, so npm writes to standard error.
  const options = { cwd: ROOT, stdio: ['ignore', 2, 2] };
  if (cli && /npm-cli\.c?js$/.test(cli)) return spawnSync(process.execPath, [cli, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
