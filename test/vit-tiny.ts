/** @file The shape of timm's vit_tiny_patch16_224, for tests of sizes and names. */
import type { EncoderConfig } from '../src/core/m2pt/encoder-config.ts';

export const VIT_TINY: EncoderConfig = {
  name: 'vit',
  modality: 'image',
  embedDim: 192,
  depth: 12,
  numHeads: 3,
  mlpRatio: 4,
  layerNormEps: 1e-6,
  qkvBias: true,
  tokenizer: { kind: 'patch', inputSize: [224, 224], patchSize: [16, 16], stride: [16, 16], inChannels: 3, transposed: false },
  prefixTokens: ['cls'],
  positions: 'learned',
  pooling: 'cls',
  finalNorm: 'norm',
  finalNormEps: 1e-6,
  head: 'linear',
  normalization: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
};
