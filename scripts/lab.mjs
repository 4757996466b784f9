/**
 * @file `npm run lab -- run EXPERIMENT.json --out RESULT.json`: the page's engine without the page, in a headless
 * Chromium. Progress goes to standard error, one line a step group; the result to --out, or to standard output.
 * Exit code 0 or 1. Formats: docs/lab.md. Steps: arguments → experiment file and what it names → build → browser → result.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstall, ROOT } from './ensure-install.mjs';
import { findPath, isFolder, readExperimentFile, resolveModel } from './lab/experiment.mjs';
import { listData } from './lab/listing.mjs';

const HELP = `Usage: npm run lab -- run EXPERIMENT.json [--out RESULT.json]

  run EXPERIMENT.json   train and measure what the file describes
  --out RESULT.json     write the result here; without it, to standard output
  --help                show this text

The formats of both files are in docs/lab.md.`;

/** Where the user stands: npm itself runs scripts in the repository's root. */
const userFolder = process.env.INIT_CWD ?? process.cwd();
const say = (line) => console.error(line);

try {
  await main();
} catch (error) {
  say(oneLine(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}

async function main() {
  const { experimentPath, out } = readArguments();
  const file = readExperimentFile(experimentPath);
  ensureInstall();
  const plan = await check(file, [dirname(experimentPath), userFolder]);

  const { ensureBuild } = await import('./ensure-build.mjs');
  const { holdBuild } = await import('./hold-build.mjs');
  const folder = holdBuild(await ensureBuild());
  const { runInBrowser } = await import('./lab/browser.mjs');
  const result = await runInBrowser({ folder, ...plan, say });
  const text = `${JSON.stringify(result, null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else {
    writeFileSync(out, text);
    say(`result: ${out}`);
  }
}

/** @returns {{ experimentPath: string, out: string | undefined }} absolute paths; ends the program for --help */
function readArguments() {
  let parsed;
  try {
    parsed = parseArgs({ allowPositionals: true, options: { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    throw new Error(`${error.message.split(/\. |\n/)[0]}: the lab knows --out and --help; see npm run lab -- --help.`);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const [verb, file, ...rest] = positionals;
  if (verb !== 'run' || !file || rest.length > 0)
    throw new Error('The lab is started with: npm run lab -- run EXPERIMENT.json --out RESULT.json');
  const experimentPath = findPath(file, [userFolder, process.cwd()]);
  if (!experimentPath) throw new Error(`The experiment file ${file} does not exist: name a JSON file, as docs/lab.md describes.`);
  const out = values.out === undefined ? undefined : resolve(userFolder, values.out);
  if (out !== undefined && !isFolder(dirname(out))) throw new Error(`The folder of --out, ${dirname(out)}, does not exist: make it first.`);
  if (out !== undefined && isFolder(out)) throw new Error(`--out ${values.out} is a folder: name a file in it.`);
  return { experimentPath, out };
}

/**
 * Everything that can be known of an experiment before anything is built.
 * @returns {Promise<{ experiment, data, target, auxiliary }>} throws one Error that names all that is wrong
 */
async function check(file, places) {
  const [{ readExperiment }, { LIMITS }] = await importSources('src/lab/experiment-file.ts', 'src/core/data/limits.ts');
  const problems = [];
  const attempt = (action) => {
    try {
      return action();
    } catch (error) {
      problems.push(error.message.replace(/\.$/, ''));
      return undefined;
    }
  };
  const data = attempt(() => listData(file.data, places, LIMITS));
  const target = attempt(() => resolveModel('target', file.target, places));
  const auxiliary = attempt(() => resolveModel('auxiliary', file.auxiliary, places));
  const { experiment, problems: ofSettings = [] } = readExperiment(file);
  problems.push(...ofSettings);
  if (problems.length === 0) return { experiment, data, target, auxiliary };
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new Error(`The experiment file has ${count}, so nothing was trained (docs/lab.md lists every setting): ${problems.join('; ')}.`);
}

/** The app's own modules: Node 20 reads no TypeScript, Vite does. */
async function importSources(...paths) {
  const { runnerImport } = await import('vite');
  const imported = paths.map((path) => runnerImport(join(ROOT, path), { root: ROOT, configFile: false, logLevel: 'error' }));
  return (await Promise.all(imported)).map(({ module }) => module);
}

function oneLine(text) {
  return text.replace(/\s*\n\s*/g, ' ');
}
