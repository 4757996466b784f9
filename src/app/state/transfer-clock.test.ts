/** @file Time left of a download: from the newest seconds, nothing at first, nothing without a size. */
import { expect, test } from 'vitest';
import { createTransferClock } from './transfer-clock.ts';

test('speaks after a moment, follows the speed, and starts over with the file', () => {
  let now = 0;
  const msLeft = createTransferClock(() => now);
  const at = (ms: number, loaded: number, total: number | null = 1000) => {
    now = ms;
    return msLeft({ loaded, total });
  };
  expect(at(0, 0)).toBeNull();
  expect(at(1000, 100)).toBeNull();
  expect(at(2000, 200)).toBe(8000);
  expect(at(3000, 300, null)).toBeNull();
  // Stalled for long: what was fast before does not count.
  expect(at(20_000, 300)).toBeNull();
  expect(at(22_000, 310)).toBe(138_000);
  expect(at(23_000, 0)).toBeNull();
});
