/**
 * @file `lab inspect`: what a checkpoint is, from its header and config alone: family, names, shapes, what fits.
 * Needs no build and no browser. The table goes to standard output; --json gives the report itself.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstall, ROOT } from '../ensure-install.mjs';
import { resolveModel, shippedModels } from './experiment.mjs';
import { fileSource } from './file-source.mjs';
import { modelFiles } from './model-files.mjs';
import { importSources } from './sources.mjs';

export const OPTIONS = { json: { type: 'boolean', default: false } };

export async function main({ values, positionals, userFolder }) {
  const [named, ...rest] = positionals;
  if (!named || rest.length > 0) throw new Error('The lab inspects one model: npm run lab -- inspect MODEL');
  const model = resolveModel('model', named, [userFolder, process.cwd()]);
  if (!['own', 'shipped'].includes(model.kind)) throw new Error(`${named} has no files on this disk to inspect: name a folder or a file.`);
  ensureInstall();
  const [{ inspectCheckpoint }, { misfit }, { reportLines }] = await importSources(
    'src/core/checkpoint/inspect-checkpoint.ts',
    'src/core/m2pt/misfit.ts',
    'src/lab/report-lines.ts',
  );
  const inspect = async ({ name, weights, config, readme, preprocessor }) =>
    inspectCheckpoint({
      folder: name,
      configText: config ? readFileSync(config, 'utf8') : null,
      weights: await fileSource(weights),
      readme: readme && readFileSync(readme, 'utf8'),
      preprocessorText: preprocessor && readFileSync(preprocessor, 'utf8'),
    });
  const onDisk = (id) => modelFiles(join(ROOT, 'models', id));
  try {
    const report = await inspect(model.kind === 'shipped' ? onDisk(model.id) : model);
    const shipped = await Promise.all(shippedModels().map(async (id) => ({ id, config: (await inspect(onDisk(id))).config })));
    const fits = shipped
      .filter(({ id, config }) => report.config && config && id !== model.id)
      .map(({ id, config }) => ({ id, misfit: misfit(config, report.config) }));
    if (values.json) console.log(JSON.stringify({ ...report, fits }, null, 2));
    else for (const line of reportLines(report, fits)) console.log(line);
  } catch (error) {
    throw new Error([error.message, error.hint, error.command].filter(Boolean).join(' '));
  }
}
