/**
 * @file `lab predict`: a checkpoint and an input in, its logits out, computed by the page's engine. The input is float32,
 * already normalised, in the family's PyTorch layout (docs/lab.md).
 */
import { writeFileSync } from 'node:fs';
import { ensureInstall } from '../ensure-install.mjs';
import { resolveModel } from './experiment.mjs';
import { findPath, isFolder, outFile } from './paths.mjs';
import { importSources } from './sources.mjs';

export const OPTIONS = {
  model: { type: 'string' },
  input: { type: 'string' },
  out: { type: 'string' },
  backend: { type: 'string', default: 'auto' },
};

export async function main({ values, positionals, userFolder, say }) {
  const absent = ['model', 'input', 'out'].filter((name) => values[name] === undefined).map((name) => `--${name}`);
  if (absent.length > 0 || positionals.length > 0)
    throw new Error(
      `predict needs --model DIR --input FILE.npy --out LOGITS.npy${absent.length > 0 ? `; ${absent.join(' and ')} is missing` : ''}.`,
    );
  const places = [userFolder, process.cwd()];
  const model = resolveModel('model', values.model, places);
  if (model.kind === 'scratch' || model.kind === 'none') throw new Error(`--model ${values.model} has no weights to predict with.`);
  const input = findPath(values.input, places);
  if (!input || isFolder(input)) throw new Error(`The input file ${values.input} does not exist: name a .npy file.`);
  const out = outFile('--out', values.out, userFolder);
  ensureInstall();
  const [{ BACKENDS }, { writeNpy }] = await importSources('src/config/backends.ts', 'src/core/data/formats/npy.ts');
  const backends = ['auto', ...BACKENDS];
  if (!backends.includes(values.backend)) throw new Error(`--backend must be one of ${backends.join(', ')}, not ${values.backend}.`);

  const { runInBrowser, serveModel } = await import('./browser.mjs');
  const routes = new Map([['/lab/input', input]]);
  const request = { verb: 'predict', model: serveModel(routes, 'model', model), inputName: values.input, backend: values.backend };
  const { what, shape, data } = await runInBrowser({ routes, request, backend: values.backend, say });
  writeFileSync(out, new Uint8Array(writeNpy({ shape, data: Float32Array.from(data) })));
  say(`${what}: [${shape.join(', ')}] in ${out}`);
}
