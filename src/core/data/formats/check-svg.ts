/**
 * @file Is this SVG safe and cheap to draw? The page draws it as an image, where scripts, links and outside files are dead; what is left
 * is the work it can ask for: references that multiply ("billion laughs"). They are counted here, before anything is drawn. Pure.
 */
import { byteText, countText } from '../display-name.ts';
import { pictureError } from './check-picture.ts';
import { svgTags } from './svg-tags.ts';

export const SVG_LIMITS = { bytes: 2e6, elements: 50_000, drawn: 200_000, depth: 500 } as const;

const SAVE = 'Save it as a PNG file.';
const REFERENCE = /href\s*=\s*["']#([^"']+)["']|url\(\s*["']?#([^"')]+)/gi;

/**
 * @throws PlaygroundError `svg-too-large`, `svg-entities`, `svg-foreign`, `svg-cut-off`, `svg-damaged`, `svg-too-many`, `svg-style`,
 *   `svg-circle`, `svg-bomb`
 */
export function checkSvg(bytes: Uint8Array, path: string): void {
  const refuse = (code: string, is: string, todo = SAVE) => pictureError(path, `svg-${code}`, `is an SVG drawing ${is}`, todo);
  if (bytes.length > SVG_LIMITS.bytes)
    throw refuse('too-large', `of ${byteText(bytes.length)}; ${byteText(SVG_LIMITS.bytes)} are the limit`);
  const text = new TextDecoder().decode(bytes);
  if (/<!ENTITY/i.test(text)) throw refuse('entities', 'that defines its own entities');
  if (/<(?:\w+:)?foreignObject\b/i.test(text)) throw refuse('foreign', 'with a web page inside');
  const tree = treeOf(text, refuse);
  countWork(tree, refuse);
}

type Refuse = (code: string, is: string, todo?: string) => Error;

interface Part {
  /** Elements inside and what they refer to by `href="#a"` and `url(#a)`. */
  inside: Part[];
  references: string[];
}

interface Tree {
  root: Part;
  byId: Map<string, Part>;
}

function treeOf(text: string, refuse: Refuse): Tree {
  const root: Part = { inside: [], references: [] };
  const byClass = styleReferences(text, refuse);
  const byId = new Map<string, Part>();
  const open = [root];
  let elements = 0;
  for (const { kind, attributes } of svgTags(text)) {
    if (kind === 'broken') throw refuse('damaged', 'with a tag that has no end', 'Copy it again from its source.');
    if (kind === 'close') {
      if (open.length === 1) throw refuse('damaged', 'that closes more than it opens', 'Copy it again from its source.');
      open.pop();
      continue;
    }
    if (++elements > SVG_LIMITS.elements) throw refuse('too-many', `of more than ${countText(SVG_LIMITS.elements)} elements`);
    const classes = /\sclass\s*=\s*["']([^"']+)["']/i.exec(attributes)?.[1]?.split(/\s+/) ?? [];
    const part: Part = { inside: [], references: [...referencesIn(attributes), ...classes.flatMap((name) => byClass.get(name) ?? [])] };
    const id = /\sid\s*=\s*["']([^"']+)["']/i.exec(attributes)?.[1];
    if (id !== undefined) byId.set(id, part);
    open.at(-1)!.inside.push(part);
    if (kind === 'open') open.push(part);
    if (open.length > SVG_LIMITS.depth) throw refuse('too-many', `nested more than ${SVG_LIMITS.depth} deep`);
  }
  if (open.length > 1 || elements === 0)
    throw refuse('cut-off', 'that ends early: an element is not closed', 'Copy it again from its source.');
  return { root, byId };
}

function referencesIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].map(([, href, url]) => href ?? url ?? '');
}

/** What elements of a class refer to, by the drawing's style sheets. */
function styleReferences(text: string, refuse: Refuse): Map<string, string[]> {
  const byClass = new Map<string, string[]>();
  const lower = text.toLowerCase();
  for (let at = lower.indexOf('<style'); at >= 0; at = lower.indexOf('<style', at)) {
    const end = lower.indexOf('</style', at);
    const body = text.slice(at, end < 0 ? undefined : end).replace(/^[^>]*>/, '');
    at += 6 + body.length;
    for (const rule of body.split('}')) {
      const references = referencesIn(rule);
      if (references.length === 0) continue;
      for (const selector of rule.slice(0, rule.indexOf('{')).split(',')) {
        const name = /^\s*[a-z]*\.([\w-]+)\s*$/i.exec(selector.replace('<![CDATA[', ''))?.[1];
        if (name === undefined) throw refuse('style', 'whose style sheet is not understood');
        byClass.set(name, [...(byClass.get(name) ?? []), ...references]);
      }
    }
  }
  return byClass;
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
    let work = 1;
    const add = (other: Part | undefined) => {
      if (other) work += workOf(other, depth + 1);
      if (work > SVG_LIMITS.drawn) throw refuse('bomb', 'that repeats itself without measure');
    };
    for (const inside of part.inside) add(inside);
    for (const reference of part.references) add(byId.get(reference));
    working.delete(part);
    known.set(part, work);
    return work;
  };
  workOf(root, 0);
}
