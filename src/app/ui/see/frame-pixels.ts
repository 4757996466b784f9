/** @file RGB bytes of a picture, or of one frame of a clip, as a canvas takes them. Pure. */

/**
 * @param rgb bytes [T, H, W, 3], or [H, W, 3]
 * @param area H · W
 * @param frame which of the T
 * @returns RGBA bytes [H, W, 4], opaque
 */
export function framePixels(rgb: Uint8Array, area: number, frame = 0): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(area * 4);
  const end = (frame + 1) * area * 3;
  for (let from = frame * area * 3, to = 0; from < end; from += 3, to += 4) {
    pixels[to] = rgb[from] ?? 0;
    pixels[to + 1] = rgb[from + 1] ?? 0;
    pixels[to + 2] = rgb[from + 2] ?? 0;
    pixels[to + 3] = 255;
  }
  return pixels;
}
