/** @file The question of the first visit, for shipped and other auxiliaries. */
import { expect, test } from 'vitest';
import { defaultConfig } from '../../../config/fields.ts';
import { kindWords, questionWords } from './modality-words.ts';

test.each([
  [defaultConfig(), 'Can a model trained on sounds help one that sees pictures?', 'image', 'a sound'],
  [defaultConfig('audio'), 'Can a model trained on pictures help one that hears sounds?', 'sound', 'an image'],
  [
    { ...defaultConfig('point'), auxiliary: 'nano-video' },
    'Can a model trained on clips help one that sees point clouds?',
    'point cloud',
    'a video',
  ],
  [{ ...defaultConfig('video'), auxiliary: 'own:mine' }, 'Can a model trained on sounds help one that sees clips?', 'video', 'a sound'],
])('%#', (config, question, target, auxiliary) => {
  expect(questionWords(config)).toBe(question);
  expect(kindWords(config)).toEqual({ target, auxiliary });
});
