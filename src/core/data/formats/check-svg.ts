/**
 * @file Is this SVG safe and cheap to draw? The page draws it as an image, where scripts, links and outside files are dead; what is left
 * is the work it can ask for: references that multiply ("billion laughs"). They are counted here, before anything is drawn. Pure.
 */
import { byteText, countText } from '../display-name.ts';
import { pictureError } from './check-picture.ts';

export const SVG_LIMITS = { bytes: 2e6, elements: 50_000, drawn: 200_000 } as const;

const SAVE = 'Save it as a PNG file.';

/** @throws PlaygroundError `svg-too-large`, `svg-utf16`, `svg-entities`, `svg-cut-off`, `svg-too-many`, `svg-circle`, `svg-bomb`, `svg-foreign` */
export function checkSvg(bytes: Uint8Array, path: string): void {
  if (bytes.length > SVG_LIMITS.bytes) {
    const is = `is an SVG drawing of ${byteText(bytes.length)}; ${byteText(SVG_LIMITS.bytes)} are the limit`;
    throw pictureError(path, 'svg-too-large', is, SAVE);
  }
  const text = new TextDecoder().decode(bytes);
  if (/<!ENTITY/i.test(text)) throw pictureError(path, 'svg-entities', 'is an SVG drawing that defines its own entities', SAVE);
  if (/<(?:\w+:)?foreignObject\b/i.test(text)) throw pictureError(path, 'svg-foreign', 'is an SVG drawing with a web page inside', SAVE);
  if (!/<\/(?:\w+:)?svg\s*>\s*(?:<!--[^]*?-->\s*)*$/i.test(text.slice(-2000)) && !/<(?:\w+:)?svg\b[^>]*\/>\s*$/i.test(text))
    throw pictureError(path, 'svg-cut-off', 'ends early: its closing tag is missing', 'Copy it again from its source.');
  checkWork(text, path);
}

interface Open {
  id: string | null;
  /** Elements inside, itself counted. */
  own: number;
  references: string[];
}

/** Counts what would be drawn when each reference (`href="#a"`, `url(#a)`) is followed. */
function checkWork(text: string, path: string): void {
  const parts = new Map<string, Open>();
  const stack: Open[] = [];
  const root: Open = { id: null, own: 0, references: [] };
  let elements = 0;
  for (const [tag, slash, inside = ''] of text.matchAll(/<(\/?)[a-z][\w:.-]*((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi)) {
    if (slash) {
      stack.pop();
      continue;
    }
    if (++elements > SVG_LIMITS.elements) {
      const is = `is an SVG drawing of more than ${countText(SVG_LIMITS.elements)} elements`;
      throw pictureError(path, 'svg-too-many', is, SAVE);
    }
    const id = /\sid\s*=\s*["']([^"']+)["']/i.exec(inside)?.[1] ?? null;
    const references = [...inside.matchAll(/href\s*=\s*["']#([^"']+)["']|url\(\s*["']?#([^"')]+)/gi)].map((found) => found[1] ?? found[2]!);
    const element: Open = { id, own: 0, references: [] };
    if (id !== null) parts.set(id, element);
    for (const around of [root, ...stack, element]) {
      around.own++;
      around.references.push(...references);
    }
    if (!tag.endsWith('/>')) stack.push(element);
    if (stack.length > 500) throw pictureError(path, 'svg-too-many', 'is an SVG drawing nested more than 500 deep', SAVE);
  }
  const known = new Map<Open, number>();
  const working = new Set<Open>();
  const workOf = (part: Open): number => {
    const counted = known.get(part);
    if (counted !== undefined) return counted;
    if (working.has(part)) throw pictureError(path, 'svg-circle', 'is an SVG drawing with a part that holds itself', SAVE);
    working.add(part);
    let work = part.own;
    for (const reference of part.references) {
      const other = parts.get(reference);
      if (other) work += workOf(other);
      if (work > SVG_LIMITS.drawn) throw pictureError(path, 'svg-bomb', 'is an SVG drawing that repeats itself without measure', SAVE);
    }
    working.delete(part);
    known.set(part, work);
    return work;
  };
  workOf(root);
}
