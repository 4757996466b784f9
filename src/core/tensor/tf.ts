/**
 * @file The single door to TensorFlow.js. Everything else in the engine imports tensors from here.
 * `@tensorflow/tfjs` re-exports split packages; we import the split packages of the same pinned version
 * directly, so that layers, data and converter (170 kB gzip) stay out of the worker
 * (docs/decisions/0001-tfjs-as-substrate.md). The core alone registers no gradients: the second import does.
 * House rule: functional operations only (`tf.add(a, b)`), never chained methods, which are not registered.
 */
export * from '@tensorflow/tfjs-core';

import '@tensorflow/tfjs-core/dist/register_all_gradients';
