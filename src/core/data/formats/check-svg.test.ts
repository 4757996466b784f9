/** @file Drawings that are safe pass; those that multiply, are broken or bring other things are refused, quickly. */
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { mutants, tally } from '../test-mutants.ts';
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
    ['styles by tag, class and id', 'fine', svg('<style>/* all */ .a .b, g.c { fill : red } #d{stroke:#fff;}</style><path id="d"/>')],
    ['a font with a name in quotes', 'fine', svg(`<style>.a{font-family:'A } b';}</style><path/>`)],
    ['no rule', 'fine', svg('<style></style><style/><path/>')],
    ...[
      'g:has(rect){fill:red}',
      'g:nth-child(2){}',
      'g ~ g{}',
      'g+g{}',
      '[a]{}',
      '@media all{g{}}',
      '@import "a";',
      'g{rect:has(g){}}',
      'g&#58;has(g){}',
      'g\\3ahas(g){}',
      'g<!-- -->:has(g){}',
      '.a{x:"/*"} g:has(g){} .b{x:"*/"}',
      '.a{x:url(/*)} g:has(g){} .b{x:url(*/)}',
      '.a{x:"/*\n} g:has(g){} .b{x:"*/}',
      'a b c d e{}',
      'g{',
    ].map((rule): [string, string, string] => [`the rule ${rule}`, 'svg-style', svg(`<style>${rule}</style><path/>`)]),
    ['a style under another prefix', 'svg-style', svg('<s:style>g:has(g){}</s:style>')],
    ['a style sheet in an instruction', 'svg-style', `<?xml-stylesheet href="data:text/css,g"?>${svg('<g/>')}`],
    ['many styles for many elements', 'svg-style', svg(`<style>${'.a{fill:red}'.repeat(900)}</style>${'<a/>'.repeat(2000)}`)],
    ['Latin letters', 'fine', `<?xml version="1.0" encoding="ISO-8859-1"?><svg/>`],
    ['another alphabet', 'svg-encoding', `<?xml version="1.0" encoding="iso-2022-jp"?><svg/>`],
    ['two bytes a letter', 'svg-encoding', '<\0s\0v\0g\0/\0>\0'],
    ['a drawing inside', 'svg-embedded', svg('<image href="d&#97;ta:image/svg+xml,a"/>')],
    ['one that moves', 'svg-animated', svg('<use><set attributeName="href" to="#a"/></use>')],
    ['links in other letters', 'svg-bomb', svg(laughs((id) => `<use href="&#35;%67${id.slice(1)}"/>`))],
    ['ids that hide behind others', 'svg-bomb', svg(laughs((id) => `<use href="#${id}"/>`).replaceAll('<g ', `<g x=' id="x"' `))],
    ['a long outline, often', 'svg-bomb', svg(`<path id="a" d="${'M0 0h9v9z'.repeat(1e5)}"/>${'<use href="#a"/>'.repeat(100)}`)],
    [
      'colours that are inherited',
      'svg-bomb',
      svg(
        [...Array(9).keys()].map((at) => `<pattern id="p${at}"><g fill="url(#p${at + 1})">${'<rect/>'.repeat(50)}</g></pattern>`).join(''),
      ),
    ],
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
    ['too many elements', 'svg-too-many', svg('<a/>'.repeat(10_001))],
    ['too large', 'svg-too-large', svg(' '.repeat(2e6))],
    [
      'a chain of a thousand',
      'svg-bomb',
      svg(Array.from({ length: 2000 }, (_, at) => `<g id="c${at}"><use href="#c${at + 1}"/></g>`).join('')),
    ],
  ])('%s: %s', (_, code, text) => {
    expect(codeOf(text)).toBe(code);
  });

  it.each(['<a', '<a"', '<style>', '<!--', '<a b="', '}{', '<a x="url(#', 'a', '<style>a', ' ='])(
    'takes no time for 2 MB of %s',
    (part) => {
      const start = performance.now();
      codeOf(`<svg>${part.repeat(1.9e6 / part.length)}`);
      expect(performance.now() - start).toBeLessThan(3000);
    },
  );

  it('refuses at once what a browser draws for hours', () => {
    const rules = Array.from({ length: 399 }, (_, at) => `g:has(rect:nth-child(${at} of rect) ~ rect){fill:red}`).join('');
    const start = performance.now();
    expect(codeOf(svg(`<style>${rules}</style><g>${'<rect/>'.repeat(9000)}</g>`))).toBe('svg-style');
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('passes or refuses 2,000 mutants', async () => {
    const original = join(svg('<style>.a{fill:url(#g)}</style><g id="g"><path class="a b" d="M0 0h9v9z"/></g><use href="#g"/>'));
    const { codes } = await tally(mutants(original, 2000, 1), (bytes) => checkSvg(bytes, 'a'));
    expect(codes.get('passed')).toBeGreaterThan(0);
    expect(codes.size).toBeGreaterThan(3);
  });
});
