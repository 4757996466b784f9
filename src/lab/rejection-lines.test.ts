import { expect, test } from 'vitest';
import { rejectionLines } from './rejection-lines.ts';

test('one line for each reason, the most frequent first, with its first file and what to do', () => {
  const problem = (code: string, file: string) => ({ code, message: `${file} is bad.`, hint: 'Copy it again.' });
  expect(rejectionLines([problem('a', '1'), problem('b', '2'), problem('b', '3')])).toEqual([
    'data: 2 × b: 2 is bad. Copy it again.',
    'data: 1 × a: 1 is bad. Copy it again.',
  ]);
  expect(rejectionLines([])).toEqual([]);
});
