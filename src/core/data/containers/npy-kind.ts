/**
 * @file Whether a NumPy array is a stack of pictures, of point clouds or of clips, one clip, or something else: by its shape and type, where these
 * leave it open by its values, and where those do too by what the target takes. After `npy-header.ts`; used by `open-npy.ts`.
 */
import type { Modality } from '../../../config/run-config.ts';
import { FEWEST_POINTS } from '../points/point-record.ts';
import type { NamedFile } from './container-entry.ts';
import { isOneClip } from './npy-clips.ts';
import type { NpyHeader } from './npy-header.ts';
import { numbersOf } from './npy-values.ts';

/** `clip` is one of four dimensions where clips are wanted; labels for each of its frames would make it pictures. */
export type ArrayKind = 'pictures' | 'clouds' | 'clips' | 'clip' | 'other';

/** Columns of a cloud in a stack: x, y, z, and what goes with a point, such as normals, colour, place in a room. */
const CLOUD_COLUMNS = { fewest: 3, most: 12 } as const;
/** So many columns or fewer are too narrow for pictures. */
const NARROW = 4;
/** Bytes that are looked at for negative numbers. */
const LOOK = 1e6;

/**
 * @param wanted what the target takes: decides where an array may be either
 * @returns `clouds` for [N, P, 3 or more] and, where points are wanted, for floats [N, H, W, 3] below 0, as depth cameras give them
 */
export async function arrayKind({ file }: NamedFile, header: NpyHeader, wanted: Modality | undefined): Promise<ArrayKind> {
  const { shape } = header;
  if (shape.length === 5) return 'clips';
  if (shape.length === 4 && wanted === 'video') return isOneClip(header) ? 'clip' : 'clips';
  if (!mayBeClouds(header)) return shape.length === 4 || (shape.length === 3 && shape[2]! > NARROW) ? 'pictures' : 'other';
  if (shape.length === 3 && wanted === 'point') return 'clouds';
  if (!(await hasNegatives(file, header))) return 'pictures';
  return shape.length === 3 || wanted === 'point' ? 'clouds' : 'pictures';
}

/** Whether an array [P, 3 or more] may be one cloud. */
export function mayBeOneCloud({ kind, shape }: NpyHeader): boolean {
  return kind === 'f' && shape.length === 2 && shape[0]! >= FEWEST_POINTS && isCloudWidth(shape[1]!);
}

function mayBeClouds({ kind, shape }: NpyHeader): boolean {
  const columns = shape.at(-1) ?? 0;
  if (shape.length === 4) return kind === 'f' && columns === 3;
  if (shape.length !== 3 || !['u', 'i', 'f'].includes(kind)) return false;
  return isCloudWidth(columns) && (columns <= NARROW || shape[1]! >= FEWEST_POINTS);
}

function isCloudWidth(columns: number): boolean {
  return columns >= CLOUD_COLUMNS.fewest && columns <= CLOUD_COLUMNS.most;
}

/** Brightness never lies below 0, and coordinates around a centre do. */
async function hasNegatives(file: Blob, header: NpyHeader): Promise<boolean> {
  if (header.kind === 'u') return false;
  const bytes = new Uint8Array(await file.slice(header.start, header.start + LOOK - (LOOK % header.itemBytes)).arrayBuffer());
  const at = numbersOf(bytes, header);
  for (let i = 0; i < bytes.length / header.itemBytes; i++) if (at(i) < 0) return true;
  return false;
}
