/**
 * @file The one rule by which anything that can be drawn becomes pixels of a record: the middle is cut to the record's
 * shape, scaled, and put on white where it is transparent. Between the decoders of pictures and clips and their records.
 * Needs `OffscreenCanvas`, which workers have.
 */

/** Where to draw from, in pixels of the source, and where to, in pixels of the canvas: what `drawImage` takes. */
export type Cut = readonly [sx: number, sy: number, sw: number, sh: number, dx: number, dy: number, dw: number, dh: number];

/** Draws things of any size at one record size; keep it for many, since a canvas is costly to make. */
export function createRecordCanvas([height, width]: readonly [number, number]) {
  const canvas = new OffscreenCanvas(width, height);
  // Read back often: keeps the canvas on the CPU, where scaling gives the same bytes on every machine.
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('This browser gives no 2-D canvas to workers');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';

  /**
   * @param size of what is drawn, in pixels, above 0
   * @param paint draws it by the cut; it is called once, before this returns
   * @returns RGB bytes [H, W, 3]
   */
  return (
    size: { width: number; height: number },
    paint: (context: OffscreenCanvasRenderingContext2D, cut: Cut) => void,
  ): Uint8Array<ArrayBuffer> => {
    const scale = Math.max(width / size.width, height / size.height);
    const [cutWidth, cutHeight] = [width / scale, height / scale];
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    paint(context, [(size.width - cutWidth) / 2, (size.height - cutHeight) / 2, cutWidth, cutHeight, 0, 0, width, height]);
    return withoutAlpha(context.getImageData(0, 0, width, height).data);
  };
}

/** [H, W, 4] to [H, W, 3]. */
function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}
