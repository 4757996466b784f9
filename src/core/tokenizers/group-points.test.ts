/**
 * @file Groups of points where the right answer is known by construction: far corners first, lower index on ties,
 * duplicates kept. That whole clouds are grouped as PyTorch groups them is tested with the published families.
 */
import { expect, test } from 'vitest';
import { createRng } from '../tensor/rng.ts';
import { farthestPoints, gatherGroups, groupIndices, nearestPoints } from './group-points.ts';

const cloud = (...points: number[][]) => Float32Array.from(points.flat());

test('centres start at point 0 and go to the farthest point, the lower index of two equal ones', () => {
  const points = cloud([0, 0, 0], [1, 0, 0], [0, 10, 0], [10, 0, 0], [0, 0, 0.5]);
  expect([...farthestPoints(points, 4)]).toEqual([0, 2, 3, 1]); // 2 and 3 are 10 away: 2 first; then 1 at distance 1
});

test('all points are chosen once, also where some are equal', () => {
  const points = cloud([1, 1, 1], [1, 1, 1], [2, 1, 1]);
  expect([...farthestPoints(points, 2)]).toEqual([0, 2]);
  expect([...nearestPoints(points, 0, 3)]).toEqual([0, 1, 2]);
  expect([...nearestPoints(points, 1, 2)]).toEqual([0, 1]); // equal distance 0: lower index first
});

test('nearest points equal those of a full sort', () => {
  const rng = createRng(4, 'points');
  const points = Float32Array.from({ length: 3 * 200 }, () => rng.normal());
  const distance = (p: number) => [0, 1, 2].reduce((sum, axis) => sum + (points[3 * p + axis]! - points[3 * 17 + axis]!) ** 2, 0);
  const sorted = Array.from({ length: 200 }, (_, i) => i).sort((a, b) => distance(a) - distance(b) || a - b);
  expect([...nearestPoints(points, 17, 32)]).toEqual(sorted.slice(0, 32));
});

test('a group holds its centre, then neighbours relative to it', () => {
  const points = cloud([5, 0, 0], [6, 0, 0], [5, 2, 0], [-5, 0, 0]);
  const groups = new Float32Array(2 * 3 * 3);
  gatherGroups(points, groupIndices(points, 2, 2), 2, groups);
  expect([...groups]).toEqual([5, 0, 0, 0, 0, 0, 1, 0, 0, -5, 0, 0, 0, 0, 0, 10, 0, 0]);
});
