/**
 * @file Finds a Python that has what reference/requirements.txt names. In CI, where the system's Python has not, it makes
 * an environment in .tmp/ and installs it; elsewhere that is left to people, because torch is large.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../ensure-install.mjs';

const REQUIREMENTS = join('reference', 'requirements.txt');
const ENVIRONMENT = join(ROOT, '.tmp', 'python');
const INSTALL_LIMIT_MS = 10 * 60_000;

const run = (program, args, timeout) => spawnSync(program, args, { cwd: ROOT, encoding: 'utf8', timeout });

/** Names in the requirements that this Python lacks, or has in another version; undefined when it does not start. */
function lacking(python) {
  const wanted = readFileSync(join(ROOT, REQUIREMENTS), 'utf8').trim().split('\n');
  const code = `
import json, importlib.metadata as m
def has(line):
    name, version = line.split("==")
    try: return m.version(name).split("+")[0] == version
    except m.PackageNotFoundError: return False
print(json.dumps([line for line in ${JSON.stringify(wanted)} if not has(line)]))`;
  const { status, stdout } = run(python, ['-c', code]);
  return status === 0 ? JSON.parse(stdout) : undefined;
}

/** @returns {{ python: string, why: string }} `why` says what is missing, '' when nothing is */
export function findPython() {
  const system = lacking('python3');
  if (system === undefined) return { python: 'python3', why: 'there is no python3' };
  if (system.length === 0) return { python: 'python3', why: '' };
  const python = join(ENVIRONMENT, 'bin', 'python');
  if (existsSync(python) && lacking(python)?.length === 0) return { python, why: '' };
  const why = `python3 lacks ${system.join(', ')}; pip install -r ${REQUIREMENTS}`;
  if (!process.env.CI) return { python: 'python3', why };
  console.log(`Installing ${REQUIREMENTS} into .tmp/python…`);
  run('python3', ['-m', 'venv', ENVIRONMENT]);
  const { stderr } = run(python, ['-m', 'pip', 'install', '--quiet', '-r', REQUIREMENTS], INSTALL_LIMIT_MS);
  if (lacking(python)?.length === 0) return { python, why: '' };
  return { python: 'python3', why: `${why} failed: ${String(stderr).trim().split('\n').at(-1)}` };
}
