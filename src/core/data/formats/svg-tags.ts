/**
 * @file The tags of an XML text, one by one, in time linear in its length whatever is in it. Knows comments, CDATA, instructions and
 * quotation marks, and nothing else of XML. Used by `check-svg.ts`.
 */

export interface SvgTag {
  /** `alone` is `<a/>`; `broken` is a tag that never ends, and the last. */
  kind: 'open' | 'close' | 'alone' | 'broken';
  /** What stands between the name and the end, a blank before it. */
  attributes: string;
}

const SKIPPED: readonly [start: string, end: string][] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
];
const BROKEN: SvgTag = { kind: 'broken', attributes: '' };

export function* svgTags(text: string): Generator<SvgTag> {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const skipped = SKIPPED.find(([start]) => text.startsWith(start, at));
    const end = skipped ? text.indexOf(skipped[1], at + skipped[0].length) : tagEnd(text, at);
    if (end < 0) return yield BROKEN;
    if (skipped) {
      at = end + skipped[1].length;
      continue;
    }
    const inside = text.slice(at + 1, end);
    at = end + 1;
    if (inside.startsWith('/')) yield { kind: 'close', attributes: '' };
    else yield { kind: inside.endsWith('/') ? 'alone' : 'open', attributes: inside.replace(/^\S*/, '') };
  }
}

/** The `>` outside quotation marks, or −1. */
function tagEnd(text: string, from: number): number {
  let quote = '';
  for (let at = from + 1; at < text.length; at++) {
    const letter = text[at]!;
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '>') return at;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '<') return -1;
  }
  return -1;
}
