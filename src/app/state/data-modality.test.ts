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
  // Two folders of photos are two classes of pictures, not two clips.
  ['video', many('png'), 'image'],
  ['video', ['cats', 'dogs'].flatMap((name) => [1, 2, 3, 4, 5, 6].map((at) => `photos/${name}/${at}.jpg`)), 'image'],
  ['video', ['run', 'jump'].flatMap((name) => [1, 2, 3].flatMap((clip) => [1, 2, 3].map((at) => `${name}/${clip}/${at}.jpg`))), 'video'],
  // Covers lie beside the sounds of two classes, more of them than sounds.
  ['image', [...many('wav', 8), ...Array.from({ length: 12 }, (_, at) => `covers/${at}.jpg`)], 'audio'],
  ['audio', [...many('png'), 'noises/1.wav', 'noises/2.wav', 'noises/3.wav', 'noises/4.wav'], 'image'],
  ['video', [...many('png'), 'labels.csv'], 'video'],
  ['point', many('txt'), 'point'],
  ['image', many('txt'), 'point'],
  ['image', many('npy'), 'point'],
  ['video', many('npy'), 'video'],
  ['image', ['images.npy', 'labels.npy'], 'image'],
  ['audio', ['set.zip'], 'audio'],
  ['point', ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz'], 'point'],
  ['image', ['chair/1/model.obj', 'chair/1/texture.png', 'cup/2/model.obj', 'cup/2/texture.png'], 'point'],
  [
    'image',
    ['a/1/m.obj', 'a/1/m.mtl', ...['0', '1', '2'].flatMap((at) => [`a/1/${at}.png`, `b/2/${at}.png`]), 'b/2/m.obj', 'b/2/m.mtl'],
    'point',
  ],
] as const)('%s wanted, %j', (current, paths, expected) => {
  expect(modalityOfDrop(paths, current)).toBe(expected);
});
