/** @file Programs of our own in tfjs's encoder: order, uploads, folding, and what is refused with a name. */
import { beforeAll, expect, test } from 'vitest';
import { startWebgpu } from './backend-webgpu.ts';
import * as tf from './tf.ts';
import { emptyTensor, type Program, programsReady, runProgram } from './webgpu-run.ts';

let errors: readonly string[] = [];
beforeAll(async () => {
  errors = (await startWebgpu()).errors ?? [];
});

const ADD_ONE: Program = {
  name: 'add one',
  code: `@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@compute @workgroup_size(1) fn main(@builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) counts: vec3u) {
  let at = id.x + id.y * counts.x;
  if (at < arrayLength(&x)) { y[at] = x[at] + 1.0; }
}`,
};
const addOne = (x: tf.Tensor, y: tf.Tensor | number[] = x.shape) =>
  runProgram({ program: ADD_ONE, inputs: [x], outputs: [y], workgroups: x.size })[0]!;

test('runs in order with operations of tfjs, from values on the CPU, and again into the same tensor', async () => {
  const first = addOne(tf.tensor1d([1, 2]));
  const doubled = tf.mul(first, 2);
  const second = addOne(doubled);
  expect([...(await second.data())]).toEqual([5, 7]);
  expect(addOne(first, second)).toBe(second);
  expect([...(await second.data())]).toEqual([3, 4]);
});

test('more workgroups than a dimension allows are folded', async () => {
  const values = await addOne(tf.range(0, 70_001, 1)).data();
  expect(values.every((value, i) => value === i + 1)).toBe(true);
});

test('a tensor of nothing costs nothing', async () => {
  expect([...(await addOne(tf.zeros([0, 3])).data())]).toEqual([]);
});

test('whole numbers in GPU memory are refused, even behind a cast', () => {
  const cast = tf.cast(tf.tensor1d([1, 2], 'int32'), 'float32');
  expect(() => addOne(cast)).toThrow(/add one.*int32/);
});

test('a program that does not compile is named, at the end and at the next use', async () => {
  const broken: Program = { name: 'broken', code: 'fn main() { nonsense }' };
  const run = () => runProgram({ program: broken, inputs: [tf.ones([1])], outputs: [emptyTensor([1])], workgroups: 1 });
  run();
  await expect(programsReady()).rejects.toMatchObject({ code: 'kernel-failed', message: expect.stringContaining('broken') });
  expect(run).toThrow(/broken/);
  expect(errors[0]).toMatch(/broken/);
});
