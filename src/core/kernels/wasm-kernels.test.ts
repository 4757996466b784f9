/**
 * @file The rest of the wasm kernels against the reference on the same backend: layer norm, loss, pools, merge, AdamW; and that nothing
 * leaks, in tensors or in the heap.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClose, random } from '../../../test/kernel-pair.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import * as tf from '../tensor/tf.ts';
import type { KernelSet } from './kernel-set.ts';
import { referenceKernels as reference } from './reference/reference-kernels.ts';
import { openHeap } from './wasm/heap.ts';
import { wasmKernels } from './wasm/wasm-kernels.ts';

let ours: KernelSet;

beforeAll(async () => {
  await startNodeBackend('wasm');
  ours = await wasmKernels();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const both = <T>(f: (set: KernelSet) => T): [T, T] => [f(ours), f(reference)];
const softTargets = (rows: number, classes: number) => tf.softmax(random([rows, classes], 2));

describe.each([1, 3, 63, 65, 197])('%i rows', (M) => {
  test.each([1, 3, 16, 33, 130])('layer norm over %i', (D) => {
    const [x, gamma, beta, dy] = [tf.add(random([M, D], 3), 5), random([D]), random([D]), random([M, D])];
    const [got, want] = both((set) => set.layerNorm(x, gamma, beta, 1e-5));
    const [dGot, dWant] = [ours.layerNormGradient(dy, got.saved), reference.layerNormGradient(dy, want.saved)];
    // One value alone is its own mean: what is left over is rounding, and dx is 0.
    expectClose(got.y, want.y, 3e-6, 'y');
    if (D === 1) expect(Math.max(...dGot.x.dataSync().map(Math.abs))).toBeLessThan(1e-3);
    else expectClose(dGot.x, dWant.x, 1e-5, 'dx');
    if (D > 1) expectClose(dGot.gamma, dWant.gamma, 1e-5, 'dγ');
    expectClose(dGot.beta, dWant.beta, 3e-6, 'dβ');
  });

  test.each([2, 5, 101])('cross entropy of %i classes', (C) => {
    const [logits, targets] = [random([M, C], 4), softTargets(M, C)];
    const [got, want] = both((set) => set.crossEntropy(logits, targets));
    expectClose(got.loss, want.loss, 5e-6, 'loss'); // the reference sums in float32
    expectClose(got.gradient, want.gradient, 2e-6, 'gradient');
  });

  test.each([1, 5, 16])('pools of width %i', (D) => {
    const groups = 3;
    const x = random([groups * M, D]);
    const dy = random([groups, D]);
    const [mean, wantMean] = both((set) => set.meanPool(x, groups));
    expectClose(mean, wantMean, 2e-6, 'mean');
    const [dMean, wantDMean] = both((set) => set.meanPoolGradient(dy, M));
    expectClose(dMean, wantDMean, 1e-6, 'gradient of the mean');
    const [most, wantMost] = both((set) => set.maxPool(x, groups));
    expectClose(most.y, wantMost.y, 1e-7, 'maximum');
    const [dMost, wantDMost] = [ours.maxPoolGradient(dy, most.saved, groups), reference.maxPoolGradient(dy, wantMost.saved, groups)];
    expectClose(dMost, wantDMost, 1e-6, 'gradient of the maximum');
  });
});

test('layer norm and mean pool of more rows than 65,535', () => {
  const M = 65_540;
  const [x, gamma, beta, dy] = [random([M, 3]), random([3]), random([3]), random([M, 3])];
  const [got, want] = both((set) => set.layerNorm(x, gamma, beta, 1e-5));
  expectClose(got.y, want.y, 1e-6, 'y');
  const [dGot, dWant] = [ours.layerNormGradient(dy, got.saved), reference.layerNormGradient(dy, want.saved)];
  expectClose(dGot.x, dWant.x, 2e-5, 'dx');
  expectClose(dGot.gamma, dWant.gamma, 1e-4, 'dγ'); // the reference sums one term after another
  expectClose(dGot.beta, dWant.beta, 1e-4, 'dβ');
  const [mean, wantMean] = both((set) => set.meanPool(x, 32_770));
  expectClose(mean, wantMean, 1e-6, 'mean');
});

test('a row that is constant has no direction: the output is β, the gradient is finite', () => {
  const { y, saved } = ours.layerNorm(tf.fill([2, 5], 3), tf.ones([5]), tf.fill([5], 7), 1e-6);
  expect([...y.dataSync()]).toEqual(Array(10).fill(7));
  expect(
    ours
      .layerNormGradient(random([2, 5]), saved)
      .x.dataSync()
      .every(Number.isFinite),
  ).toBe(true);
});

test('cross entropy survives logits of a thousand, and does not hide a NaN', () => {
  const loss = (logits: number[], targets: number[]) =>
    ours.crossEntropy(tf.tensor(logits, [1, 2]), tf.tensor(targets, [1, 2])).loss.dataSync()[0];
  expect(loss([1000, -1000], [1, 0])).toBe(0);
  expect(loss([-1000, 1000], [1, 0])).toBe(2000);
  expect(loss([Number.NaN, 0], [1, 0])).toBeNaN();
});

test('equal maxima share the gradient; a NaN is the maximum, and its gradient is one', () => {
  const { y, saved } = ours.maxPool(tf.tensor([[1], [3], [3], [5], [4], [0]], [6, 1]), 2);
  expect([...y.dataSync()]).toEqual([3, 5]);
  expect([...ours.maxPoolGradient(tf.tensor([[6], [7]]), saved, 2).dataSync()]).toEqual([0, 3, 3, 7, 0, 0]);
  const broken = ours.maxPool(tf.tensor([[1], [Number.NaN], [3]], [3, 1]), 1);
  expect(broken.y.dataSync()[0]).toBeNaN();
  expect([...ours.maxPoolGradient(tf.tensor([[1]]), broken.saved, 1).dataSync()].every(Number.isNaN)).toBe(true);
});

test.each([
  [[6, 5], 1],
  [[6, 5], 3],
  [[390, 130], 3],
])('merge of %j with %i λ, and its gradient', (shape, groups) => {
  const layers = [0, 1].map(() => ({ weight: random(shape), aux: random(shape), scale: random([groups]) }));
  const gradients = layers.map(() => random(shape));
  const [merged, wantMerged] = both((set) => set.merge(layers));
  merged.forEach((weight, i) => {
    expectClose(weight, wantMerged[i]!, 1e-6, 'merged');
  });
  const [scales, wantScales] = both((set) => set.mergeScaleGradients(layers, gradients));
  scales.forEach((scale, i) => {
    expectClose(scale, wantScales[i]!, 1e-4, '∂λ'); // terms of either sign: the sum is far smaller than they are
  });
});

test('global norm', () => {
  const gradients = [random([7, 5]), random([1]), random([130, 66], 3)];
  const [got, want] = both((set) => set.globalNorm(gradients));
  expectClose(got, want, 1e-6, 'norm');
  expect(ours.globalNorm([tf.tensor([3, 4]), tf.tensor([[12]])]).dataSync()[0]).toBe(13);
  expect(ours.globalNorm([tf.tensor([3, Number.NaN])]).dataSync()[0]).toBeNaN();
});

describe('AdamW', () => {
  const start = (values: Float32Array) => ({
    param: tf.tensor(values),
    state: { m: tf.zeros([values.length]), v: tf.zeros([values.length]) },
  });
  test.each([1, 3, 67])('ten steps of %i values', (size) => {
    const values = random([size]).dataSync<'float32'>();
    let [got, want] = [start(values), start(values)];
    const scale = tf.scalar(0.7);
    for (let step = 1; step <= 10; step++) {
      const gradient = random([size]);
      const update = { step, learningRate: 0.01, weightDecay: 0.05 };
      const take = (set: KernelSet, { param, state }: typeof got) => {
        const [newParam, newState] = set.adamw(param, gradient, state, scale, update);
        return { param: newParam as tf.Tensor1D, state: newState as typeof got.state };
      };
      [got, want] = [take(ours, got), take(reference, want)];
    }
    expectClose(got.param, want.param, 2e-6, 'parameter');
    expectClose(got.state.m, want.state.m, 2e-6, 'm');
    expectClose(got.state.v, want.state.v, 2e-6, 'v');
  });

  test('changes in place, but never what a clone shares', () => {
    const update = { step: 1, learningRate: 0.1, weightDecay: 0.5 };
    const alone = start(Float32Array.of(1, -2));
    const [param] = ours.adamw(alone.param, tf.zeros([2]), alone.state, tf.scalar(1), update);
    expect(param).toBe(alone.param);
    expect([...param.dataSync()]).toEqual([Math.fround(0.95), Math.fround(-1.9)]);
    const shared = start(Float32Array.of(1, -2));
    const clone = tf.clone(shared.param);
    const [fresh] = ours.adamw(shared.param, tf.zeros([2]), shared.state, tf.scalar(1), update);
    expect(shared.param.isDisposed).toBe(true);
    expect([...clone.dataSync()]).toEqual([1, -2]);
    expect([...fresh.dataSync()]).toEqual([Math.fround(0.95), Math.fround(-1.9)]);
  });
});

test('a hundred rounds of everything leave no tensor behind and do not grow the heap', () => {
  const { memory } = openHeap();
  const [batch, tokens, heads, D, C] = [2, 9, 2, 32, 5];
  const M = batch * tokens;
  const [x, w1, w3, b1, gamma, logits] = [random([M, D]), random([D, D]), random([3 * D, D]), random([D]), random([D]), random([M, C])];
  const targets = softTargets(M, C);
  const scale = tf.scalar(1);
  let param = random([D]);
  let state = { m: tf.zeros([D]) as tf.Tensor, v: tf.zeros([D]) as tf.Tensor };
  const round = (step: number) =>
    tf.tidy(() => {
      const norm = ours.layerNorm(x, gamma, b1, 1e-6);
      ours.layerNormGradient(x, norm.saved);
      const qkv = ours.linear(norm.y, w3, null, null);
      const attended = ours.attention(qkv, batch, heads);
      ours.attentionGradient(attended.y, attended.saved, batch, heads);
      for (const activation of ['gelu', 'relu'] as const) {
        const hidden = ours.linearActivation(attended.y, w1, b1, activation);
        ours.activationGradient(hidden.y, hidden.saved, activation);
      }
      ours.linearInputGradient(x, w1);
      const own = ours.linearWeightGradient(x, x, true);
      ours.crossEntropy(logits, targets);
      ours.meanPoolGradient(ours.meanPool(x, batch), tokens);
      const most = ours.maxPool(x, batch);
      ours.maxPoolGradient(most.y, most.saved, batch);
      const layers = [{ weight: w1, aux: w1, scale: tf.reshape(scale, [1]) }];
      ours.mergeScaleGradients(layers, ours.merge(layers));
      ours.globalNorm([own.weight]);
      [param, state] = ours.adamw(param, own.bias!, state, scale, { step, learningRate: 1e-3, weightDecay: 0 });
      tf.keep(param);
      tf.keep(state.m);
      tf.keep(state.v);
    });
  round(1);
  const [tensors, bytes, heap] = [tf.memory().numTensors, tf.memory().numBytes, memory.buffer.byteLength];
  for (let step = 2; step <= 101; step++) round(step);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(tf.memory().numBytes).toBe(bytes);
  expect(memory.buffer.byteLength).toBe(heap);
  expect(param.dataSync().every(Number.isFinite)).toBe(true);
});
