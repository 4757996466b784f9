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
  return { kind: 'own', name: basename(path).slice(0, 100), weights, config: beside('config.json'), readme: beside('README.md') };
}

/** model.safetensors, else the only .safetensors; a pickle when it is all there is, to be refused with the reason. */
function weightsIn(folder) {
  const names = readdirSync(folder).sort();
  const safe = names.filter((name) => name.endsWith('.safetensors'));
  const chosen = safe.includes('model.safetensors') ? 'model.safetensors' : safe.length === 1 ? safe[0] : undefined;
  if (chosen) return join(folder, chosen);
  if (safe.length > 1) throw new Error(`The model folder ${folder} holds ${safe.length} safetensors files: name the one you mean.`);
  const pickle = names.find((name) => /\.(pth|pt|bin|ckpt)$/.test(name));
  if (pickle) return join(folder, pickle);
  throw new Error(`The model folder ${folder} lacks model.safetensors.`);
}
