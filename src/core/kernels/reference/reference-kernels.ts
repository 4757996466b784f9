/**
 * @file Speed 0: the set of kernels as compositions of stock tfjs operations. Runs on every backend; the oracle of the other sets, and
 * what cpu and webgl use.
 */
import type { KernelSet } from '../kernel-set.ts';
import { activationGradient, linearActivation } from './activation.ts';
import { adamw, globalNorm } from './adamw.ts';
import { attention, attentionGradient } from './attention.ts';
import { crossEntropy } from './cross-entropy.ts';
import { merge, mergeScaleGradients } from './cross-modal-merge.ts';
import { layerNorm, layerNormGradient } from './layer-norm.ts';
import { linear, linearInputGradient, linearWeightGradient } from './linear.ts';
import { maxPool, maxPoolGradient, meanPool, meanPoolGradient } from './pool.ts';

export const referenceKernels: KernelSet = {
  name: 'reference',
  linear,
  linearInputGradient,
  linearWeightGradient,
  linearActivation,
  activationGradient,
  layerNorm,
  layerNormGradient,
  attention,
  attentionGradient,
  crossEntropy,
  meanPool,
  meanPoolGradient,
  maxPool,
  maxPoolGradient,
  merge,
  mergeScaleGradients,
  globalNorm,
  adamw,
};
