/** @file One path, two pictures: copies count once, others get a path of their own. */
import { expect, test } from 'vitest';
import { parsedPicture } from '../../../test/parsed-sample.ts';
import { distinctSamples } from './distinct-samples.ts';

const sample = (path: string, value: number) => parsedPicture(path, Uint8Array.of(value, 0, 0), 'red');

test('the same picture counts once and is told', () => {
  const { samples, twice } = distinctSamples([sample('red/1.png', 1), sample('red/1.png', 1), sample('red/2.png', 1)], 'image');
  expect(samples.map(({ path }) => path)).toEqual(['red/1.png', 'red/2.png']);
  expect(twice?.message).toBe('One picture was there already.');
});

test('another picture under the same path is kept beside it', () => {
  const { samples, twice } = distinctSamples([sample('a.b/1', 1), sample('a.b/1', 2), sample('a.b/1', 3), sample('a.b/1', 2)], 'image');
  expect(samples.map(({ path }) => path)).toEqual(['a.b/1', 'a.b/1 (2)', 'a.b/1 (3)']);
  expect(twice).not.toBeNull();
  expect(distinctSamples([sample('r/1.png', 1), sample('r/1.png', 2)], 'image').samples[1]?.path).toBe('r/1 (2).png');
});
