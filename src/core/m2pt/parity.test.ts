/**
 * @file The engine against PyTorch: forward, loss, every gradient, ten AdamW steps and merged logits, on cpu and wasm, there also with its own kernels.
 * Golden files are written by `python -m reference.write_fixtures`; a stale one says so.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { PARITY_CASES, parityOf } from '../../../test/parity.ts';
import { readFixture } from '../../../test/read-fixture.ts';
import * as tf from '../tensor/tf.ts';

describe.each([
  ['cpu', false],
  ['wasm', false],
  ['wasm', true],
] as const)('%s, fused: %s', (backend, fused) => {
  beforeAll(() => startNodeBackend(backend, fused));
  afterAll(() => {
    if (backend === 'cpu' || fused) tf.removeBackend(backend); // once removed, it does not come back
  });
  test.each(PARITY_CASES)('%s meets PyTorch within 1e-4', async (name) => {
    const worst = await parityOf(name, readFixture);
    expect(worst.logits, 'logits').toBeLessThan(1e-4);
    expect(worst.loss, 'loss').toBeLessThan(1e-4);
    expect(worst.gradients.error, `gradient of ${worst.gradients.name}`).toBeLessThan(1e-4);
    expect(worst.mergedLogits, 'merged logits').toBeLessThan(1e-5);
    expect(worst.adamw.error, `AdamW: ${worst.adamw.name}`).toBeLessThan(1e-4);
  });
});
