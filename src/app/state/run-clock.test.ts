/** @file The clock leaves pauses out and says nothing before ten steps, or one slow one. */
import { expect, test } from 'vitest';
import { createRunClock } from './run-clock.ts';

test('pauses do not count', () => {
  const clock = createRunClock();
  clock.go(1000);
  clock.halt(3000);
  clock.go(10_000);
  expect(clock.elapsedMs(10_500)).toBe(2500);
  clock.go(10_700); // going already
  clock.halt(11_000);
  clock.halt(12_000); // halted already
  expect(clock.elapsedMs(99_000)).toBe(3000);
});

test('time left comes from the median of the last twenty steps', () => {
  const clock = createRunClock();
  clock.addSteps([900, 100, 100, 100, 100, 100, 100, 100, 100]);
  expect(clock.remainingMs(50)).toBeNull();
  clock.addSteps([100]);
  expect(clock.remainingMs(50)).toBe(5000);
  clock.addSteps(Array.from({ length: 20 }, () => 40));
  expect(clock.remainingMs(50)).toBe(2000);
  expect(clock.remainingMs(-1)).toBe(0);
});

test('one step of more than two seconds is enough, and counts no more when there are others', () => {
  const clock = createRunClock();
  expect(clock.remainingMs(42)).toBeNull();
  clock.addSteps([100_000]);
  expect(clock.remainingMs(42)).toBe(4_200_000);
  clock.addSteps([30_000]);
  expect(clock.remainingMs(10)).toBe(300_000);
  clock.addSteps([20_000]);
  expect(clock.remainingMs(10)).toBe(250_000);
});

test('the running time of a step leaves pauses out', () => {
  const clock = createRunClock();
  clock.go(1000);
  clock.mark(1000);
  expect(clock.sinceMarkMs(4000)).toBe(3000);
  clock.halt(5000);
  clock.go(9000);
  expect(clock.sinceMarkMs(9500)).toBe(4500);
  clock.mark(9500);
  expect(clock.sinceMarkMs(9600)).toBe(100);
});
