/** @file Drawings that are safe pass; those that multiply, are broken or bring other things are refused, quickly. */
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { mutants } from '../audio/test-wav.ts';
import { checkSvg } from './check-svg.ts';
import { join } from './test-fixtures.ts';

const svg = (inside: string) =>
  `<?xml version="1.0"?><!-- drawn > by hand --><svg xmlns="http://www.w3.org/2000/svg" width="9">${inside}</svg>\n`;
const laughs = (link: (id: string) => string) =>
  `<g id="g0"><path d="M0 0h9v9z"/></g>${Array.from({ length: 9 }, (_, at) => `<g id="g${at + 1}">${link(`g${at}`).repeat(10)}</g>`).join('')}`;
const codeOf = (text: string) => {
  try {
    checkSvg(join(text), 'a/1.svg');
  } catch (error) {
    if (error instanceof PlaygroundError && error.hint && error.message.startsWith('a/1.svg is an SVG drawing')) return error.code;
    throw error;
  }
  return 'fine';
};

describe('checkSvg', () => {
  it.each<[string, string, string]>([
    ['a rectangle', 'fine', svg('<rect width="9" title="a > b"/>')],
    ['one element', 'fine', '<svg/>'],
    [
      'a gradient by class, as Illustrator writes',
      'fine',
      svg('<style>.a,.b{fill:url(#g)}</style><linearGradient id="g"/><path class="a"/>'),
    ],
    ['a part used twice', 'fine', svg('<g id="a"><path/></g><use href="#a"/><use xlink:href="#a"/>')],
    ['CDATA', 'fine', svg('<style><![CDATA[.a{fill:red}]]></style><path/>')],
    ['a link to nothing', 'fine', svg('<use href="#none"/>')],
    ['uses that multiply', 'svg-bomb', svg(laughs((id) => `<use href="#${id}"/>`))],
    ['masks that multiply', 'svg-bomb', svg(laughs((id) => `<path mask="url(#${id})"/>`))],
    ['patterns in style attributes', 'svg-bomb', svg(laughs((id) => `<path style="fill:url('#${id}')"/>`))],
    [
      'masks by class',
      'svg-bomb',
      svg(
        `<style>${[...Array(9).keys()].map((at) => `.g${at}{mask:url(#g${at})}`).join('')}</style>${laughs((id) => `<path class="${id}"/>`)}`,
      ),
    ],
    ['a style that cannot be followed', 'svg-style', svg('<style>g>path{mask:url(#a)}</style><path/>')],
    ['itself', 'svg-circle', svg('<g id="a"><use href="#a"/></g>')],
    ['a circle of two', 'svg-circle', svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')],
    ['entities', 'svg-entities', `<!DOCTYPE svg [<!ENTITY lol "lol">]>${svg('&lol;')}`],
    ['a web page', 'svg-foreign', svg('<foreignObject><body/></foreignObject>')],
    ['cut in a tag', 'svg-damaged', svg('<rect/>').slice(0, -4)],
    ['cut between tags', 'svg-cut-off', '<svg><g><rect/></g>'],
    ['cut in a comment', 'svg-damaged', '<svg><!-- '],
    ['cut in a quote', 'svg-damaged', '<svg><path d="M0 0'],
    ['no element', 'svg-cut-off', 'just words'],
    ['closed twice', 'svg-damaged', '<svg></svg></svg>'],
    ['too deep', 'svg-too-many', `<svg>${'<g>'.repeat(600)}${'</g>'.repeat(600)}</svg>`],
    ['too many elements', 'svg-too-many', svg('<a/>'.repeat(50_001))],
    ['too large', 'svg-too-large', svg(' '.repeat(2e6))],
    [
      'a chain of a thousand',
      'svg-bomb',
      svg(Array.from({ length: 2000 }, (_, at) => `<g id="c${at}"><use href="#c${at + 1}"/></g>`).join('')),
    ],
  ])('%s: %s', (_, code, text) => {
    expect(codeOf(text)).toBe(code);
  });

  it.each(['<a', '<a"', '<style>', '<!--', '<a b="', '}{', '<a x="url(#'])('takes no time for 2 MB of %s', (part) => {
    const start = performance.now();
    codeOf(`<svg>${part.repeat(1.9e6 / part.length)}`);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('passes or refuses 2,000 mutants', () => {
    const codes = new Map<string, number>();
    const original = join(svg('<style>.a{fill:url(#g)}</style><g id="g"><path class="a b" d="M0 0h9v9z"/></g><use href="#g"/>'));
    for (const bytes of mutants(original, 2000, 1)) {
      let code = 'fine';
      try {
        checkSvg(bytes, 'a');
      } catch (error) {
        if (!(error instanceof PlaygroundError)) throw error;
        code = error.code;
      }
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(codes.size).toBeGreaterThan(3);
  });
});
