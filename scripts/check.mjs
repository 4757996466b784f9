/**
 * @file `npm test`: every gate of the house, in order, each with one line and its time; a gate that fails shows its
 * output and the others still run. The last line is `N passed, N failed`; tests count one by one, other gates as one.
 * Run some of them with `npm test -- lint types-core`.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstall, ROOT } from './ensure-install.mjs';
import { ensureChromium } from './find-chromium.mjs';

ensureInstall();
const { GATES } = await import('./gates/list.mjs');
const { runGate } = await import('./gates/run-gate.mjs');

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !GATES.some((gate) => gate.name === name));
if (unknown.length > 0) {
  console.error(`There is no gate ${unknown.join(', ')}: the gates are ${GATES.map((gate) => gate.name).join(', ')}.`);
  process.exit(1);
}
const chosen = wanted.length === 0 ? GATES : GATES.filter((gate) => wanted.includes(gate.name));

const reports = join(ROOT, '.tmp', 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

// One program for every gate that needs a browser; the gates find it by this variable.
let noBrowser = '';
try {
  process.env.M2PT_CHROMIUM = ensureChromium(console.log);
} catch (error) {
  noBrowser = error.message;
}

const outcomes = [];
for (const gate of chosen) outcomes.push(await runGate(gate, { reports, noBrowser }));

const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
const failing = outcomes.filter((outcome) => outcome.failed > 0).map((outcome) => outcome.name);
console.log('');
if (failing.length > 0) console.log(`Failed: ${failing.join(', ')}`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = failing.length > 0 ? 1 : 0;
