/** @file What is not decoded where a limit asks for a few of each class: as many as are over, the same each time, drawn evenly. */
import { expect, test } from 'vitest';
import { beyondLimit } from './limit-samples.ts';

const drop = (className: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({ path: `${className}/${at}.png`, className }));

test('each class keeps the limit and a few spare ones; small classes keep all', () => {
  const left = beyondLimit([...drop('many', 100), ...drop('few', 46), ...drop('tiny', 2)], 40, 7);
  expect(left.filter((path) => path.startsWith('many/'))).toHaveLength(100 - 46);
  expect(left).toHaveLength(54);
  expect(new Set(left).size).toBe(54);
  // One and two a class count as three, as in the split.
  expect(beyondLimit(drop('many', 100), 1, 7)).toHaveLength(100 - 6);
});

test('the order of the files does not matter, the seed does, and other classes do not', () => {
  const many = drop('many', 100);
  const left = beyondLimit(many, 10, 7);
  expect(beyondLimit([...drop('more', 60), ...many.slice().reverse()], 10, 7).filter((path) => path.startsWith('many/'))).toEqual(left);
  expect(beyondLimit(many, 10, 8)).not.toEqual(left);
});

test('every sample has the same chance', () => {
  const times = new Map<string, number>();
  for (let seed = 0; seed < 600; seed++)
    for (const path of beyondLimit(drop('a', 16), 3, seed)) times.set(path, (times.get(path) ?? 0) + 1);
  // 10 of 16 are left over: 375 times each; five standard deviations are 59.
  expect(times.size).toBe(16);
  for (const count of times.values()) expect(Math.abs(count - 375)).toBeLessThan(59);
});
