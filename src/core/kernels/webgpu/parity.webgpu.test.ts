/**
 * @file The engine with the WGSL set against PyTorch: logits, loss, gradients and one AdamW step of golden cases, both ways to cut work.
 */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { parityOf } from '../../../../test/parity.ts';
import { startWebgpu } from '../../tensor/backend-webgpu.ts';
import { setKernels } from '../current-kernels.ts';
import { referenceKernels } from '../reference/reference-kernels.ts';
import { webgpuKernels } from './webgpu-kernels.ts';

const readFixture = async (name: string) => (await fetch(new URL(`../../../../test/fixtures/${name}`, import.meta.url))).arrayBuffer();

let errors: readonly string[] = [];
beforeAll(async () => {
  errors = (await startWebgpu()).errors ?? [];
});
beforeEach(() => () => void setKernels(referenceKernels));

test.each([
  ['software', 'pathway-split'],
  ['software', 'point-pathway-fix'],
  ['gpu', 'pathway-tune'],
] as const)('%s: %s meets PyTorch', async (adapter, name) => {
  setKernels(webgpuKernels(adapter));
  const worst = await parityOf(name, readFixture);
  expect(worst.logits, 'logits').toBeLessThan(1e-4);
  expect(worst.loss, 'loss').toBeLessThan(1e-4);
  expect(worst.gradients.error, `gradient of ${worst.gradients.name}`).toBeLessThan(1e-4);
  expect(worst.mergedLogits, 'merged logits').toBeLessThan(1e-5);
  expect(worst.adamw.error, `AdamW: ${worst.adamw.name}`).toBeLessThan(1e-3);
  expect(errors).toEqual([]);
});
