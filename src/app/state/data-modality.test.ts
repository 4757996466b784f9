/** @file Which kind a drop is read as first, from its names. */
import { expect, test } from 'vitest';
import { modalityOfDrop } from './data-modality.ts';

const many = (ending: string, count = 20) => Array.from({ length: count }, (_, at) => `class ${at % 2}/${at}.${ending}`);

test.each([
  ['image', [...many('jpg'), 'notes.txt'], 'image'],
  ['image', [...many('wav'), ...many('png', 3)], 'audio'],
  ['image', many('obj').flatMap((path) => [path, path.replace('obj', 'mtl')]), 'point'],
  ['audio', many('mp4'), 'video'],
  ['video', many('gif'), 'video'],
  ['image', many('gif'), 'image'],
  ['video', many('png'), 'video'],
  ['point', many('txt'), 'point'],
  ['image', many('txt'), 'point'],
  ['image', many('npy'), 'point'],
  ['image', ['images.npy', 'labels.npy'], 'image'],
  ['audio', ['set.zip'], 'audio'],
  ['point', ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz'], 'point'],
] as const)('%s wanted, %j', (current, paths, expected) => {
  expect(modalityOfDrop(paths, current)).toBe(expected);
});
