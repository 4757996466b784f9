/**
 * @file Counts what one forward pass asks of the backend: GPU dispatches on WebGPU, operations elsewhere.
 */
import { kernels, setKernels } from '../kernels/current-kernels.ts';
import type { KernelSet } from '../kernels/kernel-set.ts';
import { dispatchCount } from '../tensor/dispatch-count.ts';
import * as tf from '../tensor/tf.ts';

export interface OperationCount {
  count: number;
  unit: 'dispatches' | 'operations';
}

/** Operations that only give a tensor another shape or name; no backend computes anything for them. */
const FREE = new Set(['Reshape', 'Identity', 'ExpandDims']);

/** @param run one forward pass; its results are its own to free */
export async function countOperations(run: () => Promise<unknown>): Promise<OperationCount> {
  if (tf.getBackend() === 'webgpu') {
    const before = dispatchCount();
    await run();
    return { count: dispatchCount() - before, unit: 'dispatches' };
  }
  const own = countCalls(kernels());
  const before = setKernels(own.set);
  try {
    const profile = await tf.profile(async () => {
      await run();
      return tf.scalar(0);
    });
    tf.dispose(profile.result as tf.Tensor);
    const stock = profile.kernels.filter(({ name }) => !FREE.has(name)).length;
    return { count: stock + (own.set.name === 'reference' ? 0 : own.calls()), unit: 'operations' };
  } finally {
    setKernels(before);
  }
}

/** The same set, which counts how often its operations are called: kernels of our own are no operations of tfjs. */
function countCalls(set: KernelSet): { set: KernelSet; calls: () => number } {
  let calls = 0;
  const counted = Object.entries(set).map(([name, value]) => {
    if (typeof value !== 'function') return [name, value];
    const call = (...inputs: unknown[]) => {
      calls += 1;
      return (value as (...inputs: unknown[]) => unknown)(...inputs);
    };
    return [name, call];
  });
  return { set: Object.fromEntries(counted) as KernelSet, calls: () => calls };
}
