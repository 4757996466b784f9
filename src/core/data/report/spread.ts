/**
 * @file How a quantity of the original files is spread: widths, seconds, points. Part of the data report; pure.
 */

export interface Spread {
  least: number;
  median: number;
  most: number;
  /** Places of values more than four times the median, or less than a quarter of it. */
  odd: number[];
}

const FAR = 4;

/** Undefined for no values. @param values finite and not negative */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  const odd = values.flatMap((value, at) => (value > FAR * median || value * FAR < median ? [at] : []));
  return { least: sorted[0]!, median, most: sorted.at(-1)!, odd };
}

/** `0.4 to 7.2 s, median 5 s`, `16 to 48 kHz, most 48 kHz`, or `all 5 s`. */
export function spreadText({ least, median, most }: Spread, unit: string): string {
  if (least === most) return `all ${amount(most)} ${unit}`;
  const isAtEnd = [least, most].some((end) => amount(end) === amount(median));
  return `${amount(least)} to ${amount(most)} ${unit}, ${isAtEnd ? 'most' : 'median'} ${amount(median)} ${unit}`;
}

function amount(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US');
}
