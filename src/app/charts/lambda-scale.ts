/**
 * @file One scale for λ wherever it is drawn: colour between the nine tokens (mixed in OKLab by the
 * browser, so it follows the theme), thickness of a cable, and the rounded end of the scale.
 */

/** End of the diagram's scale unless some |λ| is larger. */
export const DEFAULT_LAMBDA_MAX = 0.4;
/** Below this share of the scale (0.025 of 0.4) a cable is a grey hairline. */
const HAIRLINE = 0.0625;
/** Colour saturates at this share of the scale (0.3 of 0.4). */
const FULL_COLOUR = 0.75;

const COARSE = [1, 2, 4, 5, 10];
/** For scales that should fit closely. */
const FINE = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** Smallest of 1, 2, 4, 5 × 10^n (or of other steps) that is ≥ value; `floor` where value is 0 or not finite. */
export function niceCeil(value: number, floor = 0.01, steps: readonly number[] = COARSE): number {
  if (!Number.isFinite(value) || value <= floor) return floor;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((s) => s * power >= value * (1 - 1e-6)) ?? 10;
  return Number((step * power).toPrecision(6));
}

/** True when a cable of this λ is drawn as a grey hairline. */
export function isHairline(lambda: number, max: number): boolean {
  return !(Math.abs(lambda) >= HAIRLINE * max);
}

/** CSS colour of a λ on a scale of ±max. */
export function lambdaColor(lambda: number, max: number): string {
  if (isHairline(lambda, max)) return 'var(--lambda-zero)';
  const side = lambda < 0 ? 'n' : 'p';
  const place = Math.min(1, Math.abs(lambda) / (FULL_COLOUR * max)) * 4;
  const lower = Math.floor(place);
  if (lower >= 4) return `var(--lambda-${side}4)`;
  const from = lower === 0 ? '--lambda-zero' : `--lambda-${side}${lower}`;
  const share = Math.round((place - lower) * 100);
  return share === 0 ? `var(${from})` : `color-mix(in oklab, var(--lambda-${side}${lower + 1}) ${share}%, var(${from}))`;
}

/** Thickness of a cable in px, 1 to 11. `room` is the height of its row: a cable never touches the next. */
export function cableWidth(lambda: number, max: number, room = 12.5): number {
  if (isHairline(lambda, max)) return 1;
  return 1 + Math.min(1, Math.abs(lambda) / max) * Math.min(10, room - 2.5);
}

/** End of a scale that holds all these λ, at least `floor`. */
export function lambdaMaxOf(values: Iterable<number>, floor: number): number {
  let max = 0;
  for (const value of values) if (Math.abs(value) > max && Number.isFinite(value)) max = Math.abs(value);
  return max <= floor ? floor : niceCeil(max, floor, FINE);
}

/** Decimals with which the end of a scale is written in full: 0.4 → 1, 0.25 → 2. */
export function scaleDigits(max: number): number {
  return String(Number(max.toPrecision(3))).split('.')[1]?.length ?? 0;
}
