/** @file Linear layers of the wasm kernels and their gradients against the reference on the same backend. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClose, random } from '../../../test/kernel-pair.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import * as tf from '../tensor/tf.ts';
import type { Activation, KernelSet } from './kernel-set.ts';
import { referenceKernels as reference } from './reference/reference-kernels.ts';
import { wasmKernels } from './wasm/wasm-kernels.ts';

let ours: KernelSet;

beforeAll(async () => {
  await startNodeBackend('wasm');
  ours = await wasmKernels();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

/** Inputs and outputs: below a tile, whole tiles, more than a piece of columns, more than a piece of the inner dimension. */
const WIDTHS = [
  [7, 5],
  [16, 24],
  [66, 130],
  [33, 523],
  [301, 9],
] as const;

describe.each([1, 3, 63, 65, 197])('%i rows', (M) => {
  test.each(WIDTHS)('%i → %i', (K, N) => {
    const [x, weight, bias, residual, dy] = [random([M, K]), random([N, K]), random([N]), random([M, N]), random([M, N])];
    expectClose(ours.linear(x, weight, null, null), reference.linear(x, weight, null, null), 1e-6, 'product');
    expectClose(ours.linear(x, weight, bias, null), reference.linear(x, weight, bias, null), 1e-6, 'with bias');
    expectClose(ours.linear(x, weight, null, residual), reference.linear(x, weight, null, residual), 1e-6, 'with residual');
    expectClose(ours.linear(x, weight, bias, residual), reference.linear(x, weight, bias, residual), 1e-6, 'with both');
    expectClose(ours.linearInputGradient(dy, weight), reference.linearInputGradient(dy, weight), 1e-6, 'dx');
    const [got, want] = [ours.linearWeightGradient(dy, x, true), reference.linearWeightGradient(dy, x, true)];
    expectClose(got.weight, want.weight, 1e-6, 'dW');
    expectClose(got.bias!, want.bias!, 2e-6, 'db');
    expect(ours.linearWeightGradient(dy, x, false).bias).toBeNull();
  });

  test.each(['gelu', 'relu'] satisfies Activation[])('with %s', (activation) => {
    const [x, weight, bias, dy] = [random([M, 7], 2), random([5, 7]), random([5]), random([M, 5])];
    const [got, want] = [ours.linearActivation(x, weight, bias, activation), reference.linearActivation(x, weight, bias, activation)];
    expectClose(got.y, want.y, 1e-6, 'y');
    expectClose(ours.activationGradient(dy, got.saved, activation), reference.activationGradient(dy, want.saved, activation), 1e-6, 'dx');
  });
});

/** Φ(x) to 1e-12: Simpson's rule on the density, in float64. */
function phi(x: number): number {
  const steps = 2000;
  const h = x / steps;
  const density = (z: number) => Math.exp(-z * z * 0.5) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(x);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(i * h);
  return 0.5 + (sum * h) / 3;
}

test('GELU and its slope stay within 5e-7 of the integral of the normal density from −9 to 9', () => {
  const points = Float32Array.from({ length: 721 }, (_, i) => (i - 360) / 40);
  const x = tf.tensor(points, [721, 1]);
  const { y, saved } = ours.linearActivation(x, tf.ones([1, 1]), null, 'gelu');
  const slope = ours.activationGradient(tf.ones([721, 1]), saved, 'gelu').dataSync();
  y.dataSync().forEach((value, i) => {
    const at = points[i]!;
    expect(Math.abs(value - at * phi(at)), `gelu(${at})`).toBeLessThan(5e-7 * Math.max(1, Math.abs(at)));
    const want = phi(at) + (at * Math.exp(-at * at * 0.5)) / Math.sqrt(2 * Math.PI);
    expect(Math.abs(slope[i]! - want), `slope at ${at}`).toBeLessThan(6e-7);
  });
});

test('far from 0 GELU is x or 0, and NaN stays NaN', () => {
  const values = [100, 1e20, -100, -1e18, Number.NaN];
  const one = tf.ones([1, 1]);
  const { y, saved } = ours.linearActivation(tf.tensor(values, [5, 1]), one, null, 'gelu');
  expect([...y.dataSync()].map((value) => value + 0)).toEqual([100, Math.fround(1e20), 0, 0, Number.NaN]);
  expect([...ours.activationGradient(tf.ones([5, 1]), saved, 'gelu').dataSync()]).toEqual([1, 1, 0, 0, Number.NaN]);
  const relu = ours.linearActivation(tf.tensor([1, -1, 0, Number.NaN], [4, 1]), one, null, 'relu');
  expect([...relu.y.dataSync()]).toEqual([1, 0, 0, Number.NaN]);
  expect([...ours.activationGradient(tf.ones([4, 1]), relu.saved, 'relu').dataSync()].slice(0, 3)).toEqual([1, 0, 0]);
});

test('more rows than 65,535', () => {
  const M = 65_539;
  const [x, weight, bias, dy] = [random([M, 5]), random([3, 5]), random([3]), random([M, 3])];
  expectClose(ours.linear(x, weight, bias, null), reference.linear(x, weight, bias, null), 1e-6, 'y');
  expectClose(ours.linearInputGradient(dy, weight), reference.linearInputGradient(dy, weight), 1e-6, 'dx');
  const [got, want] = [ours.linearWeightGradient(dy, x, true), reference.linearWeightGradient(dy, x, true)];
  expectClose(got.weight, want.weight, 2e-5, 'dW'); // the reference sums one term after another
  expectClose(got.bias!, want.bias!, 2e-5, 'db');
});

test('a NaN goes where it belongs, and nowhere else', () => {
  const values = Float32Array.from({ length: 9 * 6 }, (_, i) => (i === 20 ? Number.NaN : i / 10));
  const y = ours.linear(tf.tensor(values, [9, 6]), random([10, 6]), null, null).dataSync();
  y.forEach((value, i) => {
    expect(Number.isNaN(value)).toBe(Math.floor(i / 10) === 3);
  });
});

test('integers are refused: their bytes would be read as floats', () => {
  expect(() => ours.linear(tf.tensor([[1, 2]], [1, 2], 'int32'), random([3, 2]), null, null)).toThrow('float32');
});
