/** @file NumPy arrays of clips: split into clips of ready frames with their classes, told from pictures, refused in words that speak of clips. */
import { expect, it } from 'vitest';
import type { Modality } from '../../../config/run-config.ts';
import type { Problem } from '../../errors.ts';
import { type Bytes, join, u16le, zip } from '../formats/test-fixtures.ts';
import { listDrop } from '../list-drop.ts';
import { channel } from './test-containers.ts';

/** Each value says its place, modulo 251. */
const array = (...shape: number[]): Bytes => {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`.padEnd(117);
  const values = Uint8Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, at) => at % 251);
  return join('\x93NUMPY\x01\x00', u16le(118), header, '\n', values);
};
const labels = (...values: number[]): Bytes => {
  const bytes = array(values.length);
  bytes.set(values, bytes.length - values.length);
  return bytes;
};
const four = labels(0, 1, 0, 1);
const file = (path: string, bytes: Bytes) => ({ path, file: new Blob([bytes]) });
const npz = async (arrays: Record<string, Bytes>) =>
  file('set.npz', await zip(Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes }))));

async function list(files: { path: string; file: Blob }[], modality: Modality = 'video') {
  const rejected: Problem[] = [];
  const listing = await listDrop(files, { modality, onRejected: (problem) => rejected.push(problem) });
  const clips = listing.candidates.map((one) => `${one.className} ${one.path}: ${one.kind === 'frames' ? one.frames.length : one.kind}`);
  return { ...listing, clips, codes: rejected.map(({ code }) => code) };
}

it('a stack of clips becomes clips with classes, each frame with its own pixels', async () => {
  const { clips, candidates, codes } = await list([file('x.npy', array(4, 5, 2, 3, 3)), file('y.npy', four)]);
  expect([clips, codes]).toEqual([['0 x.npy/0: 5', '1 x.npy/1: 5', '0 x.npy/2: 5', '1 x.npy/3: 5'], []]);
  const third = candidates[2]!;
  const frame = third.kind === 'frames' ? third.frames[4]! : undefined;
  const picture = frame?.kind === 'picture' ? await frame.read() : undefined;
  expect([picture?.height, picture?.width]).toEqual([2, 3]);
  // Red of [2, 4, :, :, 0] in an array [4, 5, 2, 3, 3].
  expect(channel(picture!, 0)).toEqual([0, 1, 2, 3, 4, 5].map((pixel) => ((2 * 5 + 4) * 18 + 3 * pixel) % 251));
});

it.each<[string, () => Promise<{ path: string; file: Blob }[]>, string[]]>([
  [
    'an .npz',
    async () => [await npz({ videos: array(4, 3, 3, 8, 8), labels: four })],
    ['0 set.npz/videos.npy/0: 3', '1 set.npz/videos.npy/1: 3'],
  ],
  ['grey clips', async () => [file('x.npy', array(4, 6, 8, 9)), file('y.npy', four)], ['0 x.npy/0: 6', '1 x.npy/1: 6']],
  [
    'one clip a file',
    async () => ['a', 'a', 'b', 'b'].map((of, at) => file(`${of}/${at}.npy`, array(7, 8, 8, 3))),
    ['a a/0.npy: 7', 'a a/1.npy: 7'],
  ],
  [
    'many files of one clip in a zip',
    async () => {
      const inside = Array.from({ length: 44 }, (_, at) => ({ name: `${at % 2 ? 'b' : 'a'}/${at + 10}.npy`, bytes: array(3, 8, 8, 3) }));
      return [file('set.zip', await zip(inside))];
    },
    ['a set.zip/a/10.npy: 3', 'a set.zip/a/12.npy: 3'],
  ],
])('%s', async (_, files, first) => {
  const { clips, codes } = await list(await files());
  expect([clips.slice(0, 2), codes]).toEqual([first, []]);
});

it('is told from pictures', async () => {
  const clips = [file('x.npy', array(4, 5, 8, 8, 3)), file('y.npy', four)];
  await expect(list(clips, 'image')).rejects.toMatchObject({ code: 'other-modality', modality: 'video' });
  const pictures = [file('x.npy', array(4, 8, 8, 3)), file('y.npy', four)];
  expect((await list(pictures, 'image')).clips).toHaveLength(4);
  await expect(list(pictures)).rejects.toMatchObject({ code: 'other-modality', modality: 'image' });
});

it.each<[string, string, Record<string, Bytes>]>([
  ['axes in another order', 'npy-clip-shape', { x: array(4, 3, 5, 8, 8), y: four }],
  ['one frame', 'npy-one-frame', { x: array(4, 1, 8, 8, 3), y: four }],
  ['no clips', 'npz-no-clips', { x: array(4, 9) }],
  ['other labels', 'npy-counts', { x: array(4, 5, 8, 8, 3), y: labels(0, 1, 0) }],
])('refuses %s', async (_, code, arrays) => {
  await expect(list([await npz(arrays)])).rejects.toMatchObject({ code, message: expect.stringMatching(/clips/) });
});
