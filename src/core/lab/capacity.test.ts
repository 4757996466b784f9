/** @file A model beyond what the backend holds is refused with the numbers and a batch that fits. */
import { expect, test } from 'vitest';
import { MICRO } from '../../../test/micro-experiment.ts';
import { largestTensor, trainingMemory } from '../m2pt/predict-memory.ts';
import { checkInferenceFits, checkTrainingFits } from './capacity.ts';

const PLAN = { batchSize: 32, hasAuxiliary: true, auxiliaryTrainable: true, mode: 'tune', pairedSeeds: 3 } as const;
const VIT_B = {
  ...MICRO,
  name: 'vit-b',
  embedDim: 768,
  depth: 12,
  numHeads: 12,
  tokenizer: { ...MICRO.tokenizer, inputSize: [224, 224], patchSize: [16, 16], stride: [16, 16] },
} as typeof MICRO;

test('the whole is held against the heap of wasm', () => {
  const wasm = { name: 'wasm', capacity: { total: 2 ** 32, tensor: null } } as const;
  expect(() => checkTrainingFits(MICRO, PLAN, wasm)).not.toThrow();
  expect(trainingMemory(VIT_B, PLAN)).toBeGreaterThan(2 ** 32);
  expect(() => checkTrainingFits(VIT_B, PLAN, wasm)).toThrowError(
    expect.objectContaining({
      code: 'too-large-for-backend',
      message: expect.stringMatching(/vit-b at batch 32 about .* GB.* wasm holds 4.3 GB/),
    }),
  );
  expect(() => checkInferenceFits(VIT_B, wasm)).not.toThrow();
});

test('the largest tensor is held against what one buffer of the device takes, and a batch that fits is named', () => {
  const limit = largestTensor(MICRO, 8);
  const device = { name: 'webgpu', capacity: { total: null, tensor: limit } } as const;
  expect(() => checkTrainingFits(MICRO, { ...PLAN, batchSize: 8 }, device)).not.toThrow();
  expect(() => checkTrainingFits(MICRO, PLAN, device)).toThrowError(
    expect.objectContaining({ hint: expect.stringContaining('Batch 8 would fit') }),
  );
  const tiny = { name: 'webgpu', capacity: { total: null, tensor: 16 } } as const;
  expect(() => checkInferenceFits(MICRO, tiny)).toThrowError(/one tensor has/);
  expect(() => checkTrainingFits(MICRO, PLAN, tiny)).toThrowError(
    expect.objectContaining({ hint: expect.stringMatching(/^Smaller pictures/) }),
  );
});

test('a backend that does not say holds anything', () => {
  expect(() => checkTrainingFits(VIT_B, PLAN, { name: 'cpu', capacity: { total: null, tensor: null } })).not.toThrow();
});
