/**
 * @file One thing of a drop that may become a sample, wherever it lies: a file, an entry of an archive, a picture of an array. It is
 * listed first and read later. Types and the readers of plain files; before `list-drop.ts`.
 */
import type { Modality } from '../../config/run-config.ts';
import type { ReadyPicture } from './containers/container-entry.ts';
import { fileError } from './file-error.ts';

interface Source {
  path: string;
  /** Class that its container gave it; null where folders, names or a table have to say it. */
  given: string | null;
}

/** @throws PlaygroundError from `read` and `blob` when the file cannot be read */
export interface FileSource extends Source {
  kind: 'file';
  /** What it is, where its container knows; elsewhere its name and content tell. */
  modality?: Modality;
  /** Bytes; of an archive's entry, what the archive claims; null where it is not known before reading. */
  size: number | null;
  read(): Promise<Uint8Array<ArrayBuffer>>;
  /** For what is not read as a whole. */
  blob(): Promise<Blob>;
}

/** Pixels that need no decoder. @throws PlaygroundError from `read` */
export interface PictureSource extends Source {
  kind: 'picture';
  read(): Promise<ReadyPicture>;
}

/** A folder of pictures, or a part of an array, that is one clip. */
export interface FramesSource extends Source {
  kind: 'frames';
  /** In their order. */
  frames: readonly (FileSource | PictureSource)[];
}

export type DropSource = FileSource | PictureSource | FramesSource;

/** A file as the browser handed it over. */
export function plainFile(path: string, file: Blob): FileSource {
  const read = async () => {
    try {
      return new Uint8Array(await file.arrayBuffer());
    } catch {
      // Moved, changed or no longer permitted since the drop; the browser does not say which.
      throw fileError(path, 'file-unreadable', 'could not be opened; it may have been moved or changed', 'Drop it again.');
    }
  };
  return { kind: 'file', path, given: null, size: file.size, read, blob: async () => file };
}

/** An entry of an archive. */
export function entryFile(
  path: string,
  given: string | null,
  size: number | null,
  read: () => Promise<Uint8Array<ArrayBuffer>>,
): FileSource {
  return { kind: 'file', path, given, size, read, blob: async () => new Blob([await read()]) };
}
