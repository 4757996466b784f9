/**
 * @file Products, epilogues and norms of the WGSL set against the reference set, both ways to cut work, on odd sizes.
 */
import '../../tensor/backend-cpu.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectReference, random, resultsOf, type Work } from '../../../../test/against-reference.ts';
import { startWebgpu } from '../../tensor/backend-webgpu.ts';
import * as tf from '../../tensor/tf.ts';
import { programsReady } from '../../tensor/webgpu-run.ts';
import { layerNorm } from '../layer-norm.ts';
import { linear, linearActivation } from '../linear.ts';
import { webgpuKernels } from './webgpu-kernels.ts';

let errors: readonly string[] = [];
beforeAll(async () => {
  errors = (await startWebgpu()).errors ?? [];
});

/** y and all gradients by the tape. */
const withGradients =
  (operation: (inputs: tf.Tensor[]) => tf.Tensor): Work =>
  (_, [dy, ...inputs]) => {
    const { value, grads } = tf.valueAndGrads((...all: tf.Tensor[]) => operation(all))(inputs, dy!);
    return [value, ...grads];
  };

describe.each(['gpu', 'software'] as const)('%s', (adapter) => {
  const set = webgpuKernels(adapter);

  test.each([
    [1, 7, 5],
    [65, 12, 6],
    [197, 64, 68],
  ])('linear of %i rows, %i to %i', async (rows, from, to) => {
    const inputs = [random([rows, to]), random([rows, from]), random([to, from]), random([to]), random([rows, to])];
    await expectReference(
      set,
      inputs,
      withGradients(([x, w, b, r]) => linear(x!, w!, b!, r!)),
    );
  });

  test.each([
    [3, 6, 8],
    [63, 8, 12],
  ])('without bias, and with activations: %i rows, %i to %i', async (rows, from, to) => {
    const [dy, x, w, b] = [random([rows, to]), random([rows, from]), random([to, from]), random([to])];
    await expectReference(
      set,
      [dy, x, w],
      withGradients(([x, w]) => linear(x!, w!, null)),
    );
    for (const activation of ['gelu', 'relu'] as const) {
      await expectReference(
        set,
        [dy, x, w, b],
        withGradients(([x, w, b]) => linearActivation(x!, w!, b!, activation)),
      );
    }
  });

  test.each([
    [4099, 12, 8],
    [70_001, 3, 2],
    [66_000, 4, 4],
  ])('a weight gradient of %i rows is split, and the same on every run', async (rows, from, to) => {
    const inputs = [random([rows, to]), random([rows, from])];
    const work: Work = (set, [dy, x]) => {
      const { weight, bias } = set.linearWeightGradient(dy!, x!, true);
      return [weight, bias!];
    };
    await expectReference(set, inputs, work, 5e-5);
    expect(await resultsOf('webgpu', set, inputs, work)).toEqual(await resultsOf('webgpu', set, inputs, work));
  });

  test.each([
    [1, 9],
    [3, 16],
    [65, 20],
    [197, 130],
    [66_000, 8],
  ])('layer norm of %i rows of %i', async (rows, width) => {
    const inputs = [random([rows, width]), random([rows, width], 3), random([width]), random([width])];
    await expectReference(
      set,
      inputs,
      withGradients(([x, g, b]) => layerNorm(x!, g!, b!, 1e-6)),
      3e-5,
    );
  });

  test('erf within 5e-7, and no activation hides a NaN', async () => {
    const points = Float32Array.from({ length: 4001 }, (_, i) => (i - 2000) / 250);
    points[7] = Number.NaN;
    const one = { shape: [1, 1], values: Float32Array.of(1) };
    const inputs = [{ shape: [4001, 1], values: points }, one];
    const [gelu, relu, slope, step] = await resultsOf('webgpu', set, inputs, (set, [x, one]) => {
      const g = set.linearActivation(x!, one!, null, 'gelu');
      const r = set.linearActivation(x!, one!, null, 'relu');
      const dy = tf.onesLike(x!);
      return [g.y, r.y, set.activationGradient(dy, g.saved, 'gelu'), set.activationGradient(dy, r.saved, 'relu')];
    });
    for (const { values } of [gelu!, relu!, slope!, step!]) expect(values[7]).toBeNaN();
    points.forEach((x, i) => {
      if (i === 7) return;
      expect(Math.abs(gelu!.values[i]! - (x / 2) * (1 + erf(x / Math.SQRT2)))).toBeLessThan(2.5e-7 * Math.abs(x) + 1e-6);
      expect(relu!.values[i]).toBe(Math.max(0, x));
      expect(step!.values[i]).toBe(x > 0 ? 1 : 0);
    });
  });
});

test('every program compiles, and the device reports nothing', async () => {
  await tf.setBackend('webgpu');
  await programsReady();
  expect(errors).toEqual([]);
});

/** By its series (Abramowitz & Stegun 7.1.6), in double precision. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
