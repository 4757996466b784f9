/**
 * @file Reads JSON where a second key of the same name is an error and where `1` and `1.0` differ, as the header of a
 * safetensors file needs it; `JSON.parse` hides both. Objects become Maps, so no name can reach a prototype.
 */

/** Numbers are unsigned integers below 2^53; every other number is NaN, which no caller accepts. */
export type HeaderValue = null | boolean | number | string | HeaderValue[] | Map<string, HeaderValue>;

/** A key that stands twice in one object. */
export class DuplicateKey extends Error {
  readonly key: string;
  constructor(key: string) {
    super(`“${key}” stands twice`);
    this.key = key;
  }
}

/** Deeper nesting is refused; serde_json has the same limit. */
const MAX_DEPTH = 127;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const COUNT = /^(?:0|[1-9]\d*)$/;
const WORDS = { true: true, false: false, null: null } as const;

/**
 * @param text a whole JSON document (RFC 8259)
 * @throws DuplicateKey, or SyntaxError for anything that is not JSON
 */
export function parseHeaderJson(text: string): HeaderValue {
  let at = 0;
  const wrong = () => new SyntaxError(`Not JSON at character ${at}`);
  const skip = () => {
    SPACE.lastIndex = at;
    SPACE.test(text);
    at = SPACE.lastIndex;
  };
  const take = (char: string) => {
    if (text[at] !== char) throw wrong();
    at += 1;
    skip();
  };

  function string(): string {
    const begin = at;
    if (text[at] !== '"') throw wrong();
    for (at += 1; text[at] !== '"'; at++) {
      if (at >= text.length) throw wrong();
      if (text[at] === '\\') at += 1;
    }
    at += 1;
    const value: unknown = JSON.parse(text.slice(begin, at));
    if (typeof value !== 'string' || !isWellFormed(value)) throw wrong();
    skip();
    return value;
  }

  function number(): number {
    NUMBER.lastIndex = at;
    const found = NUMBER.exec(text)?.[0];
    if (!found) throw wrong();
    at += found.length;
    skip();
    const value = COUNT.test(found) ? Number(found) : Number.NaN;
    return Number.isSafeInteger(value) ? value : Number.NaN;
  }

  function value(depth: number): HeaderValue {
    if (depth > MAX_DEPTH) throw wrong();
    const char = text[at];
    if (char === '"') return string();
    if (char === '{') return object(depth);
    if (char === '[') return list(depth);
    for (const [word, meaning] of Object.entries(WORDS))
      if (text.startsWith(word, at)) {
        at += word.length;
        skip();
        return meaning;
      }
    return number();
  }

  function object(depth: number): Map<string, HeaderValue> {
    const entries = new Map<string, HeaderValue>();
    take('{');
    while (text[at] !== '}') {
      if (entries.size) take(',');
      const key = string();
      if (entries.has(key)) throw new DuplicateKey(key);
      take(':');
      entries.set(key, value(depth + 1));
    }
    take('}');
    return entries;
  }

  function list(depth: number): HeaderValue[] {
    const items: HeaderValue[] = [];
    take('[');
    while (text[at] !== ']') {
      if (items.length) take(',');
      items.push(value(depth + 1));
    }
    take(']');
    return items;
  }

  skip();
  const whole = value(0);
  if (at !== text.length) throw wrong();
  return whole;
}

/** No lone surrogates. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
