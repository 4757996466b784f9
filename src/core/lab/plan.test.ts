/** @file What is refused before training, by name and number; a target of pictures that are no RGB is sound as a checkpoint. */
import { expect, test } from 'vitest';
import { microIngredients } from '../../../test/micro-experiment.ts';
import { MICRO_ENCODERS, toyDataset, toyIngredients } from '../../../test/micro-modalities.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { checkIngredients, type Ingredients } from './plan.ts';

test('a target of one channel is refused by number, an auxiliary of one channel is fine', () => {
  const ingredients = microIngredients({});
  expect(() => checkIngredients(ingredients)).not.toThrow();
  const gray = ({ config }: { config: EncoderConfig }) =>
    ({ ...config, tokenizer: { ...config.tokenizer, inChannels: 1 } }) as EncoderConfig;
  const { target, auxiliary } = ingredients;
  expect(() => checkIngredients({ ...ingredients, target: { ...target, config: gray(target) } })).toThrowError(
    expect.objectContaining({ code: 'target-channels', message: expect.stringContaining('takes 1 channel; pictures are read as RGB') }),
  );
  expect(() => checkIngredients({ ...ingredients, auxiliary: { ...auxiliary!, config: gray(auxiliary!) } })).not.toThrow();
});

test('records of another form, another modality, and more groups than points are refused with both numbers', () => {
  const given = toyIngredients(MICRO_ENCODERS.point, MICRO_ENCODERS.video, 3, {});
  expect(() => checkIngredients(given)).not.toThrow();
  const many = { ...MICRO_ENCODERS.point, tokenizer: { ...MICRO_ENCODERS.point.tokenizer, groups: 2048 } } as EncoderConfig;
  const faults: [Partial<Ingredients>, string, string][] = [
    [
      { target: { ...given.target, config: many } },
      'too-many-groups',
      'makes 2048 groups of 8 points; point clouds are read as 1024 points',
    ],
    [
      { target: { ...given.target, config: MICRO_ENCODERS.audio } },
      'target-modality',
      'micro-audio sees sounds, the data are point clouds',
    ],
    [{ dataset: toyDataset(MICRO_ENCODERS.video, 3) }, 'record-form', 'read as 4 frames of 16×16 pixels and micro-point needs 1024 points'],
  ];
  for (const [change, code, words] of faults)
    expect(() => checkIngredients({ ...given, ...change })).toThrowError(
      expect.objectContaining({ code, message: expect.stringContaining(words), hint: expect.any(String) }),
    );
});
