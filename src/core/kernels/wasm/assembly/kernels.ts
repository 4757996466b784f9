/** @file Everything that the module exports. Its memory is tfjs's own; it has no data, no stack and no allocator of its own. */
export { product, productBytes } from './product';
export { gelu, geluGradient, relu, reluGradient } from './activation';
export { layerNorm, layerNormGradient } from './layer-norm';
export { attention, attentionBytes, attentionGradient } from './attention';
export { crossEntropy } from './cross-entropy';
export { maxPool, maxPoolGradient, meanPool, meanPoolGradient } from './pool';
export { merge, mergeScaleGradient, sumSquares } from './cross-modal-merge';
export { adamw } from './adamw';
