/**
 * @file What `npm run bench -- …` understands, and what it measures when nothing is said.
 */
import { parseArgs } from 'node:util';

export const DEVICES = ['null', 'software', 'gpu'];

/** Model, batch and place of every suite. `asked`: too slow there to run unasked. */
export const SUITES = [
  { name: 'nano-step-wasm', model: 'nano', kind: 'step', batch: 32, place: 'wasm', rounds: 9 },
  { name: 'nano-step-software', model: 'nano', kind: 'step', batch: 32, place: 'software', rounds: 6 },
  { name: 'nano-step-gpu', model: 'nano', kind: 'step', batch: 32, place: 'gpu', rounds: 15 },
  { name: 'nano-forward-wasm', model: 'nano', kind: 'forward', batch: 32, place: 'wasm', rounds: 9, pairs: 30 },
  { name: 'nano-forward-software', model: 'nano', kind: 'forward', batch: 1, place: 'software', rounds: 6, pairs: 30 },
  { name: 'nano-forward-gpu', model: 'nano', kind: 'forward', batch: 32, place: 'gpu', rounds: 15, pairs: 60 },
  { name: 'vit-tiny-step-wasm', model: 'vit-tiny', kind: 'step', batch: 16, place: 'wasm', rounds: 6, asked: true },
  { name: 'vit-tiny-step-software', model: 'vit-tiny', kind: 'step', batch: 16, place: 'software', rounds: 6, asked: true },
  { name: 'vit-tiny-step-gpu', model: 'vit-tiny', kind: 'step', batch: 16, place: 'gpu', rounds: 15 },
  { name: 'vit-b-block-wasm', model: 'vit-b-block', kind: 'step', batch: 16, place: 'wasm', rounds: 6, asked: true },
  { name: 'vit-b-block-software', model: 'vit-b-block', kind: 'step', batch: 16, place: 'software', rounds: 6, asked: true },
  { name: 'vit-b-block-gpu', model: 'vit-b-block', kind: 'step', batch: 16, place: 'gpu', rounds: 15 },
  { name: 'kernels-wasm', kind: 'kernel', batch: 32, place: 'wasm', rounds: 9, asked: true },
  { name: 'kernels-software', kind: 'kernel', batch: 8, place: 'software', rounds: 6, asked: true },
  { name: 'kernels-gpu', kind: 'kernel', batch: 32, place: 'gpu', rounds: 15 },
  // Cost of JavaScript and driver, and dispatches: nothing is computed. Dawn's null device has 512 MB; neither depends on the batch.
  { name: 'nano-step-null', model: 'nano', kind: 'step', batch: 2, place: 'null', rounds: 15 },
];

/** Rest before every timed run, so that what the one before left to free is freed on nobody's time. */
const PAUSE_MS = 100;
const QUICK = { model: 'micro', batch: 4, rounds: 2 };
const QUICK_PAIRS = 2;
/** Suites that `--quick` runs unasked. */
const QUICK_SUITES = ['nano-step-wasm', 'nano-forward-wasm'];

const OPTIONS = {
  json: { type: 'string' },
  suite: { type: 'string', multiple: true },
  device: { type: 'string' },
  rounds: { type: 'string' },
  batch: { type: 'string' },
  quick: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};

export const HELP = `Usage: npm run bench -- [options]

  --json FILE      write the results there as well
  --suite NAME     only this suite; may be given several times. Suites:
${SUITES.map(({ name, asked }) => `                     ${name}${asked ? ' (slow: only when named)' : ''}`).join('\n')}
  --device NAME    in Node on Dawn instead of Chromium: null (cost of JavaScript and driver only), software or gpu
  --rounds N       timed rounds; each runs every row once, in an order that turns at every round
  --batch N        samples of a step
  --quick          a tiny model and 2 rounds: shows that everything runs, its numbers say nothing
  --help           show this text

What is measured and how is in bench/README.md.`;

/**
 * @param {string[]} args
 * @returns {{ help: true } | { help: false, json: string | null, dawn: boolean, suites: object[] }} suites with their final model, batch and rounds
 * @throws an Error of one sentence for what is not understood
 */
export function readOptions(args) {
  const given = parse(args);
  if (given.help) return { help: true };
  if (given.device !== undefined && !DEVICES.includes(given.device))
    throw new Error(`--device knows ${DEVICES.join(', ')}, not “${given.device}”; leave it out to measure in Chromium.`);
  const unknown = (given.suite ?? []).find((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown !== undefined) throw new Error(`There is no suite “${unknown}”: known are ${SUITES.map(({ name }) => name).join(', ')}.`);
  const changes = { ...(given.quick ? QUICK : {}), ...count(given, 'rounds'), ...count(given, 'batch') };
  const suites = SUITES.filter((suite) => isWanted(suite, given)).map((suite) => ({
    ...suite,
    pauseMs: PAUSE_MS,
    ...changes,
    ...(suite.pairs && given.quick ? { pairs: QUICK_PAIRS } : {}),
  }));
  if (suites.length === 0) throw new Error(`--suite ${given.suite.join(' --suite ')} has nothing to run on --device ${given.device}.`);
  return { help: false, json: given.json ?? null, dawn: given.device !== undefined, suites };
}

function parse(args) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    const known = Object.keys(OPTIONS)
      .map((name) => `--${name}`)
      .join(', ');
    throw new Error(`${error.message.split(/\. |\n/)[0]}: the benchmark knows ${known}; see npm run bench -- --help.`);
  }
}

function isWanted({ name, place, asked }, { suite, device, quick }) {
  if (device !== undefined && place !== device) return false;
  if (suite) return suite.includes(name);
  if (quick && device === undefined) return QUICK_SUITES.includes(name);
  return !asked;
}

function count(given, name) {
  if (given[name] === undefined) return {};
  const value = Number(given[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1, not “${given[name]}”.`);
  return { [name]: value };
}
