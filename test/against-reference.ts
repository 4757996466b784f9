/**
 * @file For tests: one piece of work done by the reference set on tfjs's cpu backend and by a set of our own on webgpu, from the same numbers.
 */
import { expect } from 'vitest';
import { setKernels } from '../src/core/kernels/current-kernels.ts';
import type { KernelSet } from '../src/core/kernels/kernel-set.ts';
import { referenceKernels } from '../src/core/kernels/reference/reference-kernels.ts';
import { createRng } from '../src/core/tensor/rng.ts';
import * as tf from '../src/core/tensor/tf.ts';
import { relative } from './relative.ts';

export interface Numbers {
  shape: number[];
  values: Float32Array;
}

/** What is computed; frees nothing, owns nothing: it runs in a tidy. `kernels()` is the set as well. */
export type Work = (set: KernelSet, inputs: tf.Tensor[]) => tf.Tensor[];

const rng = createRng(23, 'webgpu-kernels');

/** Normal numbers. */
export function random(shape: number[], scale = 1): Numbers {
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, values: Float32Array.from({ length: size }, () => rng.normal() * scale) };
}

/** Results of `work` on a backend, which stays the current one. */
export async function resultsOf(backend: string, set: KernelSet, inputs: readonly Numbers[], work: Work): Promise<Numbers[]> {
  await tf.setBackend(backend);
  const before = setKernels(set);
  const tensors = inputs.map(({ shape, values }) => tf.tensor(values.slice(), shape));
  const results = tf.tidy(() => work(set, tensors));
  setKernels(before);
  const numbers: Numbers[] = [];
  for (const result of results) numbers.push({ shape: result.shape, values: Float32Array.from(await result.data()) });
  tf.dispose([...tensors, ...results]);
  return numbers;
}

/** Expects shapes and values of `work` on webgpu to be those of the reference, within `tolerance` of each result's norm. */
export async function expectReference(set: KernelSet, inputs: readonly Numbers[], work: Work, tolerance = 1e-5): Promise<void> {
  const want = await resultsOf('cpu', referenceKernels, inputs, work);
  const got = await resultsOf('webgpu', set, inputs, work);
  expect(got.map(({ shape }) => shape)).toEqual(want.map(({ shape }) => shape));
  got.forEach(({ values }, i) => {
    expect(relative(values, want[i]!.values), `result ${i} of shape [${want[i]!.shape}]`).toBeLessThan(tolerance);
  });
}
