/**
 * @file What a container of many samples (tar, IDX, NumPy array, parquet) gives: entries that are read one by one, later.
 * Between the files of a drop and the decoders; fits beside `Candidate` in `list-drop.ts`, which has the same three fields.
 */
import type { Modality } from '../../../config/run-config.ts';
import type { PlaygroundError, Problem } from '../../errors.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';

/** Pixels that need no decoder: what `new ImageData(rgba, width, height)` takes. */
export interface ReadyPicture {
  /** RGBA bytes, row-major, [height, width, 4]; alpha is 255. */
  rgba: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

interface EntryNames {
  /** Path of the container, `/`, place inside it. */
  path: string;
  /** Class that the container itself names; null where folders, a table or names have to say it. */
  className: string | null;
}

/** @throws PlaygroundError from `read` when the bytes cannot be had or are not what was announced */
export interface FileEntry extends EntryNames {
  kind: 'file';
  /** What it is, where its container knows; elsewhere its name and content tell. */
  modality?: Modality;
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** @throws PlaygroundError from `read` when a value is outside its range */
export interface PictureEntry extends EntryNames {
  kind: 'picture';
  read(): Promise<ReadyPicture>;
}

/** A clip: its pictures in their order, at least two. */
export interface FramesEntry extends EntryNames {
  kind: 'frames';
  frames: readonly PictureEntry[];
}

export type ContainerEntry = FileEntry | PictureEntry | FramesEntry;

export interface OpenedContainer {
  entries: ContainerEntry[];
  /** What was left out, with reasons. */
  rejected: Problem[];
}

export interface NamedFile {
  /** With `/` between folders. */
  path: string;
  file: Blob;
}

/** `fileError` for what is most often damaged on its way. */
export function containerError(path: string, code: string, is: string, todo = COPY_AGAIN): PlaygroundError {
  return fileError(path, code, is, todo);
}
