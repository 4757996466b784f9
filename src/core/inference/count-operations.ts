/**
 * @file Counts what one forward pass asks of the backend: GPU dispatches on WebGPU, operations elsewhere.
 */
import { dispatchCount } from '../tensor/dispatch-count.ts';
import * as tf from '../tensor/tf.ts';

export interface OperationCount {
  count: number;
  unit: 'dispatches' | 'operations';
}

/** Operations that only give a tensor another shape or name; no backend computes anything for them. */
const FREE = new Set(['Reshape', 'Identity', 'ExpandDims']);

/** @param run one forward pass; its results are its own to free */
export async function countOperations(run: () => Promise<void>): Promise<OperationCount> {
  if (tf.getBackend() === 'webgpu') {
    const before = dispatchCount();
    await run();
    return { count: dispatchCount() - before, unit: 'dispatches' };
  }
  const profile = await tf.profile(async () => {
    await run();
    return tf.scalar(0);
  });
  tf.dispose(profile.result as tf.Tensor);
  return { count: profile.kernels.filter(({ name }) => !FREE.has(name)).length, unit: 'operations' };
}
