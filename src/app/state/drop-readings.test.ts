/** @file What the names of files in a drop say of what it could be. */
import { expect, test } from 'vitest';
import { hasClasses, hasFramedClasses, otherReadings } from './drop-readings.ts';

const numbers = (count: number, name: (at: number) => string) => Array.from({ length: count }, (_, at) => name(at));
const frames = ['wave', 'clap'].flatMap((one) => [1, 2, 3].flatMap((clip) => numbers(8, (at) => `set/${one}/clip ${clip}/${at}.png`)));
const photos = ['cats', 'dogs'].flatMap((one) => numbers(6, (at) => `set/${one}/IMG_00${at}.png`));

test('folders of frames below classes are clips as well; numbered photos of a class are not', () => {
  expect([frames, photos].map(hasFramedClasses)).toEqual([true, false]);
  expect(hasClasses('video', frames)).toBe(true);
  // Two clips only in one of the classes.
  expect(hasFramedClasses(frames.filter((path) => !path.startsWith('set/clap/clip 3/')))).toBe(false);
  // What systems leave beside the files counts as nothing.
  expect(hasFramedClasses(frames.map((path) => `__MACOSX/${path}`))).toBe(false);
});

test('other kinds are offered where enough files could be of them', () => {
  expect(otherReadings('image', [...photos, ...numbers(6, (at) => `set/${at}.wav`)])).toEqual(['audio']);
  expect(otherReadings('image', [...photos, ...numbers(5, (at) => `set/${at}.wav`)])).toEqual([]);
  expect(otherReadings('audio', frames)).toEqual(['image', 'video']);
});
