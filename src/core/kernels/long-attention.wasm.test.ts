/**
 * @file Attention on sequences so long that wasm multiplies head by head: value and gradient against tfjs's own batched products.
 */
import { beforeAll, expect, test } from 'vitest';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { relative } from '../../../test/relative.ts';
import { createRng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { attention } from './attention.ts';

const BATCH = 2;
const TOKENS = 401;
const HEADS = 2;
const WIDTH = 5;

beforeAll(() => startNodeBackend('wasm'));

/** The formula in stock operations, differentiated by the tape. */
function stockAttention(qkv: tf.Tensor): tf.Tensor {
  const heads = tf.transpose(tf.reshape(qkv, [BATCH, TOKENS, 3 * HEADS, WIDTH]), [0, 2, 1, 3]);
  const [q, k, v] = tf.split(heads, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const scores = tf.softmax(tf.mul(tf.matMul(q, k, false, true), WIDTH ** -0.5));
  return tf.reshape(tf.transpose(tf.matMul(scores, v), [0, 2, 1, 3]), [BATCH * TOKENS, HEADS * WIDTH]);
}

test('long sequences on wasm', async () => {
  const rng = createRng(5, 'long-attention');
  const random = (shape: [number, number]) =>
    tf.tensor2d(
      Float32Array.from({ length: shape[0] * shape[1] }, () => rng.normal()),
      shape,
    );
  const qkv = random([BATCH * TOKENS, 3 * HEADS * WIDTH]);
  const dy = random([BATCH * TOKENS, HEADS * WIDTH]);
  const before = tf.memory().numTensors;
  const both = (f: (x: tf.Tensor) => tf.Tensor) => tf.tidy(() => [f(qkv), tf.grad(f)(qkv, dy)] as const).map((x) => x.dataSync());
  const [value, gradient] = both((x) => attention(x, BATCH, HEADS));
  const [wantValue, wantGradient] = both(stockAttention);
  expect(relative(value!, wantValue!)).toBeLessThan(1e-5);
  expect(relative(gradient!, wantGradient!)).toBeLessThan(1e-5);
  expect(tf.memory().numTensors - before).toBe(4); // the two results of each
});
