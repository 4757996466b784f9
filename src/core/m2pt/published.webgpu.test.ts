/**
 * @file The published families against PyTorch on WebGPU in a real browser (a software adapter where there is no GPU).
 */
import { beforeAll, expect, test } from 'vitest';
import { PUBLISHED, publishedParity } from '../../../test/published.ts';
import { startBackend } from '../train/start-backend.ts';

beforeAll(async () => {
  const info = await startBackend('webgpu', {
    onLost: (reason) => {
      throw new Error(reason);
    },
  });
  expect(info.name).toBe('webgpu');
}, 120_000);

test.each(PUBLISHED)(
  '%s meets PyTorch within 1e-3',
  async (name, family) => {
    const fetched = async (file: string) =>
      (await fetch(new URL(`../../../test/fixtures/published/${name}/${file}`, import.meta.url))).arrayBuffer();
    const parity = await publishedParity(name, fetched);
    expect(parity.family).toBe(family);
    expect(parity.logits, 'logits').toBeLessThan(1e-3);
    expect(parity.only, 'parameters that one side does not train').toEqual([]);
    expect(parity.gradients.error, `gradient of ${parity.gradients.name}`).toBeLessThan(1e-3);
  },
  120_000,
);
