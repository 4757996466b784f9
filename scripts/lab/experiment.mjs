/**
 * @file Reads an experiment file and finds the models it names. What the settings mean is checked by the same table
 * as everywhere (src/lab/experiment-file.ts); here only what needs the disk.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../ensure-install.mjs';
import { modelFiles } from './model-files.mjs';
import { findPath, isFolder } from './paths.mjs';

const MAX_FILE_BYTES = 1_000_000;

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
 * @returns undefined when not given; else { kind: 'shipped' | 'scratch' | 'none' | 'hub' | 'own', … }. Throws an Error of one sentence.
 */
export function resolveModel(role, value, places) {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') throw new Error(`${role} must be text: ${allowed(role)}.`);
  if (role === 'target' && value === 'scratch') return { kind: 'scratch' };
  if (role === 'auxiliary' && value === 'none') return { kind: 'none' };
  if (shippedModels().includes(value)) return { kind: 'shipped', id: value };
  const hub = /^hf:([^@]+)@(.+)$/.exec(value);
  if (hub) return { kind: 'hub', repo: hub[1], revision: hub[2] };
  const path = findPath(value, places);
  if (!path) throw new Error(`${role} “${value}” was not found: it must be ${allowed(role)}.`);
  return modelFiles(path);
}

function allowed(role) {
  const shipped = shippedModels();
  const ids = shipped.length > 0 ? `one of ${shipped.join(', ')}` : 'a model of models/ (there is none)';
  const other = { target: ' scratch,', auxiliary: ' none,' }[role] ?? '';
  return `${ids},${other} or a folder with config.json and model.safetensors`;
}

/** Ids of models/. */
export function shippedModels() {
  const models = join(ROOT, 'models');
  if (!existsSync(models)) return [];
  return readdirSync(models).filter((name) => existsSync(join(models, name, 'config.json')));
}
