/**
 * @file A set of kernels beside the reference on the same backend, for tests that hold one to the other.
 */
import { expect } from 'vitest';
import { createRng } from '../src/core/tensor/rng.ts';
import * as tf from '../src/core/tensor/tf.ts';
import { relative } from './relative.ts';

const rng = createRng(23, 'kernel-pair');

/** Normal values of the given deviation. */
export function random(shape: number[], deviation = 1): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => deviation * rng.normal()),
    shape,
  );
}

/** Shapes equal, and values nearer than `tolerance` of the norm. */
export function expectClose(got: tf.Tensor, want: tf.Tensor, tolerance: number, what: string): void {
  expect(got.shape, `shape of ${what}`).toEqual(want.shape);
  expect(relative(got.dataSync(), want.dataSync()), what).toBeLessThan(tolerance);
}
