/** @file The original of a sample that two drops call the same, and of one in memory only. */
import { expect, test } from 'vitest';
import { imageForm, parsedSample } from '../../../test/parsed-sample.ts';
import type { ParsedSample } from '../../worker/parse-protocol.ts';
import { distinctSamples } from './distinct-samples.ts';
import { findOrigin } from './find-origin.ts';

const form = imageForm(2, 2);
const files = (name: string) => [{ path: name, file: new File([name], name) }];
const stored = (path: string, file: string, index: number, hash: string): ParsedSample => {
  return { ...parsedSample(path, form), record: null, hash, place: { file, index } };
};

test('the second of two different files of one path is found in its own drop, under its own path', () => {
  const first = { files: files('first'), samples: [stored('cat/x.png', 'a.bin', 0, '1'), stored('cat/y.png', 'a.bin', 1, '2')] };
  const second = { files: files('second'), samples: [stored('cat/x.png', 'b.bin', 0, '3')] };
  const { samples } = distinctSamples([...first.samples, ...second.samples], 'image');
  expect(samples.map(({ path }) => path)).toEqual(['cat/x.png', 'cat/y.png', 'cat/x (2).png']);
  const moved = samples.map((sample) => ({ ...sample, className: 'dog' }));
  expect(moved.map((sample) => findOrigin(sample, [first, second]))).toEqual([
    { files: first.files, path: 'cat/x.png' },
    { files: first.files, path: 'cat/y.png' },
    { files: second.files, path: 'cat/x.png' },
  ]);
});

test('a sample that was kept in memory is known by its record; one of no drop is looked for everywhere', () => {
  const drop = { files: files('one'), samples: [parsedSample('a/1.png', form, 1), parsedSample('a/2.png', form, 2)] };
  const [, second] = drop.samples;
  expect(findOrigin({ ...second!, path: 'a/2 (2).png' }, [drop])).toEqual({ files: drop.files, path: 'a/2.png' });
  expect(findOrigin(stored('b/1.png', 'gone', 0, '9'), [drop])).toEqual({ files: drop.files, path: 'b/1.png' });
});
