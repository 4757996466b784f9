/**
 * @file Is this SVG safe and cheap to draw? The page draws it as an image, where scripts, links and outside files are dead; what is left
 * is the work it can ask for, which nothing can end once it has begun: references that multiply ("billion laughs"), styles that compare all
 * with all, long outlines drawn again and again. It is counted here, before anything is drawn. Pure.
 */

import { byteText, countText } from '../display-name.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { type Declaration, declarationsOf, STYLE_LIMITS, type StyleRule, styleRules } from './svg-style.ts';
import { attributesOf, type SvgTag, svgTags } from './svg-tags.ts';

/** `styled` is selectors × elements; `drawn` is what there is to draw once every reference is followed, see `weightOf`. */
export const SVG_LIMITS = { bytes: 2e6, elements: 10_000, styled: 1e6, drawn: 200_000, depth: 500 } as const;

const SAVE = 'Save it as a PNG file.';

/**
 * @throws PlaygroundError `svg-too-large`, `svg-entities`, `svg-encoding`, `svg-foreign`, `svg-embedded`, `svg-animated`, `svg-cut-off`,
 *   `svg-damaged`, `svg-too-many`, `svg-style`, `svg-circle`, `svg-bomb`
 */
export function checkSvg(bytes: Uint8Array, path: string): void {
  const refuse = (code: string, is: string, todo = SAVE) => fileError(path, `svg-${code}`, `is an SVG drawing ${is}`, todo);
  if (bytes.length > SVG_LIMITS.bytes)
    throw refuse('too-large', `of ${byteText(bytes.length)}; ${byteText(SVG_LIMITS.bytes)} are the limit`);
  const text = new TextDecoder().decode(bytes);
  if (/<!ENTITY/i.test(text)) throw refuse('entities', 'that defines its own entities');
  // In other alphabets the same bytes are other tags for the browser.
  if (text.includes('\0') || /^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["']|us-ascii["']|iso-8859-1["'])/i.test(text))
    throw refuse('encoding', 'that is not written in UTF-8', 'Save it again in UTF-8, or as a PNG file.');
  const elements = elementsOf(text, refuse);
  countWork(treeOf(elements, refuse), refuse);
}

type Refuse = (code: string, is: string, todo?: string) => Error;

interface Part {
  weight: number;
  inside: Part[];
  /** Ids that it refers to: drawn once, or once for each part inside, which inherits them. */
  once: string[];
  each: string[];
}

interface Elements {
  /** Opened and closed elements in their order. */
  tags: readonly { kind: SvgTag['kind']; part: Part; names: readonly string[]; id: string | undefined }[];
  rules: readonly StyleRule[];
}

function elementsOf(text: string, refuse: Refuse): Elements {
  const tags: Elements['tags'][number][] = [];
  const rules: StyleRule[] = [];
  let [elements, end, styleFrom] = [0, 0, -1];
  for (const tag of svgTags(text)) {
    const { kind, name } = tag;
    if (kind === 'broken') throw refuse('damaged', 'with a tag that has no end', COPY_AGAIN);
    if (styleFrom >= 0) {
      const found = kind === 'close' ? styleRules(text.slice(styleFrom, tag.start)) : null;
      if (!found) throw refuse('style', 'whose style sheet does more than colour elements by their names');
      rules.push(...found);
      styleFrom = -1;
    }
    if (kind === 'instruction') {
      if (name === 'xml-stylesheet') throw refuse('style', 'with a style sheet from elsewhere');
      continue;
    }
    const before = tags.at(-1);
    if (before) before.part.weight += (tag.start - end) / LETTERS;
    end = tag.end;
    if (kind !== 'close' && ++elements > SVG_LIMITS.elements)
      throw refuse('too-many', `of more than ${countText(SVG_LIMITS.elements)} elements`);
    checkName(name, refuse);
    const attributes = attributesOf(tag.attributes);
    if (!attributes) throw refuse('damaged', 'with an attribute that is not in quotation marks', COPY_AGAIN);
    const part: Part = { weight: weightOf(tag), inside: [], once: [], each: [] };
    const names = ['*', name];
    let id: string | undefined;
    for (const [attribute, value] of attributes) {
      if (attribute === 'id') id = value;
      else if (attribute === 'class') names.push(...value.split(/\s+/).map((one) => `.${one}`));
      else if (attribute === 'style') for (const declaration of declarationsOf(value)) refer(part, declaration, refuse);
      else if (attribute.split(':').at(-1) === 'href') link(part, value, refuse);
      else if (!attribute.includes(':')) refer(part, [attribute, value], refuse);
    }
    if (id !== undefined) names.push(`#${id}`);
    tags.push({ kind, part, names, id });
    if (name === 'style' && kind === 'open') styleFrom = tag.end;
  }
  if (rules.length > STYLE_LIMITS.selectors || rules.length * elements > SVG_LIMITS.styled)
    throw refuse('style', `with ${countText(rules.length)} styles for ${countText(elements)} elements, too many to draw`);
  return { tags, rules };
}

/** Letters that cost about as much as one more element: outlines and words. */
const LETTERS = 64;
/** Effects are computed for each pixel; these for each pixel many times. */
const COSTLY = /^fe(Turbulence|ConvolveMatrix|Morphology|DiffuseLighting|SpecularLighting)$/;

/** Lines of one outline may all cross each other, so that twice as long takes four times the time: a factor, found by drawing. */
const CROSSING = 8e-6;

/** 1 for a short element; more for long outlines and for effects. */
function weightOf({ name, attributes }: SvgTag): number {
  const effect = COSTLY.test(name) ? 5000 : name.startsWith('fe') ? 200 : 0;
  return 1 + attributes.length / LETTERS + CROSSING * attributes.length ** 2 + effect;
}

function checkName(name: string, refuse: Refuse): void {
  if (/^foreignObject$/i.test(name) || name === 'link') throw refuse('foreign', 'with a web page inside');
  if (/^(animate|set$)/i.test(name)) throw refuse('animated', 'that moves');
}

/** Effects, masks and clips hold for an element as a whole, colours and markers for each part inside. */
const AS_A_WHOLE = /^(-webkit-)?(mask|clip|filter)/;

function refer(part: Part, [property, value]: Declaration, refuse: Refuse): void {
  const isWhole = AS_A_WHOLE.test(property);
  // Escapes can spell anything; a mask that is inherited multiplies as colours do.
  if (/\\/.test(value) || ((isWhole || property === 'all') && /inherit/i.test(value)))
    throw refuse('style', 'with a style that is not understood');
  for (const [, address = ''] of value.matchAll(/url\(\s*["']?([^"')]*)/gi)) addressed(isWhole ? part.once : part.each, address, refuse);
}

function link(part: Part, value: string, refuse: Refuse): void {
  addressed(part.once, value, refuse);
}

function addressed(references: string[], address: string, refuse: Refuse): void {
  const plain = address.replace(/[\t\n\r]/g, '').trim();
  if (/^data:/i.test(plain)) throw refuse('embedded', 'with another picture or a font inside');
  if (!plain.startsWith('#')) return; // outside files are dead
  const id = plain.slice(1);
  references.push(id);
  try {
    if (decodeURIComponent(id) !== id) references.push(decodeURIComponent(id));
  } catch {
    // Not an encoded address.
  }
}

interface Tree {
  root: Part;
  byId: Map<string, Part>;
}

function treeOf({ tags, rules }: Elements, refuse: Refuse): Tree {
  const root: Part = { weight: 0, inside: [], once: [], each: [] };
  const byName = new Map<string, Part>();
  for (const { selected, declarations } of rules) {
    const styled = byName.get(selected) ?? { weight: 0, inside: [], once: [], each: [] };
    byName.set(selected, styled);
    for (const declaration of declarations) refer(styled, declaration, refuse);
  }
  const byId = new Map<string, Part>();
  const open = [root];
  for (const { kind, part, names, id } of tags) {
    if (kind === 'close') {
      if (open.length === 1) throw refuse('damaged', 'that closes more than it opens', COPY_AGAIN);
      open.pop();
      continue;
    }
    for (const name of names) {
      const styled = byName.get(name);
      if (styled) part.once.push(...styled.once);
      if (styled) part.each.push(...styled.each);
    }
    // Browsers take the first of an id; which one is drawn does not matter where both are counted.
    const namesake = id === undefined ? undefined : byId.get(id);
    if (namesake) byId.set(id!, { weight: 0, inside: [namesake, part], once: [], each: [] });
    else if (id !== undefined) byId.set(id, part);
    open.at(-1)!.inside.push(part);
    if (kind === 'open') open.push(part);
    if (open.length > SVG_LIMITS.depth) throw refuse('too-many', `nested more than ${SVG_LIMITS.depth} deep`);
  }
  if (open.length > 1 || root.inside.length === 0) throw refuse('cut-off', 'that ends early: an element is not closed', COPY_AGAIN);
  return { root, byId };
}

/** What would be drawn when each reference is followed. */
function countWork({ root, byId }: Tree, refuse: Refuse): void {
  const known = new Map<Part, number>();
  const working = new Set<Part>();
  const workOf = (part: Part, depth: number): number => {
    const counted = known.get(part);
    if (counted !== undefined) return counted;
    if (working.has(part)) throw refuse('circle', 'with a part that holds itself');
    if (depth > 2 * SVG_LIMITS.depth) throw refuse('bomb', 'that repeats itself without measure');
    working.add(part);
    let work = part.weight;
    const add = (other: Part | undefined, times = 1) => {
      if (other) work += times * workOf(other, depth + 1);
      if (work > SVG_LIMITS.drawn) throw refuse('bomb', 'that repeats itself without measure');
    };
    for (const inside of part.inside) add(inside);
    for (const reference of part.once) add(byId.get(reference));
    const times = Math.max(1, work);
    for (const reference of part.each) add(byId.get(reference), times);
    working.delete(part);
    known.set(part, work);
    return work;
  };
  workOf(root, 0);
}
