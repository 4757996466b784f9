/**
 * @file Runs that PyTorch could not continue as they are: refused with the settings by name; pictures with flip alone are not.
 */
import { expect, test } from 'vitest';
import { MICRO_ENCODERS, toyIngredients } from '../../../../test/micro-modalities.ts';
import { refuseUnlike } from './refusals.ts';

test('flip is repeated, crop and mixup are refused by name', () => {
  expect(() => refuseUnlike(toyIngredients(MICRO_ENCODERS.image, null, 3, { flip: true }))).not.toThrow();
  expect(() => refuseUnlike(toyIngredients(MICRO_ENCODERS.image, null, 3, { flip: true, crop: true, mixup: true }))).toThrowError(
    expect.objectContaining({ code: 'export-unsupported', message: expect.stringMatching(/: Crop, Mixup\./) }),
  );
});

test.each([
  ['audio', /trained on sounds/],
  ['point', /trained on point clouds/],
  ['video', /trained on clips/],
] as const)('%s data are refused', (modality, words) => {
  expect(() => refuseUnlike(toyIngredients(MICRO_ENCODERS[modality], null, 3, {}))).toThrowError(
    expect.objectContaining({ code: 'export-unsupported', message: expect.stringMatching(words), hint: expect.any(String) }),
  );
});
