/** @file What the model list says of Hub models: fit in one sentence, memory for each role, licences that forbid commerce. */
import { describe, expect, test } from 'vitest';
import { CARDS, makeCard } from '../../../../gallery/fixed-data.ts';
import { defaultConfig } from '../../../config/fields.ts';
import { parseHubName } from '../../../core/checkpoint/hub-name.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { misfit } from '../../../core/m2pt/misfit.ts';
import { trainingMemory } from '../../../core/m2pt/predict-memory.ts';
import { noneWords, pairWords, SUGGESTIONS, suggestionsFor } from './hub-suggestions.ts';
import { fitVerdict, isNonCommercial, memoryWords } from './hub-words.ts';
import { sizeMisfit } from './model-choices.ts';

const image = CARDS[0] as ModelCard;
const audio = CARDS[1] as ModelCard;
const wide = makeCard('wide', 'audio', { embedDim: 192, depth: 12 });
const config = defaultConfig();

describe('fit', () => {
  test('names the numbers that differ', () => {
    expect(fitVerdict('auxiliary', wide, image, config)).toEqual({
      fits: false,
      words: 'Does not fit the target nano-image: 192 wide, needs 128; 12 blocks, needs 6.',
      note: null,
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
      words: 'Fits as a target.',
      note: 'The auxiliary wide does not fit it (192 wide, needs 128; 12 blocks, needs 6). Choose another or none.',
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

test('the short words for a misfit name every number that core finds different', () => {
  const shapes = [image.config, audio.config, wide.config, { ...audio.config, name: 'flat', mlpRatio: 2 }];
  for (const one of shapes)
    for (const other of shapes) {
      const numbers = (text: string | null) => [...new Set(text?.match(/\d+/g))].sort();
      const full = misfit(one, other)?.slice(`${other.name} does not fit ${one.name}`.length) ?? null;
      expect(numbers(sizeMisfit(one, other))).toEqual(numbers(full));
    }
});

test('a long target says that smaller pictures need less', () => {
  const tokenizer = { ...image.config.tokenizer, inputSize: [224, 224], patchSize: [16, 16], stride: [16, 16] };
  const large = { ...image, config: { ...image.config, tokenizer } } as ModelCard;
  expect(memoryWords('target', large, undefined, config, 840)).toContain('Settings → Picture size');
  expect(memoryWords('target', large, undefined, { ...config, pictureSize: 64 }, 840)).toMatch(/^16 tokens.*at batch 32$/);
});

test('licences', () => {
  for (const license of ['cc-by-nc-4.0', 'CC-BY-NC-SA-3.0', 'non-commercial']) expect(isNonCommercial(license)).toBe(true);
  for (const license of ['apache-2.0', 'mit', 'cc-by-4.0', 'bsd-3-clause', 'ncsa', '', 'not stated'])
    expect(isNonCommercial(license)).toBe(false);
});

describe('suggestions', () => {
  const base = makeCard('base', 'image', { embedDim: 768, depth: 12 });
  const modalities = (some: typeof SUGGESTIONS) => new Set(some.map(({ modality }) => modality));
  test('a target sees the data, those that fit the auxiliary first', () => {
    expect(modalities(suggestionsFor('target', config, audio))).toEqual(new Set(['image']));
    const sound = makeCard('sound', 'audio', { embedDim: 768, depth: 12 });
    expect(suggestionsFor('target', config, sound)[0]?.width).toBe(768);
    expect(suggestionsFor('target', config, audio)[0]?.width).toBe(192);
  });
  test('an auxiliary has another modality and the size of the target; without one it is said', () => {
    const fitting = suggestionsFor('auxiliary', config, base);
    expect(fitting.map(({ repo }) => repo)).toEqual(['MIT/ast-finetuned-audioset-10-10-0.4593', 'MCG-NJU/videomae-base']);
    expect(suggestionsFor('auxiliary', config, image)).toEqual([]);
    expect(noneWords('auxiliary', image)).toContain('128 wide with 6 blocks');
  });
  test('the pair names its cost at these settings', () => {
    const gigabytes = (words: string | null) => Number(/needs about ([\d.]+) GB/.exec(words ?? '')?.[1]);
    expect(pairWords(config)).toContain('794 MB to download');
    expect(pairWords(config)).toMatch(/more than a tab can usually have, and still [\d.]+ GB at 64 pixels and batch 8\.$/);
    expect(gigabytes(pairWords(config))).toBeGreaterThan(gigabytes(pairWords({ ...config, pictureSize: 64, batchSize: 8 })));
    expect(pairWords({ ...config, modality: 'audio' })).toBeNull();
  });
});

test('every suggestion is a name that can be looked up', () => {
  for (const { repo } of SUGGESTIONS) expect(parseHubName(repo)).toEqual({ repo, revision: 'main' });
});
