/** @file A silent decoder is given up; one that goes on piece by piece is not, however long it takes. */
import { expect, it } from 'vitest';
import { startWatch } from './silence-watch.ts';

const wait = (ms: number) => new Promise<number>((resolve) => setTimeout(() => resolve(ms), ms));

it('gives a promise that stays open up, within twice the limit', async () => {
  const watch = startWatch(50, () => new Error('late'));
  const before = performance.now();
  await expect(watch.over(new Promise(() => undefined))).rejects.toThrow('late');
  expect(performance.now() - before).toBeLessThan(1000);
  watch.stop();
});

it('lets work go on that gives signs, and passes values and errors through', async () => {
  const watch = startWatch(400, () => new Error('late'));
  for (let piece = 0; piece < 12; piece++) expect(await watch.over(wait(60))).toBe(60);
  await expect(watch.over(Promise.reject(new Error('own')))).rejects.toThrow('own');
  watch.stop();
});
