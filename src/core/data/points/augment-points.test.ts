/** @file Augmentations of points: distances scale, heights stay, shifts have the deviation asked for; seeded. */
import { expect, test } from 'vitest';
import { createRng } from '../../tensor/rng.ts';
import { augmentPoints, USUAL_AUGMENTATION } from './augment-points.ts';

const NONE = { scale: [1, 1], rotate: false, jitter: 0 } as const;
const rng = (seed = 1) => createRng(seed, 'augment');
const cloud = Float32Array.from(
  { length: 3 * 500 },
  (
    (numbers) => () =>
      numbers.normal() / 4
  )(rng(8)),
);
const point = (points: Float32Array, p: number) => [...points.subarray(3 * p, 3 * p + 3)] as [number, number, number];

test('none: a copy, and no number drawn', () => {
  const numbers = rng();
  const before = numbers.state();
  const copy = augmentPoints(cloud, NONE, numbers);
  expect(copy).toEqual(cloud);
  expect(copy).not.toBe(cloud);
  expect(numbers.state()).toEqual(before);
});

test('scale: one factor for all points, inside its range, over all of it', () => {
  const numbers = rng();
  const factors = Array.from({ length: 300 }, () => {
    const scaled = augmentPoints(cloud, { ...NONE, scale: [0.5, 2] }, numbers);
    const factor = scaled[0]! / cloud[0]!;
    scaled.forEach((value, at) => {
      if (Math.abs(value - factor * cloud[at]!) > 1e-6) throw new Error(`value ${at} is not scaled by ${factor}`);
    });
    return factor;
  });
  expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.5 - 1e-6);
  expect(Math.min(...factors)).toBeLessThan(0.55);
  expect(Math.max(...factors)).toBeGreaterThan(1.95);
  expect(Math.max(...factors)).toBeLessThanOrEqual(2 + 1e-6);
});

test('rotation: about y, all angles alike, no mirror', () => {
  const numbers = rng();
  const quarters = [0, 0, 0, 0];
  for (let i = 0; i < 4000; i++) {
    const [x, y, z] = point(augmentPoints(Float32Array.of(1, 0.5, 0, 0, 0, 1), { ...NONE, rotate: 'y' }, numbers), 0);
    expect(y).toBe(0.5);
    expect(x * x + z * z).toBeCloseTo(1, 6);
    quarters[Math.floor((Math.atan2(z, x) / Math.PI + 1) * 2) % 4]!++;
  }
  for (const count of quarters) expect(Math.abs(count - 1000)).toBeLessThan(140); // standard deviation 27
  const turned = augmentPoints(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), { ...NONE, rotate: 'y' }, numbers);
  const [a, b, c] = [point(turned, 0), point(turned, 1), point(turned, 2)];
  const determinant = a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
  expect(determinant).toBeCloseTo(1, 5);
});

test('rotation about z: heights along z stay, all angles, no mirror; with the numbers that a turn about y draws', () => {
  const turned = augmentPoints(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), { ...NONE, rotate: 'z' }, rng());
  const [a, b, c] = [point(turned, 0), point(turned, 1), point(turned, 2)];
  expect(c).toEqual([0, 0, 1]);
  expect([a[2], b[2]]).toEqual([0, 0]);
  expect(a[0] * b[1] - a[1] * b[0]).toBeCloseTo(1, 6);
  const about = augmentPoints(Float32Array.of(1, 0, 0), { ...NONE, rotate: 'y' }, rng());
  expect([a[0], a[1]]).toEqual([about[0], about[2]]);
  const numbers = rng();
  const angles = Array.from({ length: 400 }, () => {
    const [x, y] = augmentPoints(Float32Array.of(1, 0, 0.5), { ...NONE, rotate: 'z' }, numbers);
    return Math.atan2(y!, x!);
  });
  expect([Math.min(...angles) < -3, Math.max(...angles) > 3]).toEqual([true, true]);
});

test('jitter: its deviation, each coordinate apart, never beyond five of it', () => {
  const zeros = new Float32Array(3 * 20_000);
  const shifted = augmentPoints(zeros, { ...NONE, jitter: 0.01 }, rng());
  const deviation = Math.sqrt(shifted.reduce((sum, value) => sum + value * value, 0) / shifted.length);
  expect(deviation).toBeCloseTo(0.01, 4);
  expect(shifted.every((value) => Math.abs(value) <= 0.05 + 1e-9)).toBe(true);
  expect(new Set(shifted).size).toBeGreaterThan(50_000);
});

test('seeded', () => {
  expect(augmentPoints(cloud, USUAL_AUGMENTATION, rng(4))).toEqual(augmentPoints(cloud, USUAL_AUGMENTATION, rng(4)));
  expect(augmentPoints(cloud, USUAL_AUGMENTATION, rng(4))).not.toEqual(augmentPoints(cloud, USUAL_AUGMENTATION, rng(5)));
});
