/** @file Folders of pictures that a person is told could be clips, and photos that only look so by their numbers. */
import { expect, test } from 'vitest';
import { groupFrames } from './group-frames.ts';
import { likelyClips } from './likely-clips.ts';

/** Four pictures in each of three folders in each of two. */
const nested = (path: (above: number, folder: number, at: number) => string) =>
  [0, 1].flatMap((above) => [0, 1, 2].flatMap((folder) => [0, 1, 2, 3].map((at) => path(above, folder, at))));
const classes = ['wave', 'clap'];
const breeds = ['Abyssinian', 'Egyptian_Mau', 'beagle'];

test.each<[string, string[], number]>([
  ['numbers alone', nested((of, clip, at) => `${classes[of]}/clip ${clip}/${at}.png`), 6],
  ['people', nested((of, clip, at) => `${classes[of]}/${['anna', 'ben', 'cleo'][clip]}/img_000${at}.jpg`), 6],
  ['names of clips', nested((of, clip, at) => `${classes[of]}/v_${of}_g0${clip}/v_${of}_g0${clip}_${10 + at}.jpg`), 6],
  ['every fifth frame', nested((of, clip, at) => `${classes[of]}/${clip}/frame${5 * at + of}.jpg`), 6],
  ['times', nested((of, clip, at) => `${classes[of]}/${clip}/f_${at}_t${(0.04 * at).toFixed(2)}.jpg`), 6],
  [
    'a frame is missing in 24',
    Array.from({ length: 24 }, (_, at) => `a/1/${at > 7 ? at + 1 : at}.jpg`).concat(['b/1/1.jpg', 'b/1/2.jpg']),
    2,
  ],
  ['photos of breeds side by side', nested((of, breed, at) => `${['images', 'annotations/trimaps'][of]}/${breeds[breed]}_${at}.jpg`), 0],
  ['folders of breeds', nested((of, breed, at) => `${['cats', 'dogs'][of]}/${breeds[breed]}/${breeds[breed]}_${at}.jpg`), 0],
  ['photos with the numbers of a camera', nested((of, folder, at) => `${of}/day${folder}/IMG_${100 * folder + at ** 3}.jpg`), 0],
])('%s', (_, paths, count) => {
  const { clips } = groupFrames(paths);
  expect(clips.length).toBeGreaterThan(0);
  expect(likelyClips(clips)).toHaveLength(count);
});
