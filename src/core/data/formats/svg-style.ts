/**
 * @file The style sheets of an SVG: rules by plain names only. Selectors such as `g:has(rect ~ rect)` make a browser compare all elements
 * with each other, for hours; so every selector must be tags, classes and ids, at most one inside another. Used by `check-svg.ts`.
 */

/** Selectors in all style sheets; names one inside another in one selector. */
export const STYLE_LIMITS = { selectors: 1000, nested: 4 } as const;

export interface StyleRule {
  /** What the selected element is called: `g`, `.a`, `#b` or `*`. Where it has several names, one of them. */
  selected: string;
  declarations: readonly Declaration[];
}

export type Declaration = readonly [property: string, value: string];

/** One element, or one inside another: `g`, `.a`, `g.a#b`. */
const COMPOUND = /^(?:\*|[a-z][\w-]*)?(?:[.#][a-z_-][\w-]*)*$/i;

const COMMENT_OR_STRING = /\/\*[\s\S]*?\*\/|"[^"\n\r\f]*"|'[^'\n\r\f]*'/g;

/**
 * @param sheet as it stands between `<style>` and `</style>`
 * @returns null where a sheet holds anything else: rules for media, fonts, imports, states, neighbours, escapes
 */
export function styleRules(sheet: string): StyleRule[] | null {
  const text = sheet
    .trim()
    .replace(/^<!\[CDATA\[/, '')
    .replace(/\]\]>$/, '');
  // `url(/*` is no comment to browsers; the others begin what is not followed here.
  if (/[<&\\@]/.test(text) || /url\([^"')]*\/\*/i.test(text)) return null;
  const plain = text.replace(COMMENT_OR_STRING, (part) => (part.startsWith('/*') ? ' ' : part.replace(/[{}]/g, '')));
  // A quotation mark without its other half ends with the line for browsers.
  if (/["']/.test(text.replace(COMMENT_OR_STRING, ''))) return null;
  if (plain.includes('/*')) return null;
  const rules: StyleRule[] = [];
  const blocks = plain.split('}');
  if (blocks.pop()?.trim() !== '') return null;
  for (const block of blocks) {
    const [selectors = '', body, ...more] = block.split('{');
    if (body === undefined || more.length > 0) return null;
    const declarations = declarationsOf(body);
    for (const selector of selectors.split(',')) {
      const compounds = selector.trim().split(/\s+/);
      const isPlain = compounds.every((compound) => compound !== '' && COMPOUND.test(compound));
      if (!isPlain || compounds.length > STYLE_LIMITS.nested) return null;
      rules.push({ selected: /[.#]?[^.#]+$/.exec(compounds.at(-1)!)![0], declarations });
    }
  }
  return rules;
}

/** @param body `fill: red; mask: url(#a)` */
export function declarationsOf(body: string): Declaration[] {
  return body.split(';').map((part) => {
    const colon = part.indexOf(':');
    return [part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1)];
  });
}
