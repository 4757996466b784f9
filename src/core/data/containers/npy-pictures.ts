/**
 * @file One NumPy array of pictures, [N, H, W], [N, H, W, 1 or 3] or PyTorch's [N, 1 or 3, H, W], bytes or floats in 0..1, to
 * ready pictures that are sliced out of the file when they are read. After `npy-header.ts`, before `open-npy.ts`.
 */
import { countText } from '../display-name.ts';
import { containerError, type NamedFile, type ReadyPicture } from './container-entry.ts';
import { CONTAINER_LIMITS } from './container-limits.ts';
import type { NpyHeader } from './npy-header.ts';
import { numbersOf } from './npy-values.ts';
import { type PictureShape, toReadyPicture } from './ready-picture.ts';

export interface NpyPictures {
  count: number;
  /** @throws PlaygroundError `npy-range` for a float that is no brightness */
  read(at: number): Promise<ReadyPicture>;
}

/** Floats are checked in pieces of this many bytes. */
const PIECE = 4e6;

/**
 * Reads floats through once, so that an array in another range (0..255, −1..1) is refused as a whole.
 * @throws PlaygroundError `npy-picture-shape`, `npy-one-picture`, `npy-picture-type`, `npy-range`, `npy-nan`, `npy-nothing` or `npy-too-many`
 */
export async function npyPictures({ path, file }: NamedFile, header: NpyHeader): Promise<NpyPictures> {
  const { kind, itemBytes, shape, start } = header;
  const picture = pictureShape(shape, path);
  const count = shape[0]!;
  if (count > CONTAINER_LIMITS.samples) {
    const is = `holds ${countText(count)} pictures; ${countText(CONTAINER_LIMITS.samples)} are the limit`;
    throw containerError(path, 'npy-too-many', is, 'Split it.');
  }
  const isByte = kind === 'u' && itemBytes === 1;
  if (!isByte && kind !== 'f' && kind !== 'b')
    throw containerError(
      path,
      'npy-picture-type',
      `holds pictures of ${8 * itemBytes}-bit ${kind === 'i' || kind === 'u' ? 'integers' : 'text'}; bytes or floats in 0..1 are read`,
      'Save it again with array.astype("uint8").',
    );
  if (kind === 'f') await checkRange({ path, file }, header);
  const values = picture.height * picture.width * picture.channels;
  return {
    count,
    async read(at) {
      const from = start + at * values * itemBytes;
      const bytes = new Uint8Array(await file.slice(from, from + values * itemBytes).arrayBuffer());
      return toReadyPicture(isByte ? bytes : toBytes(bytes, values, header), picture);
    },
  };
}

function pictureShape(shape: readonly number[], path: string): PictureShape {
  if (shape.includes(0)) throw containerError(path, 'npy-nothing', `holds nothing: its shape is (${shape.join(', ')})`);
  const [, a, b, c] = shape as [number, number, number, number?];
  if (shape.length === 3 && b <= 4)
    throw containerError(
      path,
      'npy-one-picture',
      `has the shape (${shape.join(', ')}): one picture, or clouds of points, not a stack of pictures`,
      'Stack pictures first: numpy.stack(pictures). For clouds of points, choose points as the kind of data.',
    );
  if (shape.length === 3) return { height: a, width: b, channels: 1 };
  if (shape.length === 4 && (c === 1 || c === 3)) return { height: a, width: b, channels: c };
  if (shape.length === 4 && (a === 1 || a === 3)) return { height: b, width: c!, channels: a, isPlanar: true };
  throw containerError(
    path,
    'npy-picture-shape',
    `has the shape (${shape.join(', ')}); pictures are (N, H, W) or (N, H, W, 1 or 3)`,
    'Reorder its axes.',
  );
}

async function checkRange({ path, file }: NamedFile, header: NpyHeader): Promise<void> {
  const piece = Math.floor(PIECE / header.itemBytes) * header.itemBytes;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let from = header.start; from < file.size; from += piece) {
    const bytes = new Uint8Array(await file.slice(from, from + piece).arrayBuffer());
    const at = numbersOf(bytes, header);
    for (let i = 0; i < bytes.length / header.itemBytes; i++) {
      const value = at(i);
      if (Number.isNaN(value))
        throw containerError(path, 'npy-nan', 'holds values that are not numbers (NaN)', 'Find them with numpy.isnan.');
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low >= 0 && high <= 1) return;
  const todo = high > 1 && low >= 0 && high <= 255 ? 'Save it as array.astype("uint8").' : 'Scale it to 0..1 first.';
  throw containerError(path, 'npy-range', `holds floats from ${low} to ${high}; pictures of floats reach from 0 to 1`, todo);
}

/** Brightness 0..1, or false and true, to 0..255. */
function toBytes(bytes: Uint8Array, count: number, header: NpyHeader): Uint8Array {
  const at = numbersOf(bytes, header);
  return Uint8Array.from({ length: count }, (_, i) => (header.kind === 'b' ? (at(i) ? 255 : 0) : Math.round(255 * at(i))));
}
