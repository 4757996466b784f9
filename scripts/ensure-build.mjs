/**
 * @file Builds `dist/` when it does not belong to the sources on disk. Two commands started at once build once:
 * the second waits for the first. The new build is made beside the old one and then put in its place; servers hold
 * their own copy (hold-build.mjs).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './alive.mjs';
import { ROOT } from './ensure-install.mjs';

const INPUTS = ['src', 'public', 'models', 'index.html', 'lab.html', 'vite.config.ts', 'scripts/kernels-wasm.mjs', 'package-lock.json'];
const STAMP = '.stamp';
const LONGEST_BUILD_MS = 10 * 60_000;

/**
 * Makes `dist/` current.
 * @returns its path
 * @throws an Error of one sentence when the build fails; the builder's output is on standard error
 */
export async function ensureBuild() {
  const dist = join(ROOT, 'dist');
  if (isCurrent(dist)) return dist;
  const unlock = await lock();
  try {
    if (!isCurrent(dist)) build(dist);
  } finally {
    unlock();
  }
  return dist;
}

function isCurrent(dist) {
  const stamp = join(dist, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

/** Names, sizes and times of everything that goes into the build. */
function fingerprint() {
  const hash = createHash('sha256');
  const visit = (path) => {
    const state = statSync(join(ROOT, path), { throwIfNoEntry: false });
    if (!state) return;
    if (state.isDirectory()) for (const name of readdirSync(join(ROOT, path)).sort()) visit(`${path}/${name}`);
    else if (!/\.test\.tsx?$/.test(path)) hash.update(`${path} ${state.size} ${state.mtimeMs}\n`);
  };
  for (const path of INPUTS) visit(path);
  return hash.digest('hex');
}

function build(dist) {
  console.error('Building the pages…');
  const started = Date.now();
  const fresh = join(ROOT, '.tmp', `dist-${process.pid}`);
  const before = fingerprint();
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    // Whoever starts the build may be a test: without this its NODE_ENV would put React's development code into the pages.
    env: { ...process.env, NODE_ENV: 'production', ...(process.stderr.isTTY ? {} : { NO_COLOR: '1' }) },
  });
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error('The build failed: its messages are above; with unchanged sources, delete node_modules and try again.');
  }
  writeFileSync(join(fresh, STAMP), before);
  const old = join(ROOT, '.tmp', `dist-old-${process.pid}`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
  console.error(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Takes the build lock, waiting for another build; a lock whose owner is gone is taken over. */
async function lock() {
  const path = join(ROOT, '.tmp', 'build.lock');
  mkdirSync(join(ROOT, '.tmp'), { recursive: true });
  for (const until = Date.now() + LONGEST_BUILD_MS; Date.now() < until; await sleep(300)) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!isAlive(ownerOf(path))) rmSync(path, { force: true });
    }
  }
  throw new Error('Another build of this folder has been running for ten minutes: end it, or delete .tmp/build.lock.');
}

/** Process id in a lock file; NaN while it is being written or when it has just gone. */
function ownerOf(path) {
  try {
    return Number(readFileSync(path, 'utf8') || 'NaN');
  } catch {
    return Number.NaN;
  }
}
