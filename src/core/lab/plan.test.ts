/** @file What is refused before training: a target of pictures that are no RGB, which as a checkpoint is sound. */
import { expect, test } from 'vitest';
import { microIngredients } from '../../../test/micro-experiment.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { checkIngredients } from './plan.ts';

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
