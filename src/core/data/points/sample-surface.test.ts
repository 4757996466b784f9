/**
 * @file Points drawn from a surface against what numpy and scipy say of evenly drawn points (test/fixtures/points/planes.json:
 * each triangle in a plane of its own, two without area), and the rule for clouds of other sizes.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../tensor/rng.ts';
import { samplePoints } from './sample-surface.ts';

const planes: {
  corners: number[][];
  share: number[];
  mean: number[];
  covariance: number[][];
  chi_square: { bound: number };
} = JSON.parse(readFileSync('test/fixtures/points/planes.json', 'utf8'));
const surface = {
  positions: Float32Array.from(planes.corners.flat()),
  faces: Uint32Array.from(planes.corners.keys()),
};
const COUNT = 200_000;
const rows = (points: Float32Array) => Array.from({ length: points.length / 3 }, (_, p) => [...points.subarray(3 * p, 3 * p + 3)]);

describe('a surface', () => {
  const drawn = samplePoints(surface, COUNT, createRng(3, 'surface'));

  test('each triangle gets its share by area, one without area nothing', () => {
    const counts = planes.share.map(() => 0);
    for (let at = 2; at < drawn.length; at += 3) counts[Math.round(drawn[at]!)]!++;
    expect([counts[4], counts[11]]).toEqual([0, 0]);
    const chiSquare = planes.share.reduce(
      (sum, share, i) => (share === 0 ? sum : sum + (counts[i]! - share * COUNT) ** 2 / (share * COUNT)),
      0,
    );
    expect(chiSquare).toBeLessThan(planes.chi_square.bound);
  });

  test('points are even inside: mean and covariance', () => {
    const mean = [0, 1, 2].map((axis) => drawn.reduce((sum, value, at) => (at % 3 === axis ? sum + value : sum), 0) / COUNT);
    mean.forEach((value, axis) => {
      const error = Math.sqrt(planes.covariance[axis]![axis]! / COUNT);
      expect(Math.abs(value - planes.mean[axis]!)).toBeLessThan(5 * error);
    });
    for (const [a, row] of planes.covariance.entries())
      for (const [b, expected] of row.entries()) {
        let sum = 0;
        for (let at = 0; at < drawn.length; at += 3) sum += (drawn[at + a]! - mean[a]!) * (drawn[at + b]! - mean[b]!);
        const scale = Math.sqrt(planes.covariance[a]![a]! * planes.covariance[b]![b]!);
        expect(Math.abs(sum / COUNT - expected) / scale).toBeLessThan(0.01);
      }
  });

  test('seeded: the same again, another with another seed', () => {
    const draw = (seed: number) => samplePoints(surface, 50, createRng(seed, 'surface'));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test('one of no area at all counts as a cloud of its corners', () => {
    const flat = { positions: Float32Array.of(0, 0, 0, 1, 0, 0, 2, 0, 0), faces: Uint32Array.of(0, 1, 2) };
    const xs = rows(samplePoints(flat, 6, createRng(1, 'flat'))).map(([x]) => x);
    expect(xs.toSorted()).toEqual([0, 0, 1, 1, 2, 2]);
  });
});

describe('a cloud of V points → P', () => {
  const cloud = (total: number) => ({ positions: Float32Array.from({ length: 3 * total }, (_, at) => at), faces: null });
  const timesChosen = (total: number, count: number) => {
    const times = new Array<number>(total).fill(0);
    for (const [x, y, z] of rows(samplePoints(cloud(total), count, createRng(5, 'cloud')))) {
      expect([y, z]).toEqual([x! + 1, x! + 2]);
      times[x! / 3]!++;
    }
    return times;
  };

  test('V ≥ P: different points', () => {
    expect(Math.max(...timesChosen(5000, 1024))).toBe(1);
    expect(timesChosen(1024, 1024)).toEqual(new Array(1024).fill(1));
  });

  test('V < P: each as often as any other, or once more', () => {
    const times = timesChosen(300, 1024);
    expect(times.filter((count) => count === 3).length).toBe(300 - 124);
    expect(times.filter((count) => count === 4).length).toBe(124);
  });

  test('every point has the same chance', () => {
    const times = new Array<number>(20).fill(0);
    const rng = createRng(9, 'chance');
    for (let i = 0; i < 4000; i++) for (const [x] of rows(samplePoints(cloud(20), 5, rng))) times[x! / 3]!++;
    // 4,000 draws with chance 1/4 each: standard deviation 27.
    for (const count of times) expect(Math.abs(count - 1000)).toBeLessThan(140);
  });
});
