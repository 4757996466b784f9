/**
 * @file Pooling and norm against the formulas, on tokens so small that the norm's epsilon decides: it is the checkpoint's own.
 */
import { beforeAll, expect, test } from 'vitest';
import { MICRO } from '../../../test/micro-experiment.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { relative } from '../../../test/relative.ts';
import * as tf from '../tensor/tf.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { headForward } from './head.ts';
import { pool } from './pooling.ts';

beforeAll(() => startNodeBackend('cpu'));

/** One sample of cls, dist and three tokens of width 4; their variance is about 1e-6. */
const ROWS = [
  [1, -2, 0.5, 3],
  [0, 1, 2, -1],
  [2, 2, -1, 0],
  [-1, 0, 1, 4],
  [0.5, -3, 2, 1],
].map((row) => row.map((value) => value * 1e-3));
const CONFIG: EncoderConfig = { ...MICRO, embedDim: 4, prefixTokens: ['cls', 'dist'], layerNormEps: 1e-12, finalNormEps: 1e-5 };

const norm = (row: number[], eps = 1e-5) => {
  const mean = row.reduce((a, b) => a + b, 0) / row.length;
  const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
  return row.map((value) => (value - mean) / Math.sqrt(variance + eps));
};
const across = (rows: number[][], by: (column: number[]) => number) => rows[0]!.map((_, d) => by(rows.map((row) => row[d]!)));
const mean = (rows: number[][]) => across(rows, (column) => column.reduce((a, b) => a + b, 0) / column.length);
const max = (rows: number[][]) => across(rows, (column) => Math.max(...column));

const affine = (name: string) => ({ [`${name}.weight`]: tf.ones([4]), [`${name}.bias`]: tf.zeros([4]) });
const pooled = (change: Partial<EncoderConfig>, params = { ...affine('norm'), ...affine('fc_norm') }) =>
  pool(params, { ...CONFIG, ...change }, tf.tensor2d(ROWS), 1);

const [cls, dist, ...tokens] = ROWS as [number[], number[], ...number[][]];
test.each([
  ['mean', 'norm', mean(tokens.map((row) => norm(row)))],
  ['mean', 'fc_norm', norm(mean(tokens))],
  ['cls', 'norm', norm(cls)],
  ['cls', 'fc_norm', norm(cls)],
  ['cls-dist', 'norm', mean([norm(cls), norm(dist)])],
  ['cls-max', 'norm', [...norm(cls), ...max(tokens.map((row) => norm(row)))]],
  ['max', 'norm', max(tokens.map((row) => norm(row)))],
  ['max', 'fc_norm', norm(max(tokens))],
] as const)('%s with %s', (pooling, finalNorm, want) => {
  expect(relative(pooled({ pooling, finalNorm }).dataSync(), want)).toBeLessThan(1e-5);
});

test('a file without the norm gives the pooled tokens as they are', () => {
  expect(relative(pooled({ pooling: 'mean', finalNorm: 'fc_norm' }, {} as never).dataSync(), mean(tokens))).toBeLessThan(1e-5);
});

test('the head’s own norm (AST) has the final norm’s epsilon', () => {
  const params = { ...affine('head_norm'), 'head.weight': tf.eye(4), 'head.bias': tf.zeros([4]) };
  const logits = headForward(params, { ...CONFIG, head: 'norm-linear' }, tf.tensor2d([cls]));
  expect(relative(logits.dataSync(), norm(cls))).toBeLessThan(1e-5);
});

test('the distilled head is the mean of both heads', () => {
  const features = pooled({ head: 'distilled', finalNorm: 'norm' });
  const params = {
    'head.weight': tf.eye(4),
    'head.bias': tf.zeros([4]),
    'head_dist.weight': tf.mul(tf.eye(4), 3),
    'head_dist.bias': tf.ones([4]),
  };
  const want = norm(cls).map((value, d) => (value + 3 * norm(dist)[d]! + 1) / 2);
  expect(relative(headForward(params, { ...CONFIG, head: 'distilled' }, features).dataSync(), want)).toBeLessThan(1e-5);
  expect(relative(headForward({}, { ...CONFIG, head: 'distilled' }, features).dataSync(), norm(cls))).toBeLessThan(1e-5);
});
