/**
 * @file `lab run`: arguments → experiment file and what it names → build → browser → result. With --out, the PyTorch
 * project of the last pair is left beside the result, for `lab export`, unless --no-project says otherwise.
 */
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ensureInstall } from '../ensure-install.mjs';
import { readExperimentFile, resolveModel } from './experiment.mjs';
import { listData } from './listing.mjs';
import { findPath, outFile } from './paths.mjs';
import { importSources } from './sources.mjs';

export const OPTIONS = { out: { type: 'string' }, 'no-project': { type: 'boolean', default: false } };

export async function main({ values, positionals, userFolder, say }) {
  const [file, ...rest] = positionals;
  if (!file || rest.length > 0) throw new Error('The lab runs one experiment: npm run lab -- run EXPERIMENT.json --out RESULT.json');
  const experimentPath = findPath(file, [userFolder, process.cwd()]);
  if (!experimentPath) throw new Error(`The experiment file ${file} does not exist: name a JSON file, as docs/lab.md describes.`);
  const out = outFile('--out', values.out, userFolder);
  const experimentFile = readExperimentFile(experimentPath);
  ensureInstall();
  const { experiment, data, target, auxiliary } = await check(experimentFile, [dirname(experimentPath), userFolder]);

  const { runInBrowser, serveModel } = await import('./browser.mjs');
  const wantsProject = out !== undefined && !values['no-project'];
  const routes = new Map();
  data.files.forEach((one, index) => {
    routes.set(`/lab/data/${index}`, one.onDisk);
  });
  const request = {
    verb: 'run',
    experiment,
    data: data.asNamed,
    dataName: data.name,
    paths: data.files.map((one) => one.path),
    ...(target ? { target: serveModel(routes, 'target', target) } : {}),
    ...(auxiliary ? { auxiliary: serveModel(routes, 'auxiliary', auxiliary) } : {}),
    wantsProject,
  };
  const uploads = new Map(wantsProject ? [['/lab/out/project', projectPath(out)]] : []);
  const result = await runInBrowser({ routes, uploads, request, backend: experiment.backend, say });
  const text = `${JSON.stringify(result, null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else {
    writeFileSync(out, text);
    say(`result: ${out}`);
  }
}

/** Where the project of a result lies. */
export function projectPath(result) {
  return `${result.replace(/\.json$/i, '')}.pytorch.zip`;
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
