/**
 * @file The one colour scale of what is seen of data: five tokens, mixed in OKLab so that equal steps look equal. Loudness in
 * spectrograms and height in point clouds take it. Pure but for `heatTable`, which asks the page for the tokens of its theme.
 * Source of OKLab: B. Ottosson, “A perceptual color space for image processing”, 2020.
 */
import type { ResolveColor } from '../../charts/canvas-colors.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

export const TABLE_SIZE = 256;
const STOPS = 5;

/** `rgb(1, 2, 3)` and `rgba(1, 2, 3, 0.5)`, as browsers give computed colours, to bytes; black where it is neither. */
export function parseRgb(css: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (css.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/**
 * @param stops at least two, evenly spaced
 * @returns bytes [256, 3], first and last stop at its ends
 */
export function colorTable(stops: readonly Rgb[]): Uint8Array {
  const labs = stops.map(toOklab);
  const table = new Uint8Array(TABLE_SIZE * 3);
  for (let at = 0; at < TABLE_SIZE; at++) {
    const place = (at / (TABLE_SIZE - 1)) * (labs.length - 1);
    const lower = Math.min(labs.length - 2, Math.floor(place));
    const [from, to] = [labs[lower]!, labs[lower + 1]!];
    const mixed = from.map((value, i) => value + (place - lower) * (to[i]! - value)) as [number, number, number];
    table.set(fromOklab(mixed), at * 3);
  }
  return table;
}

/** The table of the theme that the page shows now. */
export function heatTable(resolve: ResolveColor): Uint8Array {
  const key = Array.from({ length: STOPS }, (_, stop) => resolve(`var(--heat-${stop})`));
  if (last?.key !== key.join()) last = { key: key.join(), table: colorTable(key.map(parseRgb)) };
  return last.table;
}

let last: { key: string; table: Uint8Array } | undefined;

/** Lightness (0 to 1), green-red, blue-yellow. @param rgb bytes */
export function toOklab([red, green, blue]: Rgb): [number, number, number] {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: readonly [number, number, number]): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function byte(value: number): number {
  const clipped = Math.min(1, Math.max(0, value));
  return Math.round(255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055));
}
