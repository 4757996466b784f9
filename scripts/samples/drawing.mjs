/**
 * @file What both sets of pictures draw with: a shade field made into a picture of 16 colours.
 */

export const SIZE = 64;

/** Shades between the two colours of a picture; one more colour is kept for what covers it. */
const SHADES = 15;
export const COVER = SHADES;

/** 0 at and below `low`, 1 at and above `high`, smooth between. */
export function smoothstep(low, high, x) {
  const t = Math.min(1, Math.max(0, (x - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

/**
 * A picture from a shade for each pixel, 0 (first colour) to 1 (second), or COVER for the third.
 * @param {(x: number, y: number) => number} shadeAt
 * @param {{ colours: number[][], cover: number[] }} look
 */
export function paint(shadeAt, { colours: [first, second], cover }) {
  const indices = new Uint8Array(SIZE * SIZE);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const shade = shadeAt(x, y);
      indices[y * SIZE + x] = shade === COVER ? COVER : Math.round(Math.min(1, Math.max(0, shade)) * (SHADES - 1));
    }
  }
  const mix = (share) => first.map((value, channel) => Math.round(value + (second[channel] - value) * share));
  return { size: SIZE, indices, palette: [...Array.from({ length: SHADES }, (_, at) => mix(at / (SHADES - 1))), cover] };
}
