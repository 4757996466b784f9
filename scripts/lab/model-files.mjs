/**
 * @file The files of a model on disk: a folder with config.json and weights, or a weights file alone. What they mean is
 * for src/core/checkpoint to say.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isFolder } from './paths.mjs';

/**
 * @typedef {object} ModelOnDisk
 * @property {'own'} kind
 * @property {string} name
 * @property {string} weights path
 * @property {string | undefined} config path
 * @property {string | undefined} readme path
 * @property {string | undefined} preprocessor path
 */

/**
 * @param {string} path of a folder or file that exists
 * @returns {ModelOnDisk} throws an Error of one sentence when there are no weights
 */
export function modelFiles(path) {
  const folder = isFolder(path) ? path : dirname(path);
  const weights = isFolder(path) ? weightsIn(path) : path;
  const beside = (name) => {
    const file = join(folder, name);
    return existsSync(file) ? file : undefined;
  };
  return {
    kind: 'own',
    name: basename(path).slice(0, 100),
    weights,
    config: beside('config.json'),
    readme: beside('README.md'),
    preprocessor: beside('preprocessor_config.json'),
  };
}

/** Joins the parts of a model that was saved in several files. */
const JOIN_COMMAND =
  "python3 -c \"import glob; from safetensors.torch import load_file, save_file; save_file({k: v for f in sorted(glob.glob('*-of-*.safetensors')) for k, v in load_file(f).items()}, 'model.safetensors', {'format': 'pt'})\"";

/** model.safetensors, else the only .safetensors; a pickle when it is all there is, to be refused with the reason. */
function weightsIn(folder) {
  const names = readdirSync(folder).sort();
  const safe = names.filter((name) => name.endsWith('.safetensors'));
  const chosen = safe.includes('model.safetensors') ? 'model.safetensors' : safe.length === 1 ? safe[0] : undefined;
  const index = names.find((name) => name.endsWith('.safetensors.index.json'));
  if (index && chosen !== 'model.safetensors')
    throw new Error(
      `The model folder ${folder} holds a model in ${safe.length} parts (${index}), which are not read apart. Join them in that folder, where PyTorch is installed: ${JOIN_COMMAND}`,
    );
  const pickles = names.find((name) => /\.(bin|pth|pt)\.index\.json$/.test(name));
  if (pickles && !chosen)
    throw new Error(
      `The model folder ${folder} holds a model in several PyTorch pickles (${pickles}), which are not opened. Load it with its own library and save it again as one file: model.save_pretrained(FOLDER, max_shard_size='100GB')`,
    );
  if (chosen) return join(folder, chosen);
  if (safe.length > 1) throw new Error(`The model folder ${folder} holds ${safe.length} safetensors files: name the one you mean.`);
  const pickle = names.find((name) => /\.(pth|pt|bin|ckpt)$/.test(name));
  if (pickle) return join(folder, pickle);
  throw new Error(`The model folder ${folder} lacks model.safetensors.`);
}
