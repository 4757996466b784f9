/**
 * @file The one field table: label, unit, help, range, default and URL key of every RunConfig key.
 * Controls, validation, share links, the experiment file of `npm run lab` and docs/settings.md are
 * all made from it. To add a setting: add it to RunConfig, then one entry here.
 */
import { MODALITIES, MODALITY_NAMES } from './modalities.ts';
import type { LinearName, Modality, RunConfig } from './run-config.ts';

export type FieldGroup = 'Models' | 'Main' | 'Pathway' | 'Optimiser' | 'Data';

interface FieldBase {
  group: FieldGroup;
  label: string;
  /** One line under the control. */
  help: string;
  /** Short key in share links. Never reuse a key with another meaning. */
  urlKey: string;
  /** Kinds of data that the setting is for; without it, all. It has no effect on others and is not shown for them. */
  modalities?: readonly Modality[];
}
export interface NumberField extends FieldBase {
  kind: 'integer' | 'number';
  min: number;
  max: number;
  /** Step of the arrow keys. */
  step: number;
  unit: string;
  default: number;
}
export interface ChoiceField extends FieldBase {
  kind: 'choice';
  options: readonly { value: string; label: string }[];
  default: string;
}
export interface SwitchField extends FieldBase {
  kind: 'switch';
  /** Words for the two positions. */
  on: string;
  off: string;
  default: boolean;
}
export interface FlagsField extends FieldBase {
  kind: 'flags';
  options: readonly string[];
  default: readonly string[];
}
export interface TextField extends FieldBase {
  kind: 'text';
  maxLength: number;
  default: string;
}
export type Field = NumberField | ChoiceField | SwitchField | FlagsField | TextField;

export const LINEARS: readonly LinearName[] = ['qkv', 'proj', 'fc1', 'fc2'];

export const FIELDS: { readonly [K in keyof RunConfig]: Field } = {
  data: {
    kind: 'text',
    group: 'Data',
    label: 'Data set',
    help: 'A sample, a public address, or your own files.',
    urlKey: 'data',
    maxLength: 500,
    default: '',
  },
  modality: {
    kind: 'choice',
    group: 'Models',
    label: 'Modality',
    help: 'What kind of data the target sees.',
    urlKey: 'mod',
    default: 'image',
    options: MODALITY_NAMES.map((value) => ({ value, label: MODALITIES[value].label })),
  },
  target: {
    kind: 'text',
    group: 'Models',
    label: 'Target',
    help: 'The model that sees your data.',
    urlKey: 'target',
    maxLength: 200,
    default: 'nano-image',
  },
  auxiliary: {
    kind: 'text',
    group: 'Models',
    label: 'Auxiliary',
    help: 'The model of another modality that lends its weights.',
    urlKey: 'aux',
    maxLength: 200,
    default: 'nano-audio',
  },

  epochs: {
    kind: 'integer',
    group: 'Main',
    label: 'Epochs',
    unit: 'passes',
    help: 'Passes over the training samples.',
    urlKey: 'epochs',
    min: 1,
    max: 1000,
    step: 1,
    default: 6,
  },
  batchSize: {
    kind: 'integer',
    group: 'Main',
    label: 'Batch size',
    unit: 'samples',
    help: 'Samples in one step.',
    urlKey: 'batch',
    min: 1,
    max: 1024,
    step: 8,
    default: 32,
  },
  learningRate: {
    kind: 'number',
    group: 'Main',
    label: 'Learning rate',
    unit: 'peak',
    help: 'Step size of the weights.',
    urlKey: 'lr',
    min: 1e-6,
    max: 1,
    step: 1e-4,
    default: 2e-3,
  },
  pairedSeeds: {
    kind: 'integer',
    group: 'Main',
    label: 'Paired seeds',
    unit: 'per arm',
    help: 'More seeds, narrower interval.',
    urlKey: 'pairs',
    min: 1,
    max: 20,
    step: 1,
    default: 3,
  },
  lambdaLearningRateFactor: {
    kind: 'number',
    group: 'Main',
    label: 'λ speed',
    unit: '× faster',
    help: 'How much faster λ learns than the weights.',
    urlKey: 'lf',
    min: 0.01,
    max: 1000,
    step: 1,
    default: 30,
  },

  layers: {
    kind: 'flags',
    group: 'Pathway',
    label: 'Layers',
    help: 'Which linear layers get a λ.',
    urlKey: 'layers',
    options: LINEARS,
    default: LINEARS,
  },
  lambdaInit: {
    kind: 'number',
    group: 'Pathway',
    label: 'λ at start',
    unit: '',
    help: '0 makes both arms equal at first.',
    urlKey: 'l0',
    min: -2,
    max: 2,
    step: 0.01,
    default: 0,
  },
  lambdaLearnable: {
    kind: 'switch',
    group: 'Pathway',
    label: 'λ',
    help: 'Whether λ is learned or stays as it starts.',
    urlKey: 'll',
    on: 'learns',
    off: 'fixed',
    default: true,
  },
  auxiliaryTrainable: {
    kind: 'switch',
    group: 'Pathway',
    label: 'Auxiliary',
    help: 'Whether the auxiliary weights are trained too.',
    urlKey: 'at',
    on: 'learns',
    off: 'frozen',
    default: true,
  },
  splitQkv: {
    kind: 'switch',
    group: 'Pathway',
    label: 'λ of qkv',
    help: 'One λ for the fused layer, or one each for q, k and v.',
    urlKey: 'split',
    on: 'q, k, v apart',
    off: 'one',
    default: false,
  },
  depthOrder: {
    kind: 'choice',
    group: 'Pathway',
    label: 'Depth order',
    help: 'Reversed joins block 0 to the last block.',
    urlKey: 'order',
    default: 'normal',
    options: [
      { value: 'normal', label: 'same' },
      { value: 'reversed', label: 'reversed' },
    ],
  },

  mode: {
    kind: 'choice',
    group: 'Optimiser',
    label: 'Train',
    help: 'λ and head keeps the blocks as they are.',
    urlKey: 'mode',
    default: 'tune',
    options: [
      { value: 'tune', label: 'all' },
      { value: 'fix', label: 'λ and head' },
    ],
  },
  weightDecay: {
    kind: 'number',
    group: 'Optimiser',
    label: 'Weight decay',
    unit: '',
    help: 'Pull of weights to 0; not on λ.',
    urlKey: 'wd',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.05,
  },
  warmup: {
    kind: 'number',
    group: 'Optimiser',
    label: 'Warm-up',
    unit: 'of all steps',
    help: 'Slow start of the learning rate.',
    urlKey: 'warm',
    min: 0,
    max: 0.5,
    step: 0.05,
    default: 0.25,
  },
  layerDecay: {
    kind: 'number',
    group: 'Optimiser',
    label: 'Layer decay',
    unit: '× a block',
    help: 'Deeper blocks learn faster than shallow ones.',
    urlKey: 'ld',
    min: 0.3,
    max: 1,
    step: 0.05,
    default: 0.8,
  },
  clipNorm: {
    kind: 'number',
    group: 'Optimiser',
    label: 'Clip',
    unit: 'norm',
    help: 'Largest gradient norm; 0 is off.',
    urlKey: 'clip',
    min: 0,
    max: 1000,
    step: 0.5,
    default: 1,
  },
  labelSmoothing: {
    kind: 'number',
    group: 'Optimiser',
    label: 'Label smoothing',
    unit: '',
    help: 'Share of the target spread over all classes.',
    urlKey: 'ls',
    min: 0,
    max: 0.5,
    step: 0.05,
    default: 0.1,
  },

  seed: {
    kind: 'integer',
    group: 'Data',
    label: 'First seed',
    unit: '',
    help: 'Same seed, same head and batch order.',
    urlKey: 'seed',
    min: 0,
    max: 2147483647,
    step: 1,
    default: 0,
  },
  splitSeed: {
    kind: 'integer',
    group: 'Data',
    label: 'Split seed',
    unit: '',
    help: 'Same seed, same split.',
    urlKey: 'ss',
    min: 0,
    max: 2147483647,
    step: 1,
    default: 7,
  },
  flip: {
    kind: 'switch',
    group: 'Data',
    label: 'Flip',
    help: 'Mirrored copies in training.',
    urlKey: 'flip',
    on: 'left-right',
    off: 'off',
    default: false,
    modalities: ['image', 'video'],
  },
  crop: {
    kind: 'switch',
    group: 'Data',
    label: 'Crop',
    help: 'Trains on random parts, at least half of the area.',
    urlKey: 'crop',
    on: 'random',
    off: 'off',
    default: false,
    modalities: ['image', 'video'],
  },
  colour: {
    kind: 'switch',
    group: 'Data',
    label: 'Colour',
    help: 'Other brightness, contrast and saturation in training.',
    urlKey: 'colour',
    on: 'random',
    off: 'off',
    default: false,
    modalities: ['image', 'video'],
  },
  mixup: {
    kind: 'switch',
    group: 'Data',
    label: 'Mixup',
    help: 'Blends two samples and their classes in training.',
    urlKey: 'mixup',
    on: 'on',
    off: 'off',
    default: false,
    modalities: ['image', 'audio'],
  },
  cutmix: {
    kind: 'switch',
    group: 'Data',
    label: 'CutMix',
    help: 'Puts a box of one picture into another in training.',
    urlKey: 'cutmix',
    on: 'on',
    off: 'off',
    default: false,
    modalities: ['image'],
  },
  timeShift: {
    kind: 'number',
    group: 'Data',
    label: 'Time shift',
    help: 'Training sounds start earlier or later. 0 is off.',
    urlKey: 'shift',
    unit: 'of the length, at most',
    min: 0,
    max: 0.5,
    step: 0.05,
    default: 0.1,
    modalities: ['audio'],
  },
  specAugment: {
    kind: 'switch',
    group: 'Data',
    label: 'SpecAugment',
    help: 'Covers some pitches and moments in training.',
    urlKey: 'spec',
    on: 'on',
    off: 'off',
    default: false,
    modalities: ['audio'],
  },
  rotate: {
    kind: 'switch',
    group: 'Data',
    label: 'Rotate',
    help: 'Turns training clouds about the vertical, by any angle.',
    urlKey: 'rotate',
    on: 'random',
    off: 'off',
    default: true,
    modalities: ['point'],
  },
  upAxis: {
    kind: 'choice',
    group: 'Data',
    label: 'Up axis',
    help: 'Rotate turns about it. Choose z where clouds lie down in the viewer.',
    urlKey: 'up',
    default: 'y',
    options: [
      { value: 'y', label: 'y' },
      { value: 'z', label: 'z' },
    ],
    modalities: ['point'],
  },
  jitter: {
    kind: 'switch',
    group: 'Data',
    label: 'Jitter',
    help: 'Other sizes, and each point moved a little, in training.',
    urlKey: 'jitter',
    on: 'random',
    off: 'off',
    default: true,
    modalities: ['point'],
  },
  tempo: {
    kind: 'switch',
    group: 'Data',
    label: 'Tempo',
    help: 'Frames a little earlier or later in training.',
    urlKey: 'tempo',
    on: 'random',
    off: 'off',
    default: true,
    modalities: ['video'],
  },
  pictureSize: {
    kind: 'integer',
    group: 'Data',
    label: 'Picture size',
    unit: 'pixels',
    help: '0 takes the target’s own. Smaller trains faster; positions are resampled.',
    urlKey: 'px',
    min: 0,
    max: 512,
    step: 16,
    default: 0,
    modalities: ['image'],
  },
  limitPerClass: {
    kind: 'integer',
    group: 'Data',
    label: 'Samples a class',
    unit: 'at most',
    help: '0 uses all of them.',
    urlKey: 'limit',
    min: 0,
    max: 100000,
    step: 10,
    default: 0,
  },
};

export const FIELD_KEYS = Object.keys(FIELDS) as (keyof RunConfig)[];

/** A fresh RunConfig with every default of the table, and the models that a modality starts with. */
export function defaultConfig(modality: Modality = 'image'): RunConfig {
  const config = Object.fromEntries(FIELD_KEYS.map((key) => [key, FIELDS[key].default])) as unknown as RunConfig;
  const { target, auxiliary } = MODALITIES[modality];
  return { ...config, modality, target, auxiliary };
}
