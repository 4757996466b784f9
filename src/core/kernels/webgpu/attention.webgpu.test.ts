/**
 * @file Attention of the WGSL set against the reference set, both ways to cut work: values and gradients by the tape, odd lengths and widths.
 */
import '../../tensor/backend-cpu.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectReference, type Numbers, random, resultsOf, type Work } from '../../../../test/against-reference.ts';
import { startWebgpu } from '../../tensor/backend-webgpu.ts';
import * as tf from '../../tensor/tf.ts';
import { attention } from '../attention.ts';
import { webgpuKernels } from './webgpu-kernels.ts';

let errors: readonly string[] = [];
beforeAll(async () => {
  errors = (await startWebgpu()).errors ?? [];
});

const work =
  (batch: number, heads: number): Work =>
  (_, [dy, qkv]) => {
    const { value, grads } = tf.valueAndGrads((...all: tf.Tensor[]): tf.Tensor => attention(all[0]!, batch, heads))([qkv!], dy!);
    return [value, ...grads];
  };

describe.each(['gpu', 'software'] as const)('%s', (adapter) => {
  const set = webgpuKernels(adapter);

  test.each([
    [2, 1, 1, 16],
    [2, 3, 3, 18],
    [1, 63, 1, 64],
    [2, 65, 2, 16],
    [1, 197, 1, 16],
  ])('%i samples of %i tokens, %i heads of %i', async (batch, tokens, heads, width) => {
    const inputs = [random([batch * tokens, heads * width]), random([batch * tokens, 3 * heads * width])];
    await expectReference(set, inputs, work(batch, heads), 2e-5);
  });

  test('more than 65,535 rows', async () => {
    await expectReference(set, [random([66_000, 16]), random([66_000, 48])], work(8250, 1), 2e-5);
  });

  test('scores of a thousand', async () => {
    const inputs = [random([65, 16]), random([65, 48], 16)];
    await expectReference(set, inputs, work(1, 1), 1e-3);
  });

  test('a NaN in one sample stays in it, and shows', async () => {
    const qkv: Numbers = random([10, 48]);
    qkv.values[3] = Number.NaN;
    const [y, gradient] = await resultsOf('webgpu', set, [random([10, 16]), qkv], work(2, 1));
    expect(y!.values[0]).toBeNaN();
    expect(gradient!.values[0]).toBeNaN();
    expect(y!.values.subarray(80).every(Number.isFinite)).toBe(true);
    expect(gradient!.values.subarray(240).every(Number.isFinite)).toBe(true);
  });
});

test('the device reports nothing', () => expect(errors).toEqual([]));
