/**
 * @file Plain JavaScript: the reference that others are tested against, and the last resort.
 */
import '@tensorflow/tfjs-backend-cpu';
import type { StartedBackend } from './backend-info.ts';
import * as tf from './tf.ts';

export async function startCpu(): Promise<StartedBackend> {
  await tf.setBackend('cpu');
  return { adapter: '', software: false, capacity: { total: null, tensor: null } };
}
