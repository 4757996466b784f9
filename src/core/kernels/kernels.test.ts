/**
 * @file Every operation and its gradient against the same formula written in stock tfjs operations, whose tape
 * differentiates it, on odd sizes; AdamW against tf.train.adam. The oracle is the union package `@tensorflow/tfjs`.
 */
import * as stock from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { relative } from '../../../test/relative.ts';
import { createRng } from '../tensor/rng.ts';
import { affineRows } from './affine-rows.ts';
import { attention } from './attention.ts';
import { crossEntropy, smoothTargets } from './cross-entropy.ts';
import { auxGradient, crossModalMerge, scaleGradients } from './cross-modal-merge.ts';
import { kernels } from './current-kernels.ts';
import { layerNorm } from './layer-norm.ts';
import { linear, linearActivation } from './linear.ts';
import { maxPool } from './max-pool.ts';
import { meanPool } from './mean-pool.ts';

type T = stock.Tensor;
type Fn = (...inputs: T[]) => T;

beforeAll(() => stock.setBackend('cpu'));

const rng = createRng(17, 'kernel-tests');
const random = (shape: number[], scale = 1): T =>
  stock.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal() * scale),
    shape,
  );

/** Values and all gradients of both, under the same random output weights. */
function compare(ours: Fn, theirs: Fn, inputs: T[], tolerance = 2e-5): void {
  const value = ours(...inputs);
  expect(relative(value.dataSync(), theirs(...inputs).dataSync()), 'value').toBeLessThan(tolerance);
  const dy = random(value.shape);
  const mine = stock.grads(ours)(inputs, dy);
  const want = stock.grads(theirs)(inputs, dy);
  mine.forEach((gradient, i) => {
    expect(gradient.shape, `shape of gradient ${i}`).toEqual(inputs[i]!.shape);
    expect(relative(gradient.dataSync(), want[i]!.dataSync()), `gradient ${i}`).toBeLessThan(tolerance);
  });
}

describe.each([1, 3, 63, 65])('%i rows', (rows) => {
  test('linear', () => {
    const theirs: Fn = (x, w, b) => stock.add(stock.matMul(x as stock.Tensor2D, w as stock.Tensor2D, false, true), b!);
    compare((x, w, b) => linear(x!, w!, b!), theirs as Fn, [random([rows, 7]), random([5, 7]), random([5])]);
    compare((x, w) => linear(x!, w!, null), ((x: T, w: T) => stock.matMul(x as stock.Tensor2D, w as stock.Tensor2D, false, true)) as Fn, [
      random([rows, 7]),
      random([5, 7]),
    ]);
  });
  test('layer norm', () => {
    const theirs = (x: T, g: T, b: T) => {
      const { mean, variance } = stock.moments(x, -1, true);
      return stock.add(stock.mul(stock.div(stock.sub(x, mean), stock.sqrt(stock.add(variance, 1e-6))), g), b);
    };
    compare((x, g, b) => layerNorm(x!, g!, b!, 1e-6), theirs as Fn, [random([rows, 9]), random([9]), random([9])]);
  });
  test('linear with a residual', () => {
    compare(
      (x, w, b, r) => linear(x!, w!, b!, r!),
      (x, w, b, r) => stock.add(stock.add(stock.matMul(x as stock.Tensor2D, w as stock.Tensor2D, false, true), b!), r!),
      [random([rows, 7]), random([5, 7]), random([5]), random([rows, 5])],
    );
  });
  test('linear with GELU and with ReLU', () => {
    const affine: Fn = (x, w, b) => stock.add(stock.matMul(x as stock.Tensor2D, w as stock.Tensor2D, false, true), b!);
    const inputs = [random([rows, 7], 2), random([5, 7]), random([5])];
    const theirs: Fn = (...all) => {
      const z = affine(...all);
      return stock.mul(stock.mul(z, 0.5), stock.add(1, stock.erf(stock.div(z, Math.SQRT2))));
    };
    compare((x, w, b) => linearActivation(x!, w!, b!, 'gelu'), theirs, inputs);
    compare(
      (x, w, b) => linearActivation(x!, w!, b!, 'relu'),
      (x, w, b) => stock.relu(affine(x!, w!, b!)),
      inputs,
    );
  });
});

describe.each([
  [1, 1, 1, 16],
  [2, 3, 2, 16],
  [1, 65, 3, 20],
  [3, 7, 4, 64],
])('attention of %i samples, %i tokens, %i heads of %i', (batch, tokens, heads, width) => {
  test('equals the textbook', () => {
    const D = heads * width;
    const theirs = (qkv: T) => {
      const split = stock
        .split(stock.reshape(qkv, [batch, tokens, 3, heads, width]), 3, 2)
        .map((t) => stock.transpose(stock.reshape(t, [batch, tokens, heads, width]), [0, 2, 1, 3]));
      const p = stock.softmax(stock.div(stock.matMul(split[0]!, split[1]!, false, true), Math.sqrt(width)));
      return stock.reshape(stock.transpose(stock.matMul(p, split[2]!), [0, 2, 1, 3]), [batch * tokens, D]);
    };
    compare((qkv) => attention(qkv!, batch, heads), theirs as Fn, [random([batch * tokens, 3 * D])], 1e-4);
  });
});

describe('cross entropy', () => {
  test('equals the stock loss with label smoothing, and its gradient', () => {
    const labels = [0, 4, 2, 2, 1];
    const targets = stock.tensor(smoothTargets(labels, 5, 0.1), [5, 5]);
    const theirs = (z: T) => stock.losses.softmaxCrossEntropy(stock.oneHot(labels, 5), z, undefined, 0.1);
    compare((z) => crossEntropy(z!, targets), theirs as unknown as Fn, [random([5, 5], 3)]);
  });
  test('mixed samples have the shares of both classes, and smoothing over all', () => {
    const targets = smoothTargets([0, 2], 3, 0.3, { labels: [1, 2], shares: [0.75, 0.6] });
    expect(Array.from(targets, (x) => Math.round(x * 1000) / 1000)).toEqual([0.625, 0.275, 0.1, 0.1, 0.1, 0.8]);
  });
  test('survives logits of a thousand, and does not hide a NaN', () => {
    const targets = stock.tensor(smoothTargets([0], 2, 0), [1, 2]);
    expect(crossEntropy(stock.tensor2d([[1000, -1000]]), targets).dataSync()[0]).toBe(0);
    expect(crossEntropy(stock.tensor2d([[-1000, 1000]]), targets).dataSync()[0]).toBe(2000);
    expect(crossEntropy(stock.tensor2d([[Number.NaN, 0]]), targets).dataSync()[0]).toBeNaN();
  });
});

describe('cross-modal merge', () => {
  /** Ŵ and its three gradients under a given G, against the tape of the stock formula. */
  const check = (weight: T, scale: T, aux: T, theirs: Fn) => {
    const layers = [{ weight, scale, aux }];
    const [merged] = crossModalMerge(layers) as [T];
    expect(relative(merged.dataSync(), theirs(weight, scale, aux).dataSync())).toBeLessThan(1e-6);
    const g = random(weight.shape);
    const [, dScale, dAux] = stock.grads(theirs)([weight, scale, aux], g) as [T, T, T];
    const [ours] = scaleGradients(layers, [g]) as [T];
    expect(ours.shape).toEqual(scale.shape);
    expect(relative(ours.dataSync(), dScale.dataSync())).toBeLessThan(1e-5);
    expect(relative(auxGradient(scale, g).dataSync(), dAux.dataSync())).toBeLessThan(1e-6);
  };
  test('one λ', () => check(random([6, 5]), random([1]), random([6, 5]), (w, l, a) => stock.add(w!, stock.mul(a!, l!))));
  test('three λ for q, k and v', () =>
    check(random([6, 5]), random([3]), random([6, 5]), (w, l, a) =>
      stock.add(w!, stock.reshape(stock.mul(stock.reshape(a!, [3, 2, 5]), stock.reshape(l!, [3, 1, 1])), [6, 5])),
    ));
  test('at λ = 0 the auxiliary gets no gradient, and λ gets ⟨G, W_aux⟩', () => {
    const [weight, aux, g] = [random([4, 3]), random([4, 3]), random([4, 3])] as [T, T, T];
    expect([...auxGradient(stock.zeros([1]), g).dataSync()].every((value) => value === 0)).toBe(true);
    const [dScale] = scaleGradients([{ weight, aux, scale: stock.zeros([1]) }], [g]) as [T];
    expect(dScale.dataSync()[0]).toBeCloseTo(stock.sum(stock.mul(g, aux)).dataSync()[0]!, 5);
  });
});

test('mean pool', () => {
  compare(
    (x) => meanPool(x!, 2),
    (x) => stock.mean(stock.reshape(x!, [2, 7, 3]), 1),
    [random([14, 3])],
  );
});

test('affine rows', () => {
  compare(
    (x, scale, shift) => affineRows(x!, scale!, shift!),
    (x, scale, shift) => stock.add(stock.mul(x!, scale!), shift!),
    [random([14, 5]), random([5]), random([5])],
  );
});

describe('max pool', () => {
  test('equals the stock maximum and its gradient', () => {
    compare(
      (x) => maxPool(x!, 2),
      (x) => stock.max(stock.reshape(x!, [2, 7, 3]), 1),
      [random([14, 3])],
    );
  });
  test('equal rows share the gradient', () => {
    const [gradient] = stock.grads((x: T) => maxPool(x, 2))([stock.tensor2d([[1], [3], [3], [5], [4], [0]])], stock.tensor2d([[6], [7]]));
    expect([...gradient!.dataSync()]).toEqual([0, 3, 3, 7, 0, 0]);
  });
});

test('AdamW without decay follows tf.train.adam for ten steps', () => {
  let param: T = random([4, 3]);
  let state = { m: stock.zerosLike(param), v: stock.zerosLike(param) };
  const variable = stock.variable(param.clone());
  const adam = stock.train.adam(0.01, 0.9, 0.999, 1e-8);
  const one = stock.scalar(1);
  for (let step = 1; step <= 10; step++) {
    const gradient = random([4, 3]);
    [param, state] = kernels().adamw(param, gradient, state, one, { step, learningRate: 0.01, weightDecay: 0 });
    adam.applyGradients([{ name: variable.name, tensor: gradient }]);
  }
  expect(relative(param.dataSync(), variable.dataSync())).toBeLessThan(1e-5);
});

test('decoupled decay shrinks the parameter by η·wd before the step', () => {
  const zeros = () => stock.zeros([2]);
  const state = { m: zeros(), v: zeros() };
  const [p] = kernels().adamw(stock.tensor1d([1, -2]), zeros(), state, stock.scalar(1), { step: 1, learningRate: 0.1, weightDecay: 0.5 });
  expect([...p.dataSync()]).toEqual([Math.fround(0.95), Math.fround(-1.9)]);
});
