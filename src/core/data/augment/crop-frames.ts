/**
 * @file Random resized crop (Szegedy et al. 2015): a part of the picture, stretched to its whole size. One box for all frames of a
 * clip. Bilinear; a box is never larger than the picture, so that nothing has to be averaged.
 */
import type { Rng } from '../../tensor/rng.ts';
import type { Frames } from './frames.ts';

/** In pixels, not rounded. */
export interface Box {
  top: number;
  left: number;
  height: number;
  width: number;
}

/** Share of the area that stays, at least; small sets of whole objects lose more than they win below. */
const LEAST_AREA = 0.5;
/** Width over height of the box against the picture's, at most, and at least its inverse. */
const MOST_STRETCH = 4 / 3;

/** A box inside the picture: 50 to 100 % of its area, stretched by 3/4 to 4/3. */
export function drawBox({ height, width }: Frames, rng: Rng): Box {
  const area = LEAST_AREA + (1 - LEAST_AREA) * rng.next();
  const stretch = MOST_STRETCH ** (2 * rng.next() - 1);
  const tall = Math.min(1, Math.sqrt(area / stretch));
  const wide = Math.min(1, Math.sqrt(area * stretch));
  return { height: tall * height, width: wide * width, top: (1 - tall) * height * rng.next(), left: (1 - wide) * width * rng.next() };
}

/** A copy that shows the box alone, as large as before. @param bytes [count, H, W, 3] */
export function croppedTo(bytes: ArrayLike<number>, frames: Frames, box: Box): Uint8Array<ArrayBuffer> {
  const { count, height, width } = frames;
  const out = new Uint8Array(bytes.length);
  const rows = places(box.top, box.height, height);
  const columns = places(box.left, box.width, width);
  let to = 0;
  for (let frame = 0; frame < count; frame++) {
    for (let y = 0; y < height; y++) {
      const above = (frame * height + rows.first[y]!) * width;
      const below = (frame * height + rows.second[y]!) * width;
      const down = rows.share[y]!;
      for (let x = 0; x < width; x++) {
        const left = columns.first[x]!;
        const right = columns.second[x]!;
        const across = columns.share[x]!;
        for (let channel = 0; channel < 3; channel++) {
          const top = bytes[(above + left) * 3 + channel]! * (1 - across) + bytes[(above + right) * 3 + channel]! * across;
          const bottom = bytes[(below + left) * 3 + channel]! * (1 - across) + bytes[(below + right) * 3 + channel]! * across;
          out[to++] = top * (1 - down) + bottom * down + 0.5;
        }
      }
    }
  }
  return out;
}

/** For every pixel of a new axis the two old ones that it lies between, and how far towards the second. */
function places(start: number, length: number, size: number): { first: Uint16Array; second: Uint16Array; share: Float32Array } {
  const found = { first: new Uint16Array(size), second: new Uint16Array(size), share: new Float32Array(size) };
  for (let at = 0; at < size; at++) {
    const place = Math.min(size - 1, Math.max(0, start + ((at + 0.5) * length) / size - 0.5));
    const first = Math.floor(place);
    found.first[at] = first;
    found.second[at] = Math.min(size - 1, first + 1);
    found.share[at] = place - first;
  }
  return found;
}
