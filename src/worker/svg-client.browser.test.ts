/** @file The costliest drawings that `check-svg.ts` lets through are drawn in seconds: nothing can end a drawing that has begun. */
import { expect, it } from 'vitest';
import { checkSvg } from '../core/data/formats/check-svg.ts';
import { drawSvg } from './svg-client.ts';

const drawing = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">${inside}</svg>`;
const times = (count: number, one: (at: number) => string) => Array.from({ length: count }, (_, at) => one(at)).join('');
const rects = (count: number, attributes = '') => times(count, (at) => `<rect x="${at % 200}" width="9" height="9" ${attributes}/>`);

it.each<[string, string]>([
  [
    'many elements and styles',
    drawing(
      `<style>${times(100, (at) => `g g .a rect{opacity:.${at}}`)}</style>${'<g class="a">'.repeat(400)}${rects(9000)}${'</g>'.repeat(400)}`,
    ),
  ],
  ['uses of many parts', drawing(`<g id="a">${rects(1000)}</g>${'<use href="#a"/>'.repeat(100)}`)],
  ['a long outline', drawing(`<path id="a" stroke="red" d="M0 0${times(25_000, (at) => `${(at * 37) % 100} ${(at * 91) % 100} `)}"/>`)],
  ['masks', drawing(`<mask id="m">${rects(9)}</mask>${rects(5000, 'mask="url(#m)"')}`)],
  ['patterns', drawing(`<pattern id="p" width=".1" height=".1">${rects(9)}</pattern>${rects(3000, 'fill="url(#p)"')}`)],
  [
    'noise',
    drawing(
      `<filter id="f"><feTurbulence baseFrequency=".1" numOctaves="255"/></filter>${times(30, () => '<rect width="200" height="200" filter="url(#f)"/>')}`,
    ),
  ],
  [
    'blur',
    drawing(
      `<filter id="f"><feGaussianBlur stdDeviation="90"/></filter>${times(800, () => '<rect width="200" height="200" filter="url(#f)"/>')}`,
    ),
  ],
])('%s', async (_, text) => {
  checkSvg(new TextEncoder().encode(text), 'a.svg');
  const start = performance.now();
  const { bitmap } = await drawSvg(new Blob([text], { type: 'image/svg+xml' }), 256);
  bitmap.close();
  const ms = performance.now() - start;
  expect(ms).toBeLessThan(8000);
});
