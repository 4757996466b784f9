/** @file The start of the engine with kernels that are right, wrong, or cannot be loaded. */
import { afterEach, expect, test } from 'vitest';
import { kernels, setKernels } from '../kernels/current-kernels.ts';
import type { KernelSet } from '../kernels/kernel-set.ts';
import { referenceKernels } from '../kernels/reference/reference-kernels.ts';
import * as tf from '../tensor/tf.ts';
import { startBackend } from './start-backend.ts';

const onLost = (reason: string) => {
  throw new Error(reason);
};
const own: KernelSet = { ...referenceKernels, name: 'wasm' };

afterEach(() => {
  setKernels(referenceKernels);
});

test('kernels that pass are used and named', async () => {
  const info = await startBackend('cpu', { onLost, load: async () => own });
  expect(info.kernels).toEqual({ name: 'wasm', slower: null });
  expect(kernels()).toBe(own);
});

test('kernels that give no numbers are passed over, and the reason is kept', async () => {
  const broken: KernelSet = { ...own, meanPool: (x, batch) => tf.mul(referenceKernels.meanPool(x, batch), Number.NaN) };
  const info = await startBackend('cpu', { onLost, load: async () => broken });
  expect(info.kernels).toEqual({ name: 'reference', slower: 'they failed the self-test (relative error NaN)' });
  expect(info.selfTestError).toBe(0);
  expect(kernels()).toBe(referenceKernels);
});

test('kernels that cannot be loaded are passed over', async () => {
  const load = () => Promise.reject(new Error('the file could not be fetched'));
  const info = await startBackend('cpu', { onLost, load });
  expect(info.kernels).toEqual({ name: 'reference', slower: 'the file could not be fetched' });
});

test('stock operations alone when asked for', async () => {
  const info = await startBackend('cpu', { onLost, fused: false, load: async () => own });
  expect(info.kernels).toEqual({ name: 'reference', slower: null });
});
