/**
 * @file Draws an SVG for the parse worker, which has no way to: as an image element, where its scripts, links and outside files are dead.
 * The worker has counted before what it may ask for (`formats/check-svg.ts`). Belongs to `parse-client.ts`; needs a page.
 */

/** The part of an image element that is used: this folder is compiled without the DOM. */
interface ImageElement {
  src: string;
  naturalWidth: number;
  naturalHeight: number;
  decode(): Promise<void>;
}

export interface DrawnSvg {
  bitmap: ImageBitmap;
  /** Size that the drawing says it has; of the bitmap where it says none. */
  width: number;
  height: number;
}

/**
 * @param side longest side of the bitmap, in pixels
 * @throws whatever the browser throws for a drawing that it cannot draw
 */
export async function drawSvg(svg: Blob, side: number): Promise<DrawnSvg> {
  const Image = (globalThis as { Image?: new () => ImageElement }).Image;
  if (!Image) throw new TypeError('There is no page to draw on');
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const [width, height] = [image.naturalWidth || side, image.naturalHeight || side];
    const scale = side / Math.max(width, height);
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    const context = canvas.getContext('2d');
    if (!context) throw new TypeError('There is no canvas to draw on');
    context.drawImage(image as unknown as ImageBitmap, 0, 0, canvas.width, canvas.height);
    return { bitmap: await createImageBitmap(canvas), width, height };
  } finally {
    URL.revokeObjectURL(url);
  }
}
