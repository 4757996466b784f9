/** @file A picture that is late beside others gets a second, longer turn alone. */
import { afterEach, expect, test, vi } from 'vitest';
import type { Problem } from '../errors.ts';
import { inLanes } from './in-lanes.ts';
import { LIMITS } from './limits.ts';

const slow: Problem = { code: 'picture-slow', message: 'm', hint: 'h' };

afterEach(() => {
  vi.useRealTimers();
});

/** Pictures named by the ms that their decoding takes, three lanes. */
async function decode(items: number[]) {
  vi.useFakeTimers();
  const turns: [item: number, limitMs: number][] = [];
  const done = new Map<number, { item: number } | Problem>();
  let working = 0;
  let signs = 0;
  const running = inLanes<number, { item: number }>(items, 3, {
    async parse(item, limitMs) {
      turns.push([item, limitMs]);
      working++;
      if (limitMs === LIMITS.decodeAloneMs) expect(working).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, Math.min(item, limitMs)));
      working--;
      return item <= limitMs ? { item } : slow;
    },
    onReading: () => {
      signs++;
    },
    onDone: (item, outcome) => done.set(item, outcome),
  });
  await vi.runAllTimersAsync();
  await running;
  return { turns, done, signs };
}

test('late pictures are tried again alone, and used', async () => {
  const items = [10, 5000, 20, 6000, 30];
  const { turns, done } = await decode(items);
  expect([...done.values()]).toHaveLength(5);
  for (const item of items) expect(done.get(item)).toEqual({ item });
  expect(turns.slice(5)).toEqual([
    [5000, LIMITS.decodeAloneMs],
    [6000, LIMITS.decodeAloneMs],
  ]);
});

test('a picture that is too slow alone is left out; meanwhile there are signs of life', async () => {
  const { done, signs } = await decode([LIMITS.decodeAloneMs + 1]);
  expect([...done.values()]).toEqual([slow]);
  expect(signs).toBeGreaterThan(LIMITS.decodeAloneMs / LIMITS.silenceMs);
});
