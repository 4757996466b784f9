/**
 * @file Reads an experiment file and finds the models it names. What the settings mean is checked by the same table
 * as everywhere (src/lab/experiment-file.ts); here only what needs the disk.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ROOT } from '../ensure-install.mjs';

const MAX_FILE_BYTES = 1_000_000;
const MODEL_FILES = ['config.json', 'model.safetensors'];

/** The parsed experiment. Throws an Error of one sentence. */
export function readExperimentFile(path) {
  if (isFolder(path)) throw new Error(`The experiment file ${path} is a folder: name a JSON file, as docs/lab.md describes.`);
  if (statSync(path).size > MAX_FILE_BYTES)
    throw new Error(`The experiment file ${path} is larger than 1 MB: it holds settings, not data.`);
  let value;
  try {
    value = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error(`The experiment file ${path} is not valid JSON: ${error.message}.`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Error(`The experiment file ${path} must hold one JSON object, as docs/lab.md describes.`);
  return value;
}

/**
 * Where a target or auxiliary comes from.
 * @returns undefined when not given; else { kind: 'shipped' | 'scratch' | 'none' | 'own', … }. Throws an Error of one sentence.
 */
export function resolveModel(role, value, places) {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') throw new Error(`${role} must be text: ${allowed(role)}.`);
  if (role === 'target' && value === 'scratch') return { kind: 'scratch' };
  if (role === 'auxiliary' && value === 'none') return { kind: 'none' };
  if (shippedModels().includes(value)) return { kind: 'shipped', id: value };
  const folder = findPath(value, places);
  if (!folder || !isFolder(folder)) throw new Error(`${role} “${value}” was not found: it must be ${allowed(role)}.`);
  const missing = MODEL_FILES.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) throw new Error(`The ${role} folder ${folder} lacks ${missing.join(' and ')}.`);
  return { kind: 'own', name: basename(folder).slice(0, 100), folder };
}

function allowed(role) {
  const shipped = shippedModels();
  const ids = shipped.length > 0 ? `one of ${shipped.join(', ')}` : 'a model of models/ (there is none)';
  return `${ids}, ${role === 'target' ? 'scratch' : 'none'}, or a folder with ${MODEL_FILES.join(' and ')}`;
}

function shippedModels() {
  const models = join(ROOT, 'models');
  if (!existsSync(models)) return [];
  return readdirSync(models).filter((name) => existsSync(join(models, name, 'config.json')));
}

/** The first place where the path exists, absolute, or undefined. */
export function findPath(path, places) {
  return places.map((place) => resolve(place, path)).find((candidate) => existsSync(candidate));
}

export function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
