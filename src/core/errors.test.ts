/** @file A problem keeps all its parts when it becomes an error and a problem again, as at every border of a worker. */
import { expect, test } from 'vitest';
import { PlaygroundError, toProblem } from './errors.ts';

test('every part of a problem survives, and absent ones stay absent', () => {
  const whole = { code: 'c', message: 'm', hint: 'h', where: 'w', command: 'run FILE' };
  expect(toProblem(new PlaygroundError(whole))).toEqual(whole);
  const bare = { code: 'c', message: 'm', hint: 'h' };
  expect(Object.keys(toProblem(new PlaygroundError(bare)))).toEqual(Object.keys(bare));
  expect(toProblem(new Error('x'), 'code', 'hint')).toEqual({ code: 'code', message: 'x', hint: 'hint' });
});
