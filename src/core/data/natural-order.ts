/**
 * @file The order of class names and files: `img2` before `img10`. Written out rather than left to the browser's
 * collation, which differs by language and version and would number classes differently on another machine.
 */

const PARTS = /\d+|\D+/g;

/** Comparison for `sort`: digits by value, other text by code unit without regard to case; 0 only for equal texts. */
export function compareNatural(a: string, b: string): number {
  const left = a.match(PARTS) ?? [];
  const right = b.match(PARTS) ?? [];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = compareParts(left[at]!, right[at]!);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareText(a, b);
}

function compareParts(a: string, b: string): number {
  if (isDigits(a) && isDigits(b)) {
    const x = a.replace(/^0+/, '');
    const y = b.replace(/^0+/, '');
    return x.length - y.length || compareText(x, y);
  }
  return compareText(a.toLowerCase(), b.toLowerCase());
}

function isDigits(part: string): boolean {
  const code = part.charCodeAt(0);
  return code >= 48 && code <= 57;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
