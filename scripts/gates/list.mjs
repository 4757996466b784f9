/**
 * @file The gates of `npm test` in their order: cheap and telling first. A gate is a program with arguments; where it
 * writes a report of single tests, `count` reads it, else the gate counts as one.
 */
import { join } from 'node:path';
import { ROOT } from '../ensure-install.mjs';
import { countPlaywright, countPytest, countVitest } from './count.mjs';
import { findPython } from './python.mjs';

const tool = (...path) => join(ROOT, 'node_modules', ...path);
const node = process.execPath;
const typescript = (project) => [node, tool('typescript', 'bin', 'tsc'), '-p', `tsconfig.${project}.json`, '--pretty', 'false'];
const vitest = (project) => ({
  command: (reports) => [
    node,
    tool('vitest', 'vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(reports, `unit-${project}.json`)}`,
  ],
  report: `unit-${project}.json`,
  count: countVitest,
});

/**
 * @typedef {object} Gate
 * @property {string} name
 * @property {(reports: string) => string[]} command program and arguments
 * @property {string} [report] file that the command writes into the reports folder
 * @property {(report: string) => { passed: number, failed: number, skipped: number }} [count]
 * @property {boolean} [needsBrowser]
 * @property {() => string} [skip] why the gate cannot run on this machine, or ''
 * @property {Record<string, string>} [env]
 * @property {number} [minutes] longest time; default 5
 */

/** @type {Gate[]} */
export const GATES = [
  { name: 'lint', command: () => [node, tool('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--error-on-warnings', '--colors=off', '.'] },
  { name: 'types-core', command: () => typescript('core') },
  { name: 'types-app', command: () => typescript('app') },
  { name: 'types-node', command: () => typescript('node') },
  { name: 'boundaries', command: () => [node, join(ROOT, 'scripts', 'boundaries.mjs')] },
  { name: 'dead-code', command: () => [node, tool('knip', 'bin', 'knip.js'), '--no-progress'] },
  { name: 'unit-node', ...vitest('node'), minutes: 15 },
  { name: 'unit-browser', ...vitest('browser'), needsBrowser: true, minutes: 10 },
  { name: 'build', command: () => [node, join(ROOT, 'scripts', 'gates', 'build.mjs')] },
  { name: 'size', command: () => [node, tool('size-limit', 'bin.js')] },
  {
    name: 'journeys',
    command: () => [node, tool('@playwright', 'test', 'cli.js'), 'test', '--reporter=line,json'],
    report: 'journeys.json',
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: 'journeys.json' },
    count: countPlaywright,
    needsBrowser: true,
    minutes: 20,
  },
  {
    name: 'reference',
    command: (reports) => [
      findPython().python,
      '-m',
      'pytest',
      '-q',
      '-p',
      'no:cacheprovider',
      'reference',
      `--junit-xml=${join(reports, 'reference.xml')}`,
    ],
    report: 'reference.xml',
    count: countPytest,
    minutes: 15,
    skip: () => findPython().why,
  },
];
