/** @file What the model list says of Hub models: fit in one sentence, memory for each role, licences that forbid commerce. */
import { describe, expect, test } from 'vitest';
import { CARDS, makeCard } from '../../../../gallery/fixed-data.ts';
import { defaultConfig } from '../../../config/fields.ts';
import { parseHubName } from '../../../core/checkpoint/hub-name.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { trainingMemory } from '../../../core/m2pt/predict-memory.ts';
import { fitVerdict, isNonCommercial, memoryWords, SUGGESTIONS } from './hub-words.ts';

const image = CARDS[0] as ModelCard;
const audio = CARDS[1] as ModelCard;
const wide = makeCard('wide', 'audio', { embedDim: 192, depth: 12 });
const config = defaultConfig();

describe('fit', () => {
  test('names the numbers that differ', () => {
    expect(fitVerdict('auxiliary', wide, image, config)).toEqual({
      fits: false,
      words: 'wide does not fit nano-image: it has width 192 where the target has 128, depth 12 where the target has 6.',
    });
    expect(fitVerdict('auxiliary', audio, image, config)).toMatchObject({
      fits: true,
      words: expect.stringContaining('width 128 and 6 blocks'),
    });
  });
  test('a target must see the data; another auxiliary can still be chosen after it', () => {
    expect(fitVerdict('target', wide, undefined, config).fits).toBe(false);
    expect(fitVerdict('target', image, wide, config)).toMatchObject({
      fits: true,
      words: expect.stringContaining('Choose another auxiliary'),
    });
    expect(fitVerdict('target', image, undefined, config).fits).toBe(true);
  });
});

test('memory is the whole for a target, what is added for an auxiliary, and nothing for a misfit', () => {
  expect(memoryWords('target', image, image, config, 840)).toMatch(/^64 tokens a sample; training needs about \d+ MB at batch 32$/);
  expect(memoryWords('auxiliary', audio, image, config, 840)).toMatch(/^Its matrices add about \d+ MB/);
  expect(memoryWords('auxiliary', wide, image, config, 840)).toBeNull();
  const plan = { ...config, hasAuxiliary: true };
  expect(trainingMemory(image.config, { ...plan, auxiliaryTrainable: false })).toBeLessThan(trainingMemory(image.config, plan));
  expect(trainingMemory(image.config, { ...plan, batchSize: 256 })).toBeGreaterThan(trainingMemory(image.config, plan));
});

test('licences', () => {
  for (const license of ['cc-by-nc-4.0', 'CC-BY-NC-SA-3.0', 'non-commercial']) expect(isNonCommercial(license)).toBe(true);
  for (const license of ['apache-2.0', 'mit', 'cc-by-4.0', 'bsd-3-clause', 'ncsa', '', 'not stated'])
    expect(isNonCommercial(license)).toBe(false);
});

test('every suggestion is a name that can be looked up', () => {
  for (const { repo } of SUGGESTIONS) expect(parseHubName(repo)).toEqual({ repo, revision: 'main' });
});
