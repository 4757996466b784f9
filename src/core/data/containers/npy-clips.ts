/**
 * @file NumPy arrays of clips, [N, T, H, W, 1 or 3] or [N, T, 1 or 3, H, W], and where clips are wanted one clip [T, H, W, 1 or 3] or grey
 * ones [N, T, H, W], to their frames: pictures that are sliced out of the file when they are read. Over `npy-pictures.ts`; used by `open-npy.ts`.
 */
import { containerError, type NamedFile, type ReadyPicture } from './container-entry.ts';
import type { NpyHeader } from './npy-header.ts';
import { npyPictures } from './npy-pictures.ts';

export interface NpyClips {
  count: number;
  /** Frames of each clip. */
  frames: number;
  /** @throws PlaygroundError `npy-range` for a float that is no brightness */
  read(clip: number, frame: number): Promise<ReadyPicture>;
}

const isColour = (channels: number | undefined) => channels === 1 || channels === 3;

/** Whether four dimensions are one clip in colour, rather than many in grey. */
export function isOneClip({ shape }: NpyHeader): boolean {
  return shape.length === 4 && (isColour(shape[3]) || isColour(shape[1]));
}

/**
 * Reads floats through once, as for pictures.
 * @throws PlaygroundError `npy-clip-shape`, `npy-one-frame`, and what `npyPictures` throws
 */
export async function npyClips({ path, file }: NamedFile, header: NpyHeader): Promise<NpyClips> {
  const { shape } = header;
  const text = `has the shape (${shape.join(', ')})`;
  const [count, frames, ...picture] = isOneClip(header) ? [1, ...shape] : shape;
  if (shape.length === 5 && !isColour(shape[4]) && !isColour(shape[2]))
    throw containerError(path, 'npy-clip-shape', `${text}; clips are (N, frames, H, W, 1 or 3)`, 'Reorder its axes.');
  if (frames === 1) throw containerError(path, 'npy-one-frame', `${text}: clips of one frame, in which nothing moves`, 'Keep all frames.');
  const pictures = await npyPictures({ path, file }, { ...header, shape: [count! * frames!, ...picture] });
  return { count: count!, frames: frames!, read: (clip, frame) => pictures.read(clip * frames! + frame) };
}
