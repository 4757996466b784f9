/**
 * @file A tiny experiment for tests: a two-block encoder of width 32 on pictures that differ by class in colour and place.
 */

import { defaultConfig } from '../src/config/fields.ts';
import type { RunConfig } from '../src/config/run-config.ts';
import type { LoadedEncoder } from '../src/core/checkpoint/load-encoder.ts';
import type { Dataset } from '../src/core/data/dataset.ts';
import { memoryRecords } from '../src/core/data/records.ts';
import type { Ingredients } from '../src/core/lab/plan.ts';
import { initBody } from '../src/core/m2pt/encoder.ts';
import type { EncoderConfig } from '../src/core/m2pt/encoder-config.ts';
import { PLAIN_SHAPE } from '../src/core/m2pt/plain-shape.ts';
import { createRng } from '../src/core/tensor/rng.ts';

export const MICRO: EncoderConfig = {
  name: 'micro',
  modality: 'image',
  embedDim: 32,
  depth: 2,
  numHeads: 4,
  mlpRatio: 4,
  layerNormEps: 1e-6,
  qkvBias: true,
  ...PLAIN_SHAPE,
  tokenizer: { kind: 'patch', inputSize: [16, 16], patchSize: [8, 8], stride: [8, 8], inChannels: 3, transposed: false },
  normalization: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
};

export function microEncoder(seed: number, config = MICRO): LoadedEncoder {
  const params = initBody(config, seed);
  return {
    config,
    family: 'm2pt',
    license: 'Apache-2.0',
    data: 'none',
    params,
    head: null,
    numClasses: 0,
    setAside: [],
    notes: [],
    bytes: 1,
  };
}

/** Each class lights one quadrant in one channel, under noise. */
export function microDataset(perClass = 24, classes = 3): Dataset {
  const rng = createRng(11, 'micro-data');
  const form = { modality: 'image', size: [16, 16] } as const;
  const n = perClass * classes;
  const pixels = new Uint8Array(n * 16 * 16 * 3);
  const labels = new Uint16Array(n);
  for (let i = 0; i < n; i++) {
    const label = i % classes;
    labels[i] = label;
    for (let y = 0; y < 16; y++) {
      for (let x = 0; x < 16; x++) {
        const lit = Math.floor(y / 8) * 2 + Math.floor(x / 8) === label;
        for (let c = 0; c < 3; c++) pixels[((i * 16 + y) * 16 + x) * 3 + c] = 60 + rng.next() * 80 + (lit && c === label % 3 ? 60 : 0);
      }
    }
  }
  return {
    name: 'micro',
    classNames: Array.from({ length: classes }, (_, i) => `class ${i}`),
    labels,
    form,
    records: memoryRecords(form, pixels),
  };
}

export function microIngredients(changes: Partial<RunConfig> = {}, parts: Partial<Ingredients> = {}): Ingredients {
  return {
    config: { ...defaultConfig(), epochs: 4, batchSize: 8, learningRate: 3e-3, ...changes },
    dataset: microDataset(),
    target: microEncoder(1),
    auxiliary: microEncoder(2),
    seeds: [0],
    arms: ['baseline', 'pathway'],
    ...parts,
  };
}
