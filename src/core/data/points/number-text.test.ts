/** @file Numbers from text: bit for bit what the language's own `Number` gives, and nothing that is not whole. */
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { numberText } from './number-text.ts';

const read = (text: string) => {
  const bytes = new TextEncoder().encode(`x${text}y`);
  return numberText(bytes, 1, bytes.length - 1);
};

test('any double, however it is written, comes back exactly', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 20 }), (value, digits) => {
      for (const text of [`${value}`, value.toExponential(digits), ...(Math.abs(value) < 1e20 ? [value.toFixed(digits)] : [])])
        expect([text, read(text)]).toEqual([text, Number(text)]);
    }),
    { seed: 7, numRuns: 5000 },
  );
});

it.each(['1', '+1', '-0', '.5', '5.', '-.5e-3', '1E5', '000012', '1e400', '-1e-400', '123456789012345678901234567890'])('%s', (text) => {
  expect(read(text)).toBe(Number(text));
});

it.each(['nan', 'NaN', '-nan', 'inf', '-Infinity', '+INF', '-nan(ind)', '1.#QNAN', '-1.#IND', '1.#INF00'])('%s is no number', (text) => {
  expect(read(text)).toBeNaN();
});

it.each(['', '.', '-', 'e5', '1e', '1e+', '1.2.3', '1x', '0x10', '1,5', '1_000', '--1', '1e5.5', 'nanny', '1\u0000', '٣'])(
  '“%s” is refused',
  (text) => {
    expect(read(text)).toBeUndefined();
  },
);
