/**
 * @file Starts a tfjs backend in Node for tests. Wasm files are read from node_modules.
 */
import * as tf from '../src/core/tensor/tf.ts';

export async function startNodeBackend(name: 'cpu' | 'wasm'): Promise<void> {
  if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else await import('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend(name))) throw new Error(`The ${name} backend did not start in Node`);
  await tf.ready();
}
