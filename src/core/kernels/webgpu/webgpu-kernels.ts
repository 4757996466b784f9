/**
 * @file The set of kernels in WGSL of our own, for the webgpu backend; programs and their reasons are in the files beside this one
 * (docs/kernels.md). One set for each class of adapters: they differ in how work is cut (`tile-tables.ts`), not in what is computed.
 */
import type { KernelSet } from '../kernel-set.ts';
import { activationGradient } from './activation-gradient.ts';
import { adamw } from './adamw.ts';
import { attention, attentionGradient } from './attention.ts';
import { crossEntropy } from './cross-entropy.ts';
import { merge } from './cross-modal-merge.ts';
import { layerNorm, layerNormGradient } from './layer-norm.ts';
import { matmul } from './matmul.ts';
import { maxPool, maxPoolGradient, meanPool, meanPoolGradient } from './pool.ts';
import { globalNorm, mergeScaleGradients } from './products.ts';
import { type AdapterClass, TILES } from './tile-tables.ts';

/** @param adapter `software` where the adapter computes on the CPU (`BackendInfo.software`) */
export function webgpuKernels(adapter: AdapterClass): KernelSet {
  const tiles = TILES[adapter];
  return {
    name: 'webgpu',
    linear: (x, weight, bias, residual) => matmul(tiles, 'nt', x, weight, { bias, residual })[0]!,
    linearInputGradient: (dy, weight) => matmul(tiles, 'nn', dy, weight)[0]!,
    linearWeightGradient(dy, x, withBias) {
      const [weight, bias = null] = matmul(tiles, 'tn', dy, x, { rowSums: withBias });
      return { weight: weight!, bias };
    },
    linearActivation(x, weight, bias, activation) {
      const [y, before] = matmul(tiles, 'nt', x, weight, { bias, activation });
      return { y: y!, saved: [before ?? y!] };
    },
    activationGradient,
    layerNorm: (x, gamma, beta, eps) => layerNorm(tiles, x, gamma, beta, eps),
    layerNormGradient: (dy, saved) => layerNormGradient(tiles, dy, saved),
    attention: (qkv, batch, heads) => attention(tiles, qkv, batch, heads),
    attentionGradient: (dy, saved, batch, heads) => attentionGradient(tiles, dy, saved, batch, heads),
    crossEntropy: (logits, targets) => crossEntropy(tiles, logits, targets),
    meanPool,
    meanPoolGradient,
    maxPool,
    maxPoolGradient,
    merge,
    mergeScaleGradients: (layers, gradients) => mergeScaleGradients(tiles, layers, gradients),
    globalNorm: (gradients) => globalNorm(tiles, gradients),
    adamw,
  };
}
