/**
 * @file Micro models for the tests of exports: every encoder shape that can be trained on the page, with random weights,
 * positions and λ, and the facts that go with them.
 */
import { defaultConfig } from '../src/config/fields.ts';
import { type ExportFacts, exportFacts } from '../src/core/export/export-facts.ts';
import { initBody, initHead } from '../src/core/m2pt/encoder.ts';
import type { EncoderConfig } from '../src/core/m2pt/encoder-config.ts';
import { mergePathway } from '../src/core/m2pt/merge.ts';
import { attachPathway } from '../src/core/m2pt/pathway.ts';
import { type HostParams, type Params, paramsFromHost } from '../src/core/tensor/params.ts';
import { createRng } from '../src/core/tensor/rng.ts';
import { MICRO, microDataset, microEncoder } from './micro-experiment.ts';

export const CLASSES = 3;

const tall = { kind: 'patch', inputSize: [16, 24], patchSize: [8, 4], stride: [8, 4], inChannels: 3, transposed: false } as const;

/** By what is special about them. */
export const SHAPES: Readonly<Record<string, EncoderConfig>> = {
  nano: MICRO,
  'mae (cls token, mean, fc_norm)': { ...MICRO, prefixTokens: ['cls'] },
  'vit (cls token, norm)': { ...MICRO, prefixTokens: ['cls'], pooling: 'cls', finalNorm: 'norm' },
  'deit (cls of two tokens)': { ...MICRO, prefixTokens: ['cls', 'dist'], pooling: 'cls', finalNorm: 'norm' },
  'mean of cls and dist': { ...MICRO, prefixTokens: ['cls', 'dist'], pooling: 'cls-dist', finalNorm: 'norm' },
  'distilled head': { ...MICRO, prefixTokens: ['cls', 'dist'], pooling: 'cls-dist', finalNorm: 'norm', head: 'distilled' },
  'mean after norm': { ...MICRO, finalNorm: 'norm' },
  'no qkv bias, oblong, other epsilon': { ...MICRO, tokenizer: tall, qkvBias: false, layerNormEps: 1e-3, finalNormEps: 1e-2 },
};

export interface MicroExport {
  config: EncoderConfig;
  pathway: Params;
  merged: Params;
  facts: ExportFacts;
}

/** A model with a pathway whose λ are far from 0, as trained ones may be. The caller frees `pathway` and `merged`. */
export async function microExport(config: EncoderConfig, splitQkv = false): Promise<MicroExport> {
  const rng = createRng(5, 'micro-export');
  const plain: HostParams = { ...initBody(config, 1), ...initHead(config, CLASSES, rng) };
  // Fresh biases, gains and tokens are 0 or 1, and would hide a swapped or missing one.
  for (const { data } of Object.values(plain)) for (let i = 0; i < data.length; i++) data[i]! += 0.3 * (rng.next() - 0.5);
  const auxiliary = microEncoder(2, { ...MICRO, qkvBias: config.qkvBias });
  const layers = ['qkv', 'proj', 'fc1', 'fc2'] as const;
  const joined = attachPathway(plain, config, auxiliary.params, auxiliary.config, {
    layers,
    lambdaInit: 0,
    splitQkv,
    depthOrder: 'normal',
  });
  for (const [name, { data }] of Object.entries(joined))
    if (name.endsWith('.cross_modal_scale')) for (let i = 0; i < data.length; i++) data[i] = rng.next() - 0.5;
  const pathway = paramsFromHost(joined);
  const facts = await exportFacts({
    seed: 4,
    encoder: config,
    dataset: { ...microDataset(), classNames: ['rings', 'dots | stripes', '“grün” <b>'] },
    run: { ...defaultConfig(config.modality), splitQkv },
    target: { ...microEncoder(1, config), license: 'Apache-2.0' },
    auxiliary: { ...auxiliary, license: 'CC-BY-NC-4.0', data: 'ten minutes of rain' },
    pathway,
    measured: { samples: 12, merged: 0.75, baseline: 0.5 },
  });
  return { config, pathway, merged: mergePathway(pathway), facts };
}

/** [count, channels, height, width], values around 0, always the same. */
export function microPixels(config: EncoderConfig, count: number): Float32Array {
  const { tokenizer } = config;
  if (tokenizer.kind !== 'patch') throw new TypeError('Pictures only');
  const rng = createRng(7, 'micro-pixels');
  return Float32Array.from(
    { length: count * tokenizer.inChannels * tokenizer.inputSize[0] * tokenizer.inputSize[1] },
    () => 2 * rng.next() - 1,
  );
}
