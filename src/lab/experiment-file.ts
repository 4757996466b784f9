/**
 * @file Checks the experiment file of `npm run lab`. Stricter than the page: where the page falls back to a
 * default and says so, the lab refuses, and names everything that is wrong at once. Pure: scripts/lab.mjs calls it
 * in Node, before anything is built. `data`, `target` and `auxiliary` are judged by scripts/lab/. Format: docs/lab.md.
 */
import { BACKENDS, type BackendName } from '../config/backends.ts';
import { defaultConfig, FIELDS } from '../config/fields.ts';
import { MODALITY_NAMES } from '../config/modalities.ts';
import type { ArmName, RunConfig } from '../config/run-config.ts';
import { seedsOf } from '../config/seeds.ts';
import { checkSetting, checkValue, quote } from '../config/validate.ts';

export interface Experiment {
  config: RunConfig;
  /** In the order given; config.seed and config.pairedSeeds say the same where the seeds are neighbours. */
  seeds: number[];
  arms: ArmName[];
  backend: BackendName | 'auto';
}

const ARMS: readonly ArmName[] = ['baseline', 'pathway'];
const BACKEND_CHOICES: readonly Experiment['backend'][] = ['auto', ...BACKENDS];
/** Keys that hold paths, or that RunConfig does not have; checked apart from the field table. */
const OWN_KEYS = ['data', 'target', 'auxiliary', 'seeds', 'arms', 'backend'];

/**
 * @param file the parsed JSON of an experiment file
 * @returns the experiment, or one sentence for each thing that is wrong with the file
 */
export function readExperiment(file: Readonly<Record<string, unknown>>): { experiment: Experiment } | { problems: string[] } {
  const problems: string[] = [];
  const modality = MODALITY_NAMES.find((name) => name === file.modality);
  const values: Record<string, unknown> = { ...defaultConfig(modality), data: 'own' };
  for (const [key, value] of Object.entries(file)) {
    if (OWN_KEYS.includes(key)) continue;
    const checked = checkSetting(key, value);
    if ('value' in checked) values[key] = checked.value;
    else problems.push(checked.known ? `${key}: ${checked.problem}` : checked.problem);
  }
  const config = values as unknown as RunConfig;
  for (const key of ['target', 'auxiliary'] as const) if (typeof file[key] === 'string') config[key] = file[key];

  const seeds = file.seeds === undefined ? seedsOf(config) : readSeeds(file.seeds, problems);
  config.seed = seeds[0] ?? 0;
  config.pairedSeeds = seeds.length;
  const arms = readArms(file.arms, config.auxiliary === 'none', problems);
  const backend = file.backend ?? 'auto';
  if (!BACKEND_CHOICES.includes(backend as Experiment['backend']))
    problems.push(`backend must be one of ${BACKEND_CHOICES.join(', ')}, not ${quote(backend)}`);
  if (problems.length > 0) return { problems };
  return { experiment: { config, seeds, arms, backend: backend as Experiment['backend'] } };
}

function readSeeds(value: unknown, problems: string[]): number[] {
  const bad = (why: string) => {
    problems.push(`seeds ${why}`);
    return [0];
  };
  if (!Array.isArray(value) || value.length === 0) return bad(`must be a list of at least one whole number, not ${quote(value)}`);
  const count = checkValue(FIELDS.pairedSeeds, value.length);
  if ('problem' in count) return bad(`are too many: ${count.problem}`);
  for (const seed of value) {
    const checked = typeof seed === 'number' ? checkValue(FIELDS.seed, seed) : { problem: `a seed must be a number, not ${quote(seed)}` };
    if ('problem' in checked) return bad(`cannot be used: ${checked.problem}`);
  }
  if (new Set(value).size < value.length) return bad('must not name a seed twice');
  return value;
}

function readArms(value: unknown, withoutAuxiliary: boolean, problems: string[]): ArmName[] {
  if (value === undefined) return withoutAuxiliary ? ['baseline'] : [...ARMS];
  if (!Array.isArray(value) || value.length === 0 || !value.every((arm) => ARMS.includes(arm)) || new Set(value).size < value.length) {
    problems.push(`arms must be a list of ${ARMS.join(', ')}, not ${quote(value)}`);
    return [];
  }
  if (withoutAuxiliary && value.includes('pathway'))
    problems.push('arms asks for pathway while auxiliary is none: name an auxiliary, or leave pathway out');
  return value;
}
