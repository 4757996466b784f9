/** @file Records of points: centred, scaled, y up; what has no shape is refused. numpy's records are in `point-files.test.ts`. */
import { describe, expect, it, test } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { createRng } from '../../tensor/rng.ts';
import type { PointCloud } from './point-cloud.ts';
import { pointRecord, usualUpAxis } from './point-record.ts';

const cloudOf = (points: number[][], faces: Uint32Array | null = null): PointCloud => ({
  positions: Float32Array.from(points.flat()),
  faces,
  origin: [0, 0, 0],
  dropped: 0,
});
const record = (cloud: PointCloud, points = 64, up: 'y' | 'z' = 'y') =>
  pointRecord(cloud, up, { modality: 'point', points }, createRng(1, 'record'), 'a.ply');
const random = (count: number, scale = 1, shift = 0) => {
  const rng = createRng(2, 'cloud');
  return Array.from({ length: count }, () => [scale * rng.normal() + shift, scale * rng.normal(), scale * rng.normal()]);
};

describe('any size becomes the unit sphere', () => {
  it.each([1e-6, 1, 1e6, 1e15])('of about %d', (scale) => {
    const points = record(cloudOf(random(500, scale, scale)), 256);
    const radii = Array.from({ length: 256 }, (_, p) => Math.hypot(...points.subarray(3 * p, 3 * p + 3)));
    const mean = [0, 1, 2].map((axis) => points.reduce((sum, value, at) => (at % 3 === axis ? sum + value : sum), 0) / 256);
    expect(Math.max(...radii)).toBeCloseTo(1, 6);
    for (const value of mean) expect(Math.abs(value)).toBeLessThan(1e-6);
  });
});

test('z up is turned to y up, without a mirror', () => {
  const points = random(16).map(([x, y, z]) => [x!, y!, z! * 5]);
  const [asY, asZ] = [record(cloudOf(points), 16), record(cloudOf(points), 16, 'z')];
  const turned = Array.from({ length: 16 }, (_, p) => [asY[3 * p]!, asY[3 * p + 2]!, -asY[3 * p + 1]!]).flat();
  turned.forEach((value, at) => {
    expect(asZ[at]).toBeCloseTo(value, 6);
  });
  expect(['obj', 'stl', 'ply', 'off'].map((format) => usualUpAxis(format as 'obj'))).toEqual(['y', 'z', 'z', 'z']);
});

describe('no shape', () => {
  const line = Array.from({ length: 50 }, (_, i) => [i, 2 * i, -i]);
  const stray = [...random(255, 1e-1), [1000, 0, 0]];
  const face = Uint32Array.of(0, 1, 2);
  it.each<[string, string, PointCloud]>([
    ['two points', 'points-too-few', cloudOf(random(2))],
    ['15 points', 'points-too-few', cloudOf(random(15))],
    ['one place', 'points-constant', cloudOf(new Array(50).fill([3, 4, 5]))],
    ['one place but for rounding', 'points-constant', cloudOf(Array.from({ length: 50 }, (_, i) => [1e6 + (i % 2) / 16, 0, 0]))],
    [
      'a triangle of one place',
      'points-constant',
      cloudOf(
        [
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
        ],
        face,
      ),
    ],
    ['a line', 'points-line', cloudOf(line)],
    [
      'a triangle without area',
      'points-line',
      cloudOf(
        [
          [0, 0, 0],
          [1, 0, 0],
          [2, 0, 0],
        ],
        face,
      ),
    ],
    ['a stray point', 'points-outlier', cloudOf(stray)],
  ])('%s → %s', (_, code, cloud) => {
    const refused = () => record(cloud, 256);
    expect(refused).toThrow(PlaygroundError);
    expect(refused).toThrow(expect.objectContaining({ code, where: 'a.ply', message: expect.stringMatching(/^a\.ply .*\.$/) }));
  });

  it('a flat thing has one', () => {
    expect(
      record(
        cloudOf(
          [
            [0, 0, 0],
            [1, 0, 0],
            [0, 1, 0],
          ],
          face,
        ),
      ).length,
    ).toBe(192);
  });
});
