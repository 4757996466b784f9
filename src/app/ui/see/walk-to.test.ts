/** @file Keys in one row, in several, and at the edges. */
import { expect, test } from 'vitest';
import { walkTo } from './walk-to.ts';

test('along one row all four arrows walk', () => {
  expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End'].map((key) => walkTo(key, 2, 6, 6))).toEqual([3, 1, 3, 1, 0, 5]);
});

test('in several rows up and down change the row', () => {
  expect(['ArrowDown', 'ArrowUp'].map((key) => walkTo(key, 4, 10, 4))).toEqual([8, 0]);
});

test('it stays at the edges, and other keys are not taken', () => {
  expect([walkTo('ArrowLeft', 0, 6, 6), walkTo('ArrowRight', 5, 6, 6), walkTo('ArrowDown', 7, 10, 4)]).toEqual([0, 5, 7]);
  expect(walkTo('Enter', 0, 6, 6)).toBeNull();
});
