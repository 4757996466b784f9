/**
 * @file Stacks of point clouds as NumPy saves them, `.npy` and `.npz`, split into clouds with their classes, decoded to records; told from
 * pictures; refused in words that speak of clouds. The arrays are written by npyjs.
 */
import { describe, expect, it } from 'vitest';
import type { Modality } from '../../../config/run-config.ts';
import { createRng } from '../../tensor/rng.ts';
import { pointDecoder } from '../decode/decode-points.ts';
import { writeNpy } from '../formats/npy.ts';
import { type Bytes, join, u16le, zip } from '../formats/test-fixtures.ts';
import { type Listing, listDrop } from '../list-drop.ts';
import { readPoints } from '../points/read-points.ts';
import { openNpyFiles, openNpz } from './open-npy.ts';
import { codeOf } from './test-containers.ts';

const floats = (shape: number[], valueAt: (at: number) => number = normal()): Bytes => {
  const data = Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, at) => valueAt(at));
  return new Uint8Array(writeNpy({ shape, data }));
};
function normal() {
  const rng = createRng(3, 'clouds');
  return () => rng.normal();
}
/** Values between 0 and 1. */
const positive = (at: number) => ((at * 7919) % 1000) / 1000;
const raw = (descr: string, shape: string, bytes: number, order = 'False', value = 7): Bytes => {
  const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`.padEnd(117);
  return join('\x93NUMPY\x01\x00', u16le(118), header, '\n', new Uint8Array(bytes).fill(value));
};
const named = (path: string, bytes: Bytes) => ({ path, file: new Blob([bytes]) });
const npz = async (arrays: Record<string, Bytes>, path = 'set.npz') =>
  named(path, await zip(Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes }))));
const labels = (...values: number[]) => floats([values.length], (at) => values[at]!);
const six = labels(0, 1, 0, 1, 0, 1);

async function list(files: { path: string; file: Blob }[], modality: Modality = 'point') {
  const codes: string[] = [];
  const listing: Listing | { code: string; message: string; modality?: Modality } = await listDrop(files, {
    modality,
    onRejected: ({ code }) => codes.push(code),
  }).catch((error) => error);
  if (!('candidates' in listing)) return { failure: listing, codes };
  const classes = listing.classNames.map((name) => `${name} ${listing.candidates.filter(({ className }) => className === name).length}`);
  return { classes: classes.join(', '), candidates: listing.candidates, codes, failure: undefined };
}

describe('stacks of point clouds', () => {
  it('an .npz of points and labels becomes clouds with classes, each with its own points', async () => {
    const points = floats([6, 32, 3]);
    const { classes, candidates, codes } = await list([await npz({ points, labels: six })]);
    expect([classes, codes]).toEqual(['0 3, 1 3', []]);
    const values = new Float32Array(points.buffer, points.length - 4 * 6 * 32 * 3);
    const third = candidates![2]!;
    expect([third.path, third.kind]).toEqual(['set.npz/points.npy/2', 'file']);
    const { positions, origin } = readPoints(third.kind === 'file' ? await third.read() : join(), third.path);
    const back = positions.map((value, at) => value + origin[at % 3]!);
    expect(back.every((value, at) => Math.abs(value - values[2 * 96 + at]!) < 1e-6)).toBe(true);
    const { values: record, facts } = await pointDecoder({ modality: 'point', points: 64 })(third, 1000);
    expect([record.length, facts]).toMatchObject([192, { modality: 'point', points: 32, format: 'npy-points' }]);
  });

  it.each<[string, () => Promise<{ path: string; file: Blob }[]>, string]>([
    ['loose files', async () => [named('x_train.npy', floats([6, 20, 6])), named('y_train.npy', six)], '0 3, 1 3'],
    ['point_clouds and labels', async () => [await npz({ train_point_clouds: floats([6, 20, 3]), train_labels: six })], '0 3, 1 3'],
    ['unnamed arrays', async () => [await npz({ arr_0: floats([6, 20, 4]), arr_1: six })], '0 3, 1 3'],
    [
      'files in a zip',
      async () => [
        named(
          'a.zip',
          await zip([
            { name: 'X.npy', bytes: floats([6, 20, 3]) },
            { name: 'Y.npy', bytes: six },
          ]),
        ),
      ],
      '0 3, 1 3',
    ],
    [
      'an .npz in a zip',
      async () => [
        named(
          'a.zip',
          await zip([
            { name: 'd/set.npz', bytes: new Uint8Array(await (await npz({ x: floats([6, 20, 3]), y: six })).file.arrayBuffer()) },
          ]),
        ),
      ],
      '0 3, 1 3',
    ],
    [
      'one stack a class',
      async () => [named('set/chair.npy', floats([3, 20, 3])), named('set/table.npy', floats([4, 20, 3]))],
      'chair 3, table 4',
    ],
    [
      'one stack a folder',
      async () => [named('chair/1.npy', floats([3, 20, 3])), named('table/1.npy', floats([4, 20, 3]))],
      'chair 3, table 4',
    ],
    ['organised clouds of a depth camera', async () => [await npz({ x: floats([6, 8, 8, 3]), y: six })], '0 3, 1 3'],
    [
      'normals and colours beside',
      async () => [await npz({ points: floats([6, 20, 3]), normals: floats([6, 20, 3]), rgb: floats([6, 20, 3]), y: six })],
      '0 3, 1 3',
    ],
    ['bytes, where points were chosen', async () => [await npz({ x: raw('|u1', '6, 20, 3', 360), y: six })], '0 3, 1 3'],
    [
      'single clouds of .npz files',
      async () =>
        ['a/1', 'a/2', 'b/1'].reduce(
          async (all, path) => [...(await all), await npz({ points: floats([20, 3]), normals: floats([20, 3]) }, `${path}.npz`)],
          Promise.resolve<{ path: string; file: Blob }[]>([]),
        ),
      'a 2, b 1',
    ],
    ['single clouds as before', async () => ['a/1', 'a/2', 'b/1'].map((path) => named(`${path}.npy`, floats([20, 3]))), 'a 2, b 1'],
  ])('%s', async (_, files, wanted) => {
    const { classes, failure } = await list(await files());
    expect([classes, failure]).toEqual([wanted, undefined]);
  });

  it('without labels they have one class, and a word on it that speaks of clouds', async () => {
    const { rejected } = await openNpyFiles([named('scan.npy', floats([3, 20, 3]))], 'point');
    expect(rejected).toMatchObject([{ code: 'npy-no-labels', message: expect.stringMatching(/so its point clouds have no class/) }]);
    expect(JSON.stringify(rejected)).not.toMatch(/picture|image/);
  });

  it.each<[Modality, string, Bytes, Modality | string]>([
    ['image', 'bytes', raw('|u1', '6, 20, 20', 2400), 'image'],
    ['image', 'bytes in colour', raw('|u1', '6, 20, 20, 3', 7200), 'image'],
    ['image', 'floats from 0 to 1 of 6 columns', floats([6, 20, 6], positive), 'image'],
    ['image', 'floats below 0 of 6 columns', floats([6, 20, 6]), 'point'],
    ['image', 'floats below 0 of 3 columns', floats([6, 20, 3]), 'point'],
    ['image', 'floats below 0 in colour', floats([6, 20, 20, 3]), 'npy-range'],
    ['image', 'one picture of bytes', raw('|u1', '20, 20, 3', 1200), 'npy-one-picture'],
    ['point', 'floats from 0 to 1 of 6 columns', floats([6, 20, 6], positive), 'point'],
    ['point', 'floats from 0 to 1 in colour', floats([6, 20, 20, 3], positive), 'image'],
    ['point', 'bytes in colour', raw('|u1', '6, 20, 20, 3', 7200), 'image'],
    ['point', 'digits of 8 × 8', floats([6, 8, 8], positive), 'image'],
    ['point', 'digits of 28 × 28', raw('|u1', '6, 28, 28', 4704), 'image'],
    ['audio', 'floats below 0', floats([6, 20, 3]), 'point'],
  ])('where %s is wanted, %s → %s', async (wanted, _, bytes, found) => {
    const { candidates, failure } = await list([named('x.npy', bytes), named('y.npy', six)], wanted);
    if (found === wanted) expect(candidates).toHaveLength(6);
    else if (/-/.test(found))
      expect(failure?.message, failure?.code).toMatch(found === 'npy-range' ? /floats from/ : /one picture, or clouds/);
    else expect(failure).toMatchObject({ code: 'other-modality', modality: found });
  });
});

describe('bad stacks of point clouds', () => {
  const good = floats([6, 20, 3]);
  it.each<[string, string, Record<string, Bytes>]>([
    ['cut', 'npy-size', { x: good.slice(0, -1), y: six }],
    ['cut in the header', 'npy-cut', { x: good.slice(0, 40), y: six }],
    ['too long', 'npy-size', { x: join(good, [0]), y: six }],
    ['no clouds', 'npy-nothing', { x: raw('<f4', '0, 20, 3', 0), y: six }],
    ['clouds without points', 'npy-nothing', { x: raw('<f4', '6, 0, 3', 0), y: six }],
    ['clouds of 15 points', 'npy-few-points', { x: floats([6, 15, 3]), y: six }],
    ['axes in another order', 'npy-few-points', { x: floats([20, 6, 3]), y: six }],
    ['200,001 clouds', 'npy-too-many', { x: raw('|i1', '200001, 16, 3', 200_001 * 48), y: six }],
    ['labels of another length', 'npy-counts', { x: good, y: labels(0, 1, 0, 1, 0) }],
    ['labels with fractions', 'npy-labels-values', { x: good, y: labels(0, 1, 0.5, 1, 0, 1) }],
    ['labels for each point', 'npy-labels-values', { x: good, y: floats([6, 20], positive) }],
    ['column order', 'npy-fortran', { x: raw('<f4', '6, 20, 3', 1440, 'True'), y: six }],
    ['complex numbers', 'npy-dtype', { x: raw('<c8', '6, 20, 3', 2880), y: six }],
    ['Python objects', 'npy-objects', { x: raw('|O', '6', 48), y: six }],
    ['two columns', 'npz-no-clouds', { x: floats([6, 3, 2]).slice(), y: six }],
    ['one cloud of two columns', 'npz-no-clouds', { x: floats([20, 2]) }],
    ['several single clouds', 'npz-no-clouds', { a: floats([20, 3]), b: floats([20, 3]) }],
    ['words', 'npz-no-clouds', { x: raw('<U4', '6, 20, 3', 5760) }],
  ])('%s → %s', async (_, code, arrays) => {
    const file = await npz(arrays);
    const found: { code: string; message: string; hint: string }[] = [];
    const thrown = await codeOf(async () => {
      const { entries, rejected } = await openNpz(file, 'point');
      expect(entries).toEqual([]);
      found.push(...rejected);
    });
    expect(thrown === 'none' ? found.map((one) => one.code) : [thrown]).toContain(code);
    for (const { message, hint } of found) expect(`${message} ${hint}`).not.toMatch(/picture|image/i);
  });

  it('points that are not finite are left out of their cloud only, and a cloud of nothing else is refused', async () => {
    const values = normal();
    const bytes = floats([6, 20, 3], (at) => (at === 0 || at >= 300 ? Number.NaN : values()));
    const { candidates } = await list([await npz({ x: bytes, y: six })]);
    const decode = pointDecoder({ modality: 'point', points: 16 });
    expect((await decode(candidates![0]!, 1000)).facts).toMatchObject({ points: 19, dropped: 1 });
    expect((await decode(candidates![1]!, 1000)).facts).toMatchObject({ points: 20, dropped: 0 });
    expect(await codeOf(() => decode(candidates![5]!, 1000))).toBe('npy-points-not-finite');
  });

  it('a loose stack in column order says what to do', async () => {
    const { candidates } = await list([named('a/x.npy', raw('<f4', '6, 20, 3', 1440, 'True')), named('b/y.npy', floats([20, 3]))]);
    await expect(pointDecoder({ modality: 'point', points: 16 })(candidates![0]!, 1000)).rejects.toMatchObject({
      code: 'npy-points-shape',
      message:
        'a/x.npy has the shape (6, 20, 3), where (points, 3) is expected for one cloud, or (clouds, points, 3) in row order for many.',
      hint: expect.stringContaining('numpy.ascontiguousarray'),
    });
  });
});
