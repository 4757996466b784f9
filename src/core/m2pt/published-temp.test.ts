/** @file temporary */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { readFixture } from '../../../test/read-fixture.ts';
import { PUBLISHED, publishedParity } from '../../../test/published.ts';
import * as tf from '../tensor/tf.ts';

vi.mock('../checkpoint/load-encoder.ts', async () => {
  const { readSafetensors } = await import('../checkpoint/safetensors.ts');
  const { canonicalParams } = await import('../checkpoint/canonical.ts');
  const { bodyShapes } = await import('./encoder.ts');
  const { headShapes } = await import('./head.ts');
  const families: Record<string,string> = {'timm-vit':'timm','timm-vit-avg':'timm','timm-deit-distilled':'timm','timm-mae':'timm','hf-deit-teacher':'hf-deit'};
  const image = (size: number, patch: number) => ({ kind: 'patch', inputSize: [size, size], patchSize: [patch, patch], stride: [patch, patch], inChannels: 3, transposed: false });
  const base = { modality: 'image', embedDim: 24, depth: 2, numHeads: 3, mlpRatio: 2, layerNormEps: 1e-6, finalNormEps: 1e-6, qkvBias: true, prefixTokens: ['cls'], positions: 'learned', pooling: 'cls', finalNorm: 'norm', head: 'linear', tokenizer: image(24, 8), normalization: { mean: [0, 0, 0], std: [1, 1, 1] } };
  const thin = { embedDim: 16, numHeads: 2 };
  const hf = { layerNormEps: 1e-12, finalNormEps: 1e-12 };
  const clip = (size: number, patch: number) => ({ prefixTokens: [], positions: 'sinusoid', pooling: 'mean', finalNorm: 'fc_norm', tokenizer: { kind: 'tubelet', frames: 4, inputSize: [size, size], tubeletSize: [2, patch, patch], inChannels: 3 } });
  const table: Record<string, object> = {
    'timm-vit': { mlpRatio: 4, tokenizer: image(48, 16) },
    'timm-vit-avg': { ...thin, pooling: 'mean', finalNorm: 'fc_norm' },
    'timm-deit-distilled': { ...thin, prefixTokens: ['cls', 'dist'], head: 'distilled' },
    'timm-mae': thin,
    mae: {},
    'hf-vit': hf,
    'hf-deit': { ...thin, ...hf, prefixTokens: ['cls', 'dist'] },
    'hf-deit-teacher': { ...thin, ...hf, prefixTokens: ['cls', 'dist'], head: 'distilled' },
    'hf-vit-mae': hf,
    'hf-ast': { ...hf, prefixTokens: ['cls', 'dist'], pooling: 'cls-dist', head: 'norm-linear', tokenizer: { ...image(0, 16), inputSize: [32, 48], stride: [10, 10], inChannels: 1, transposed: true } },
    'hf-videomae': { ...clip(16, 8), layerNormEps: 1e-12, finalNormEps: 1e-5 },
    videomae: clip(8, 4),
    audiomae: { pooling: 'mean', finalNorm: 'fc_norm', tokenizer: { ...image(0, 16), inputSize: [64, 32], inChannels: 1 } },
    'point-mae': { layerNormEps: 1e-5, finalNormEps: 1e-5, qkvBias: false, positions: 'mlp', pooling: 'cls-max', head: 'mlp', tokenizer: { kind: 'points', groups: 8, neighbours: 6 } },
  };
  return {
    loadEncoder: async ({ folder, weights }: any) => {
      const { tensors } = readSafetensors((await weights.read(0, weights.size)).buffer, folder);
      const family = (families[folder] ?? folder) as never;
      const config = { ...base, name: folder, ...table[folder] } as never;
      const all = await canonicalParams(tensors, family);
      const pick = (names: string[]) => Object.fromEntries(names.filter((n) => all[n]).map((n) => { return [n, all[n]!]; }));
      const body = bodyShapes(config);
      for (const [n, s] of Object.entries(body)) if (String(all[n]?.shape) !== String(s)) throw new Error(`${n} ${all[n]?.shape} ${s}`);
      return { config, family, params: pick(Object.keys(body)), head: pick(Object.keys(headShapes(config, 5))), numClasses: 5 };
    },
  };
});

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  beforeAll(() => startNodeBackend(backend));
  afterAll(() => tf.removeBackend(backend));
  test.each(PUBLISHED)('%s', async (name) => {
    const before = tf.memory().numTensors;
    const parity = await publishedParity(name, (file) => readFixture(`published/${name}/${file}`));
    console.log(name, parity);
    expect(parity.logits, 'logits').toBeLessThan(1e-4);
    expect(parity.only, 'only').toEqual([]);
    expect(parity.gradients.error, `gradient of ${parity.gradients.name}`).toBeLessThan(1e-4);
    expect(tf.memory().numTensors, 'left').toBe(before);
  });
});
