/**
 * @file The engine against PyTorch on WebGPU in a real browser (a software adapter where there is no GPU).
 */
import { beforeAll, expect, test } from 'vitest';
import { PARITY_CASES, parityOf } from '../../../test/parity.ts';
import { startBackend } from '../train/start-backend.ts';

const readFixture = async (name: string) => (await fetch(new URL(`../../../test/fixtures/${name}`, import.meta.url))).arrayBuffer();

beforeAll(async () => {
  const info = await startBackend('webgpu', {
    onLost: (reason) => {
      throw new Error(reason);
    },
  });
  expect(info.name).toBe('webgpu');
  expect(info.selfTestError).toBeLessThan(1e-4);
}, 120_000);

test.each(PARITY_CASES)(
  '%s meets PyTorch within 1e-3',
  async (name) => {
    const worst = await parityOf(name, readFixture);
    expect(worst.logits, 'logits').toBeLessThan(1e-3);
    expect(worst.loss, 'loss').toBeLessThan(1e-3);
    expect(worst.gradients.error, `gradient of ${worst.gradients.name}`).toBeLessThan(1e-3);
    expect(worst.mergedLogits, 'merged logits').toBeLessThan(1e-4);
    expect(worst.adamw.error, `AdamW: ${worst.adamw.name}`).toBeLessThan(1e-3);
  },
  120_000,
);
