/**
 * @file The published families against PyTorch on cpu and wasm: files saved by timm, transformers and the modules of
 * `reference/published` in their own naming give the same logits and the same gradients.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { epsilonsOf, PUBLISHED, publishedParity } from '../../../test/published.ts';
import { readFixture } from '../../../test/read-fixture.ts';
import * as tf from '../tensor/tf.ts';

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  beforeAll(() => startNodeBackend(backend));
  afterAll(() => tf.removeBackend(backend));
  test.each(PUBLISHED)('%s meets PyTorch within 1e-4', async (name, family) => {
    const before = tf.memory().numTensors;
    const parity = await publishedParity(name, (file) => readFixture(`published/${name}/${file}`));
    expect(parity.family).toBe(family);
    expect(parity.epsilons).toEqual(epsilonsOf(name));
    expect(parity.logits, 'logits').toBeLessThan(1e-4);
    expect(parity.only, 'parameters that one side does not train').toEqual([]);
    expect(parity.compared).toBeGreaterThan(20);
    expect(parity.gradients.error, `gradient of ${parity.gradients.name}`).toBeLessThan(1e-4);
    expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
  });
});
