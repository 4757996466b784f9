/**
 * @file The tags of an XML text and their attributes, one by one, in time linear in its length whatever is in it. Knows comments, CDATA,
 * instructions, quotation marks and character references, and nothing else of XML. Used by `check-svg.ts`.
 */

export interface SvgTag {
  /** `alone` is `<a/>`; `instruction` is `<?a …?>`; `broken` is a tag that never ends, and the last. */
  kind: 'open' | 'close' | 'alone' | 'instruction' | 'broken';
  /** Without a namespace's prefix. */
  name: string;
  /** What stands between the name and the end. */
  attributes: string;
  /** Where the tag begins in the text, and where it has ended. */
  start: number;
  end: number;
}

const SKIPPED: readonly [start: string, end: string][] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
];

export function* svgTags(text: string): Generator<SvgTag> {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const skipped = SKIPPED.find(([start]) => text.startsWith(start, at));
    const isInstruction = text.startsWith('<?', at);
    const last = isInstruction ? '?>' : (skipped?.[1] ?? '>');
    const close = skipped || isInstruction ? text.indexOf(last, at + (skipped?.[0].length ?? 2)) : tagEnd(text, at);
    const start = at;
    if (close < 0) return yield { kind: 'broken', name: '', attributes: '', start, end: text.length };
    const end = close + last.length;
    at = end;
    if (skipped) continue;
    const inside = text.slice(start + 1, close);
    const kind = isInstruction ? 'instruction' : inside.startsWith('/') ? 'close' : inside.endsWith('/') ? 'alone' : 'open';
    const [name = ''] = /^[/?]?[^\s/]*/.exec(inside) ?? [];
    yield { kind, name: name.replace(/^[/?]/, '').split(':').at(-1) ?? '', attributes: inside.slice(name.length), start, end };
  }
}

/**
 * Name and value of each attribute, character references resolved.
 * @returns null where an attribute has no quotation marks
 */
export function attributesOf(text: string): [name: string, value: string][] | null {
  const attributes: [string, string][] = [];
  let at = 0;
  for (let equals = text.indexOf('='); equals >= 0; equals = text.indexOf('=', at)) {
    let from = equals + 1;
    while (from < text.length && text[from]!.trim() === '') from++;
    const quote = text[from];
    const end = quote === '"' || quote === "'" ? text.indexOf(quote, from + 1) : -1;
    if (end < 0) return null;
    attributes.push([text.slice(at, equals).trim(), plainText(text.slice(from + 1, end))]);
    at = end + 1;
  }
  return attributes;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plainText(value: string): string {
  if (!value.includes('&')) return value;
  return value.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '0', 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
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
