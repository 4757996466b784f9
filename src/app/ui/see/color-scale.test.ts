/** @file OKLab against published values; the scale of both themes grows away from its paper. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { colorTable, heatTable, parseRgb, type Rgb, TABLE_SIZE, toOklab } from './color-scale.ts';

const tokens = readFileSync(new URL('../../styles/tokens.css', import.meta.url), 'utf8');
const hex = (text: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Rgb;

function stopsOf(theme: 0 | 1): Rgb[] {
  return Array.from({ length: 5 }, (_, stop) => {
    const [, light = '', dark = ''] = new RegExp(`--heat-${stop}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens) ?? [];
    return hex([light, dark][theme] ?? '');
  });
}

test('OKLab of the primaries, as CSS Color 4 gives them', () => {
  for (const [rgb, lab] of [
    [
      [255, 255, 255],
      [1, 0, 0],
    ],
    [
      [255, 0, 0],
      [0.62796, 0.22486, 0.12585],
    ],
    [
      [0, 255, 0],
      [0.86644, -0.23389, 0.1795],
    ],
    [
      [0, 0, 255],
      [0.45201, -0.03246, -0.31153],
    ],
  ] as const)
    for (const [at, value] of toOklab(rgb).entries()) expect(value).toBeCloseTo(lab[at] ?? Number.NaN, 4);
});

test('what browsers compute is read', () => {
  expect(parseRgb('rgb(12, 34, 56)')).toEqual([12, 34, 56]);
  expect(parseRgb('rgba(1, 2, 3, 0.5)')).toEqual([1, 2, 3]);
  expect(parseRgb('none')).toEqual([0, 0, 0]);
});

for (const theme of [0, 1] as const)
  test(`lightness runs one way in even steps, ${['light', 'dark'][theme]}`, () => {
    const stops = stopsOf(theme);
    const table = colorTable(stops);
    expect([...table.subarray(0, 3)]).toEqual([...stops[0]!]);
    expect([...table.subarray(-3)]).toEqual([...stops[4]!]);
    const lightness = Array.from({ length: TABLE_SIZE }, (_, at) => toOklab([...table.subarray(3 * at, 3 * at + 3)] as unknown as Rgb)[0]);
    const sign = theme === 0 ? -1 : 1;
    const eighths = Array.from({ length: 9 }, (_, at) => lightness[Math.round((at * (TABLE_SIZE - 1)) / 8)]!);
    const steps = eighths.slice(1).map((value, at) => sign * (value - eighths[at]!));
    expect(Math.min(...steps)).toBeGreaterThan(0.06);
    expect(Math.max(...steps)).toBeLessThan(0.13);
  });

test('a theme has its table, made once', () => {
  const light = (css: string) => `rgb(${stopsOf(0)[Number(/\d/.exec(css))]?.join(', ')})`;
  const dark = (css: string) => `rgb(${stopsOf(1)[Number(/\d/.exec(css))]?.join(', ')})`;
  const table = heatTable(light);
  expect(heatTable(light)).toBe(table);
  expect([...heatTable(dark).subarray(0, 3)]).toEqual([...stopsOf(1)[0]!]);
});
