/**
 * @file Named sets of settings. Each says what it is for and what to expect; the page shows which one is on.
 */
import { defaultConfig } from './fields.ts';
import type { RunConfig } from './run-config.ts';

export interface Preset {
  id: string;
  label: string;
  help: string;
  values: Partial<RunConfig>;
}

/** The keys by which presets differ; other settings do not change which preset is on. */
const PATHWAY_KEYS = [
  'lambdaLearningRateFactor',
  'lambdaInit',
  'lambdaLearnable',
  'auxiliaryTrainable',
  'layers',
  'splitQkv',
  'depthOrder',
  'mode',
] as const satisfies readonly (keyof RunConfig)[];

const defaults = defaultConfig();
const pathwayDefaults = Object.fromEntries(PATHWAY_KEYS.map((key) => [key, defaults[key]])) as Partial<RunConfig>;

export const PRESETS: readonly Preset[] = [
  {
    id: 'visible',
    label: 'Visible λ',
    help: 'The published method, but λ learns 30 times faster than the weights, so that it moves within a few hundred steps.',
    values: pathwayDefaults,
  },
  {
    id: 'published',
    label: 'As published',
    help: 'One learning rate for all, λ from 0, all four linears, auxiliary trained; only the head starts from the data, not at random. In a few hundred steps λ stays below 0.006.',
    values: { ...pathwayDefaults, lambdaLearningRateFactor: 1 },
  },
];

/** The preset whose pathway settings equal the configuration's, or undefined. */
export function presetOf(config: RunConfig): Preset | undefined {
  return PRESETS.find((preset) => PATHWAY_KEYS.every((key) => String(preset.values[key]) === String(config[key])));
}
