/**
 * @file What a file of a drop may be by its name alone: which modality it belongs to, or that it is packed. Names only sort a
 * drop; what a file is in truth, its content says when it is decoded. Pure; used by `list-drop.ts` and, before anything is
 * read, by the page (`detect-modality.ts`).
 */
import type { Modality } from '../../config/run-config.ts';

/** Suffixes of files that are read, and of those that are known well enough to say why they are not. The usual modality first. */
const SUFFIXES: readonly [modalities: readonly Modality[], suffixes: string][] = [
  [['image'], 'png jpg jpeg jpe jfif bmp dib avif svg tif tiff heic heif psd ico tga dng cr2 nef jxl jp2'],
  [['image', 'video'], 'gif webp apng'],
  [['audio'], 'wav wave mp3 flac ogg oga opus m4a m4b aac weba aif aiff wma amr caf au mid midi'],
  [['video'], 'mp4 m4v mov mkv avi mpg mpeg wmv flv 3gp ogv m2ts mts'],
  [['video', 'audio'], 'webm'],
  [['point'], 'ply pcd xyz pts asc off obj stl npy las laz e57 glb gltf fbx vtk vtp dae wrl blend stp step'],
];
const BY_SUFFIX = new Map(
  SUFFIXES.flatMap(([modalities, suffixes]) => suffixes.split(' ').map((suffix): [string, readonly Modality[]] => [suffix, modalities])),
);
const NONE: readonly Modality[] = [];

/** The modalities that a name allows, the usual one first; none for tables, text and everything unknown. */
export function modalitiesByName(path: string): readonly Modality[] {
  return BY_SUFFIX.get(suffixOf(path)) ?? NONE;
}

/** In lower case, without the dot; '' where there is none. */
export function suffixOf(path: string): string {
  return /\.([a-z0-9]{1,5})$/i.exec(path)?.[1]?.toLowerCase() ?? '';
}

/** A file without a suffix may be anything. */
export function isNameless(path: string): boolean {
  return /(^|\/)[^./]+$/.test(path);
}

/** Tables of numbers or of labels: samples only where the target takes points. */
export const TABLE_SUFFIXES: ReadonlySet<string> = new Set(['txt', 'csv', 'tsv', 'tab']);
/** Containers that are opened and hold many samples. */
export const CONTAINER_NAME = /\.(zip|tar|tar\.gz|tgz|parquet|npz|npy)$/i;
export const IDX_NAME = /[.-]idx[1-4]([.-](ubyte|u?int8))?(\.gz)?$|\.idx(\.gz)?$/i;
/** Archives; those that are not opened are named as such. */
export const PACKED_NAME = /\.(zip|7z|rar|tar|tgz|gz|bz2|xz|zst)$/i;
/** What describes data and is no sample; passed over without a word. Not pictures that are called so. */
export const DOCUMENT_NAME =
  /(^|\/)(read[_-]?me|licen[cs]e|copying|notice|authors|changelog|citation|attribution|credits?)([_-][\w-]+)*((\.[\w-]+)?\.txt|\.(html?|pdf|cff|bib))?$|\.(md|rst|json|ya?ml)$/i;
/** What belongs to a surface and is no sample: materials. Passed over without a word. */
export const COMPANION_NAME = /\.mtl$/i;
