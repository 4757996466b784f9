/**
 * @file Whole files of points: those that numpy, trimesh, plyfile and pypcd4 wrote, those of other parsers' test suites with
 * their verdicts, and real models where they lie beside the repository; three's loaders read the same points.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OBJLoader } from 'three/examples/jsm/loaders/OBJLoader.js';
import { PCDLoader } from 'three/examples/jsm/loaders/PCDLoader.js';
import { PLYLoader } from 'three/examples/jsm/loaders/PLYLoader.js';
import { STLLoader } from 'three/examples/jsm/loaders/STLLoader.js';
import { describe, expect, it, test } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { createRng } from '../../tensor/rng.ts';
import { openArchive } from '../formats/zip-archive.ts';
import { pointRecord, usualUpAxis } from './point-record.ts';
import { readPoints } from './read-points.ts';

const FIXTURES = 'test/fixtures/points';
const DATA = process.env.ODD_FILES ? join(process.env.ODD_FILES, '..') : '../shared/data';
const FORM = { modality: 'point', points: 1024 } as const;
const bytesOf = (...path: string[]) => new Uint8Array(readFileSync(join(...path)));
const json = (name: string) => JSON.parse(readFileSync(join(FIXTURES, name), 'utf8'));

/** Points in the file's coordinates, [V][3]. */
function pointsOf({ positions, origin }: { positions: Float32Array; origin: readonly number[] }): number[][] {
  return Array.from({ length: positions.length / 3 }, (_, p) => [0, 1, 2].map((axis) => positions[3 * p + axis]! + origin[axis]!));
}

function largestDifference(a: readonly number[][], b: readonly number[][]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((point, p) => Math.max(...point.map((value, axis) => Math.abs(value - b[p]![axis]!)))));
}

describe('files that other programs wrote', () => {
  const shape: { points: number[][]; faces: number[][]; area: number } = json('shape.json');
  const cloud: { points: number[][]; record: number[][] } = json('cloud.json');

  it.each(['shape.ply', 'shape-ascii.ply', 'shape.off', 'shape.obj'])('%s holds the points and triangles that trimesh put in', (name) => {
    const read = readPoints(bytesOf(FIXTURES, name), name);
    expect(largestDifference(pointsOf(read), shape.points)).toBeLessThan(1e-6);
    expect([...read.faces!]).toEqual(shape.faces.flat());
  });

  it.each(['shape.stl', 'shape-ascii.stl'])('%s holds the corners of each triangle', (name) => {
    const corners = shape.faces.flat().map((corner) => shape.points[corner]!);
    expect(largestDifference(pointsOf(readPoints(bytesOf(FIXTURES, name), name)), corners)).toBeLessThan(1e-6);
  });

  it.each([
    'cloud-ascii.pcd',
    'cloud-binary.pcd',
    'cloud-binary_compressed.pcd',
    'cloud-be.ply',
    'cloud.npy',
    'cloud-columns.npy',
    'cloud.xyz',
    'cloud.csv',
  ])('%s keeps a millimetre at map coordinates', (name) => {
    const read = readPoints(bytesOf(FIXTURES, name), name);
    expect(read.faces).toBeNull();
    expect(largestDifference(pointsOf(read), cloud.points)).toBeLessThan(2e-6);
    const record = pointRecord(read, 'y', { modality: 'point', points: cloud.points.length }, createRng(1, name), name);
    const byX = (a: number[], b: number[]) => a[0]! - b[0]!;
    const points = pointsOf({ positions: record, origin: [0, 0, 0] }).sort(byX); // all points once, in another order
    expect(largestDifference(points, cloud.record.toSorted(byX))).toBeLessThan(1e-6);
  });
});

describe("three's loaders find the same points", () => {
  const buffer = (name: string) => bytesOf(FIXTURES, name).buffer;
  const ours = (name: string) => readPoints(bytesOf(FIXTURES, name), name);
  const theirs = (array: ArrayLike<number>) =>
    Array.from({ length: array.length / 3 }, (_, p) => [0, 1, 2].map((axis) => array[3 * p + axis]!));

  test('PLY and STL', () => {
    for (const name of ['shape.ply', 'shape-ascii.ply', 'shape.stl', 'shape-ascii.stl']) {
      const geometry = name.endsWith('ply') ? new PLYLoader().parse(buffer(name)) : new STLLoader().parse(buffer(name));
      expect(largestDifference(pointsOf(ours(name)), theirs(geometry.getAttribute('position').array))).toBeLessThan(1e-6);
    }
  });

  test('PCD, to float32 at map coordinates', () => {
    for (const name of ['cloud-ascii.pcd', 'cloud-binary.pcd', 'cloud-binary_compressed.pcd']) {
      const points = new PCDLoader().parse(buffer(name)).geometry.getAttribute('position').array;
      expect(largestDifference(pointsOf(ours(name)), theirs(points))).toBeLessThan(0.26); // float32 counts 5,412,346 in halves
    }
  });

  test('OBJ, corner by corner', () => {
    const { faces, ...read } = ours('shape.obj');
    const mesh = new OBJLoader().parse(new TextDecoder().decode(buffer('shape.obj'))).children[0] as unknown as {
      geometry: { getAttribute(name: string): { array: ArrayLike<number> } };
    };
    const points = pointsOf(read);
    const corners = [...faces!].map((corner) => points[corner]!);
    expect(largestDifference(corners, theirs(mesh.geometry.getAttribute('position').array))).toBeLessThan(1e-6);
  });
});

test.each([
  'x,y,z',
  '"Points:0","Points:1","Points:2"', // ParaView
  'Points_0;Points_1;Points_2',
  'coord[0]\tcoord[1]\tcoord[2]',
  'x_m,y_m,z_m',
  'X [m],Y [m],Z [m]',
  'X [m] Y [m] Z [m]',
  'X(mm);Y(mm);Z(mm)',
  'x coordinate (metres),y coordinate (metres),z coordinate (metres)',
  'Easting,Northing,Elevation',
])('columns are found by “%s”', (header) => {
  const mark = /[,;\t]/.exec(header)?.[0] ?? ' ';
  const rows = [0, 1, 2, 3].map((at) => [7, at, 10 * at, 100 * at + 0.5].join(mark));
  const text = [`scalar${mark}${header}`, ...rows].join('\n');
  const read = readPoints(new TextEncoder().encode(text), 'cloud.csv');
  expect(pointsOf(read)).toEqual([0, 1, 2, 3].map((at) => [at, 10 * at, 100 * at + 0.5]));
});

test.each(['a,b,c', 'Velocity:0,Velocity:1,Velocity:2', 'xmin,ymin,zmin', 'Points:0,Points:1,Points:3'])('“%s” names no axes', (header) => {
  const read = () => readPoints(new TextEncoder().encode(`${header}\n1,2,3\n4,5,6\n`), 'cloud.csv');
  expect(read).toThrowError(
    expect.objectContaining({ code: 'table-axes', message: expect.stringContaining('columns without x, y and z') }),
  );
});

/** `ok V F`, or the code of the refusal; anything but a whole result or a whole reason fails. */
function verdict(bytes: Uint8Array, name: string): string {
  try {
    const { positions, faces, dropped } = readPoints(bytes, name);
    expect([name, positions.every(Number.isFinite), !faces || faces.every((corner) => corner < positions.length / 3)]).toEqual([
      name,
      true,
      true,
    ]);
    return `ok ${positions.length / 3 + dropped} ${(faces?.length ?? 0) / 3}`;
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw new Error(`${name} threw ${error}`);
    expect([name, error.message.startsWith(name) && error.message.endsWith('.') && error.hint.endsWith('.')]).toEqual([name, true]);
    return error.code;
  }
}

describe.skipIf(!existsSync(join(DATA, 'odd')))("other parsers' test files", () => {
  const suite = (name: string) => join(DATA, 'odd', name);

  test('pc-generated: every file gets its verdict', () => {
    const expected: Record<string, string> = JSON.parse(readFileSync(join(suite('pc-generated'), 'expected.json'), 'utf8'));
    const codes: Record<string, string> = {
      'no_z.ply': 'ply-columns',
      'count_too_large.ply': 'ply-cut',
      'count_too_large_binary.ply': 'ply-cut',
      'zero_vertices.ply': 'ply-none',
      'off_bad_index.off': 'off-face-index',
      'xyz_chem_header.xyz': 'table-columns', // “accept or reject clearly”: a molecule
      'utf16.xyz': 'points-utf16',
      'binary_garbage.ply': 'ply-magic',
    };
    for (const [name, words] of Object.entries(expected)) {
      const found = verdict(bytesOf(suite('pc-generated'), name), name);
      expect([name, words, found]).toEqual([name, words, codes[name] ?? expect.stringMatching(/^ok /)]);
    }
  });

  it.each(['mesh-assimp', 'mesh-draco', 'mesh-plyfile', 'mesh-trimesh', 'mesh-vtk'])('%s: read, or refused with a reason', (name) => {
    const refused: Record<string, string> = {};
    for (const file of readdirSync(suite(name))) {
      const found = verdict(bytesOf(suite(name), file), file);
      if (!found.startsWith('ok ')) refused[file] = found;
    }
    expect(refused).toEqual(REFUSED[name] ?? {});
  });

  test('points and triangles that are known', () => {
    for (const [path, found] of [
      ['mesh-trimesh/bunny.ply', 'ok 8171 16301'],
      ['mesh-trimesh/unit_cube.STL', 'ok 36 12'],
      ['mesh-draco/sphere.obj', 'ok 114 224'],
      ['mesh-assimp/PLY__cube_binary_starts_with_nl.ply', 'ok 8 12'],
      ['mesh-trimesh/points_cloudcompare.xyz', 'ok 101 0'],
    ] as const)
      expect([path, verdict(bytesOf(suite(path)), path)]).toEqual([path, found]);
  });
});

const REFUSED: Record<string, Record<string, string>> = {
  'mesh-assimp': {
    'OBJ__box_UTF16BE.obj': 'points-utf16',
    'OBJ__number_formats.obj': 'obj-number', // 3.1+e2
    'OFF__invalid.off': 'off-face',
    'PLY__issue623.ply': 'ply-row', // a list that no line has
    'invalid__OutOfMemory.off': 'off-cut',
    'invalid__crash-30d6d0f7c529b3b66b4131700b7a4580cd7082df.ply': 'ply-cut',
    'invalid__empty.obj': 'file-empty',
    'invalid__empty.off': 'file-empty',
    'invalid__empty.ply': 'file-empty',
    'invalid__malformed.obj': 'obj-face-index',
    'invalid__malformed2.obj': 'obj-face',
  },
  'mesh-draco': { 'inf_nan.obj': 'obj-not-finite' },
  'mesh-trimesh': {
    'empty.obj': 'obj-none',
    'empty.ply': 'ply-none',
    'empty.stl': 'stl-none',
    'fuze_ascii.ply': 'ply-row', // its faces have colours that its header does not
    'obj_empty.obj': 'obj-none',
    'ply_empty_ascii.ply': 'ply-none',
    'ply_empty_bin.ply': 'ply-none',
    'ply_empty_header.ply': 'ply-header',
    'points_emptyascii.ply': 'ply-extra', // 13 points, 12 counted
    'stl_empty_ascii.stl': 'stl-none',
    'stl_empty_bin.stl': 'stl-none',
  },
};

describe.skipIf(!existsSync(join(DATA, 'points')))('real models', () => {
  it.each(['kaykit-objects.zip', 'odedstein-meshes.zip'])('%s: every OBJ becomes a record', async (name) => {
    const { entries } = await openArchive(new Blob([bytesOf(DATA, 'points', name)]), name);
    let count = 0;
    for (const { path, read } of entries.filter((entry) => entry.path.endsWith('.obj'))) {
      const cloud = readPoints(await read(), path);
      expect([path, cloud.faces !== null]).toEqual([path, true]);
      const record = pointRecord(cloud, usualUpAxis(cloud.format), FORM, createRng(1, path), path);
      let largest = 0;
      for (let at = 0; at < record.length; at += 3) largest = Math.max(largest, Math.hypot(...record.subarray(at, at + 3)));
      expect([path, record.length, Math.abs(largest - 1) < 1e-6]).toEqual([path, 3072, true]);
      count++;
    }
    expect(count).toBeGreaterThan(20);
  });
});
