/**
 * @file Starts a tfjs backend in Node for tests. Wasm files are read from node_modules.
 */
import { setKernels } from '../src/core/kernels/current-kernels.ts';
import { loadKernels } from '../src/core/kernels/load-kernels.ts';
import { referenceKernels } from '../src/core/kernels/reference/reference-kernels.ts';
import * as tf from '../src/core/tensor/tf.ts';

/** @param fused with the fastest kernels of the backend, as the engine starts; else the reference compositions */
export async function startNodeBackend(name: 'cpu' | 'wasm', fused = false): Promise<void> {
  if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else await import('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend(name))) throw new Error(`The ${name} backend did not start in Node`);
  await tf.ready();
  setKernels(fused ? await loadKernels(name) : referenceKernels);
}
