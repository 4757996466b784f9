/**
 * @file The wasm kernels in a browser, where relaxed SIMD may be known (Node 20 runs the other build): every product against the
 * reference, started as the engine starts them.
 */
import { beforeAll, expect, test } from 'vitest';
import { expectClose, random } from '../../../test/kernel-pair.ts';
import { startWasm } from '../tensor/backend-wasm.ts';
import * as tf from '../tensor/tf.ts';
import type { KernelSet } from './kernel-set.ts';
import { loadKernels } from './load-kernels.ts';
import { referenceKernels as reference } from './reference/reference-kernels.ts';

let ours: KernelSet;

beforeAll(async () => {
  await startWasm();
  ours = await loadKernels('wasm');
});

test('the set is its own', () => expect(ours.name).toBe('wasm'));

test.each([
  [3, 7, 5],
  [197, 130, 66],
  [65, 301, 523],
])('linear layers of %i rows, %i → %i', (M, K, N) =>
  tf.tidy(() => {
    const [x, weight, bias, residual, dy] = [random([M, K]), random([N, K]), random([N]), random([M, N]), random([M, N])];
    expectClose(ours.linear(x, weight, bias, residual), reference.linear(x, weight, bias, residual), 2e-6, 'y');
    expectClose(ours.linearInputGradient(dy, weight), reference.linearInputGradient(dy, weight), 2e-6, 'dx');
    const [got, want] = [ours.linearWeightGradient(dy, x, true), reference.linearWeightGradient(dy, x, true)];
    expectClose(got.weight, want.weight, 2e-6, 'dW');
    expectClose(got.bias!, want.bias!, 2e-6, 'db');
    const [gelu, wantGelu] = [ours.linearActivation(x, weight, bias, 'gelu'), reference.linearActivation(x, weight, bias, 'gelu')];
    expectClose(gelu.y, wantGelu.y, 2e-6, 'gelu');
    const slope = ours.activationGradient(dy, gelu.saved, 'gelu');
    expectClose(slope, reference.activationGradient(dy, wantGelu.saved, 'gelu'), 2e-6, 'gradient of gelu');
  }),
);

test('layer norm, attention and their gradients', () =>
  tf.tidy(() => {
    const [batch, tokens, heads, D] = [2, 300, 2, 40];
    const [x, gamma, beta, dy] = [random([batch * tokens, D]), random([D]), random([D]), random([batch * tokens, D])];
    const [norm, wantNorm] = [ours.layerNorm(x, gamma, beta, 1e-6), reference.layerNorm(x, gamma, beta, 1e-6)];
    expectClose(norm.y, wantNorm.y, 2e-6, 'norm');
    expectClose(ours.layerNormGradient(dy, norm.saved).x, reference.layerNormGradient(dy, wantNorm.saved).x, 1e-5, 'gradient of the norm');
    const qkv = random([batch * tokens, 3 * D]);
    const [got, want] = [ours.attention(qkv, batch, heads), reference.attention(qkv, batch, heads)];
    expectClose(got.y, want.y, 1e-5, 'attention');
    const dqkv = ours.attentionGradient(dy, got.saved, batch, heads);
    expectClose(dqkv, reference.attentionGradient(dy, want.saved, batch, heads), 1e-5, 'gradient of attention');
  }));
