/** @file Attention of the wasm kernels and its gradient against the reference on the same backend; long sequences in tiles. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectClose, random } from '../../../test/kernel-pair.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import * as tf from '../tensor/tf.ts';
import type { KernelSet } from './kernel-set.ts';
import { referenceKernels as reference } from './reference/reference-kernels.ts';
import { wasmKernels } from './wasm/wasm-kernels.ts';

let ours: KernelSet;

beforeAll(async () => {
  await startNodeBackend('wasm');
  ours = await wasmKernels();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

function compare(qkv: tf.Tensor, batch: number, heads: number, tolerance: number): void {
  const [rows, packed] = qkv.shape as [number, number];
  const [got, want] = [ours.attention(qkv, batch, heads), reference.attention(qkv, batch, heads)];
  expectClose(got.y, want.y, tolerance, 'y');
  const dy = random([rows, packed / 3]);
  const gradient = ours.attentionGradient(dy, got.saved, batch, heads);
  expectClose(gradient, reference.attentionGradient(dy, want.saved, batch, heads), tolerance, 'dqkv');
}

// The last ones: more than a tile of queries (64), more than one of keys (256), borders inside both.
test.each([
  [1, 1, 1, 16],
  [2, 3, 2, 16],
  [2, 63, 3, 20],
  [1, 65, 3, 18],
  [3, 7, 4, 64],
  [2, 197, 3, 32],
  [1, 256, 2, 24],
  [1, 257, 1, 16],
  [2, 531, 2, 5],
])('%i samples of %i tokens, %i heads of %i', (batch, tokens, heads, width) => {
  compare(random([batch * tokens, 3 * heads * width]), batch, heads, 3e-6);
});

test('more rows than 65,535', () => compare(random([65_541, 3 * 4]), 21_847, 1, 3e-6));

test('large scores: each query sees its best key alone', () => {
  compare(random([2 * 300, 3 * 2 * 16], 40), 2, 2, 1e-5);
  const tokens = 300;
  const values = new Float32Array(tokens * 3 * 16);
  for (let i = 0; i < tokens; i++) {
    values[i * 48] = 100; // every query asks for the first channel
    values[i * 48 + 16] = i === 299 ? 1000 : -1000; // which one key has, in the last tile
    values[i * 48 + 32] = i;
  }
  const y = ours.attention(tf.tensor(values, [tokens, 48]), 1, 1).y.dataSync();
  for (let i = 0; i < tokens; i++) expect(y[i * 16]).toBe(299);
});

test('a NaN in a key reaches every query of its head and sample, and nothing else', () => {
  const [batch, tokens, heads, width] = [2, 70, 2, 16];
  const D = heads * width;
  const values = random([batch * tokens, 3 * D])
    .dataSync()
    .slice();
  values[5 * 3 * D + D + width + 3] = Number.NaN; // sample 0, token 5, key of head 1
  const { y } = ours.attention(tf.tensor(values, [batch * tokens, 3 * D]), batch, heads);
  y.dataSync().forEach((value, i) => {
    const inside = i < tokens * D && i % D >= width;
    expect(Number.isNaN(value)).toBe(inside);
  });
});
