/**
 * @file Loss, pools, merge, norm and AdamW of the WGSL set against the reference set, both ways to cut work.
 */
import '../../tensor/backend-cpu.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectReference, type Numbers, random, resultsOf, type Work } from '../../../../test/against-reference.ts';
import { startWebgpu } from '../../tensor/backend-webgpu.ts';
import * as tf from '../../tensor/tf.ts';
import type { KernelSet } from '../kernel-set.ts';
import { webgpuKernels } from './webgpu-kernels.ts';

let errors: readonly string[] = [];
beforeAll(async () => {
  errors = (await startWebgpu()).errors ?? [];
});

const loss: Work = (set, [logits, targets]) => {
  const { loss, gradient } = set.crossEntropy(logits!, targets!);
  return [loss, gradient];
};

/** Rows of positive numbers that sum to 1. */
function shares(rows: number, classes: number): Numbers {
  const numbers = random([rows, classes]);
  for (let row = 0; row < rows; row++) {
    const part = numbers.values.subarray(row * classes, (row + 1) * classes);
    part.set(part.map(Math.abs));
    const sum = part.reduce((a, b) => a + b, 0);
    part.set(part.map((value) => value / sum));
  }
  return numbers;
}

describe.each(['gpu', 'software'] as const)('%s', (adapter) => {
  const set = webgpuKernels(adapter);

  test.each([
    [1, 2],
    [3, 7],
    [65, 10],
    [197, 40],
  ])('cross-entropy of %i samples, %i classes', async (batch, classes) => {
    await expectReference(set, [random([batch, classes], 3), shares(batch, classes)], loss);
  });

  test('cross-entropy survives logits of a thousand, and does not hide a NaN', async () => {
    const targets = { shape: [1, 2], values: Float32Array.of(1, 0) };
    const of = async (a: number, b: number) =>
      (await resultsOf('webgpu', set, [{ shape: [1, 2], values: Float32Array.of(a, b) }, targets], loss))[0]!.values[0];
    expect(await of(1000, -1000)).toBe(0);
    expect(await of(-1000, 1000)).toBe(2000);
    expect(await of(Number.NaN, 0)).toBeNaN();
    expect(await of(0, Number.NaN)).toBeNaN();
  });

  test.each([
    [1, 1, 3],
    [3, 65, 8],
    [5, 7, 6],
    [70_000, 2, 1],
  ])('pools of %i groups of %i rows of %i', async (groups, rows, width) => {
    const x = random([groups * rows, width]);
    x.values.set(x.values.map((value) => Math.round(value * 2))); // equal ones among the largest
    await expectReference(set, [x, random([groups, width])], (set, [x, dy]) => {
      const largest = set.maxPool(x!, groups);
      return [set.meanPool(x!, groups), set.meanPoolGradient(dy!, rows), largest.y, set.maxPoolGradient(dy!, largest.saved, groups)];
    });
  });

  test('the maximum does not hide a NaN', async () => {
    const x = { shape: [6, 1], values: Float32Array.of(1, Number.NaN, 2, 3, 5, 4) };
    const [y] = await resultsOf('webgpu', set, [x], (set, [x]) => [set.maxPool(x!, 2).y]);
    expect([...y!.values]).toEqual([Number.NaN, 5]);
  });

  test('merge of nine linears, with one λ and with three, and the gradients of λ', async () => {
    const shapes = [
      [6, 5],
      [12, 8],
      [9, 3],
      [66, 130],
      [3, 4],
      [96, 64],
      [6, 2],
      [3, 1],
      [12, 4],
    ];
    const inputs = shapes.flatMap((shape, i) => [random(shape), random(shape), random([i % 2 ? 3 : 1]), random(shape)]);
    await expectReference(
      set,
      inputs,
      (set, all) => {
        const layers = shapes.map((_, i) => ({ weight: all[4 * i]!, aux: all[4 * i + 1]!, scale: all[4 * i + 2]! }));
        return [
          ...set.merge(layers),
          ...set.mergeScaleGradients(
            layers,
            shapes.map((_, i) => all[4 * i + 3]!),
          ),
        ];
      },
      3e-5,
    );
    expect(set.merge([])).toEqual([]);
    expect(set.mergeScaleGradients([], [])).toEqual([]);
  });

  test('global norm of thirty tensors', async () => {
    const inputs = Array.from({ length: 30 }, (_, i) => random([1 + 700 * i]));
    await expectReference(set, inputs, (set, all) => [set.globalNorm(all)]);
  });

  test.each([[[4, 3]], [[5]]])('AdamW of shape %j follows the reference for five steps', async (shape) => {
    const inputs = [random(shape), ...Array.from({ length: 5 }, () => random(shape))];
    await expectReference(set, inputs, (set, [param, ...gradients]) => fiveSteps(set, tf.mul(param!, 1), gradients), 1e-6);
  });

  test('AdamW changes values in place, except those that a clone shares', async () => {
    await tf.setBackend('webgpu');
    const update = (param: tf.Tensor) =>
      set.adamw(param, tf.ones([4]), { m: tf.zeros([4]), v: tf.zeros([4]) }, tf.scalar(1), { step: 1, learningRate: 0.5, weightDecay: 0 });
    const alone = tf.tensor1d([1, 2, 3, 4]);
    expect([...(await alone.data())]).toEqual([1, 2, 3, 4]);
    const [updated] = update(alone);
    expect(updated).toBe(alone);
    expect([...(await updated.data())]).toEqual([0.5, 1.5, 2.5, 3.5]); // not what was read before
    const kept = tf.clone(updated);
    const [other] = update(updated);
    expect([...(await kept.data())]).toEqual([0.5, 1.5, 2.5, 3.5]);
    expect([...(await other.data())]).toEqual([0, 1, 2, 3]);
    expect(updated.isDisposed).toBe(true);
  });
});

test('the device reports nothing', () => expect(errors).toEqual([]));

function fiveSteps(set: KernelSet, first: tf.Tensor, gradients: tf.Tensor[]): tf.Tensor[] {
  let param = first;
  let state = { m: tf.zerosLike(param), v: tf.zerosLike(param) };
  gradients.forEach((gradient, i) => {
    [param, state] = set.adamw(param, gradient, state, tf.scalar(0.7), { step: i + 1, learningRate: 0.01, weightDecay: 0.05 });
  });
  return [param, state.m, state.v];
}
