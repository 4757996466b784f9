/**
 * @file From the files of a drop to everything in it that may be a sample: archives and containers opened, also containers that lie
 * inside an archive, nothing decoded. Second step of data's way, in the parse worker; `list-drop.ts` sorts what comes out.
 */
import type { Modality } from '../../config/run-config.ts';
import { type Problem, toProblem } from '../errors.ts';
import { isIgnoredPath } from './class-paths.ts';
import type { ContainerEntry, NamedFile } from './containers/container-entry.ts';
import { openContainers } from './containers/open-containers.ts';
import { type DropSource, entryFile, type FileSource, type PictureSource, plainFile } from './drop-source.ts';
import { COMPANION_NAME, IDX_NAME, suffixOf } from './file-kinds.ts';
import { openArchive } from './formats/zip-archive.ts';
import { readProblem } from './formats/zip-problems.ts';

export interface OpenDropOptions {
  /** Paths that are done already or are not to be tried again. */
  skip: ReadonlySet<string>;
  /** Called with the path of an archive or container before it is opened: it may hang. */
  onReading?: ((path: string) => void) | undefined;
  /** Called for each file that is left out. */
  onRejected: (problem: Problem) => void;
}

/** In an archive with more NumPy arrays than this, each is a sample; fewer may be a stack of pictures or clouds and its labels. */
const MOST_ARRAYS = 40;

/** Never throws for a file; the reasons go to `onRejected`. */
export async function openDrop(files: readonly NamedFile[], wanted: Modality, options: OpenDropOptions): Promise<DropSource[]> {
  const visible = files.filter(({ path }) => !isIgnoredPath(path) && !COMPANION_NAME.test(path));
  const isZip = ({ path }: NamedFile) => /\.zip$/i.test(path);
  const inZips = await openZips(visible.filter(isZip), options);
  const { entries, rest } = await openContainers(
    visible.filter((file) => !isZip(file)),
    { ...options, wanted },
  );
  const fromArchives = [...inZips, ...entries.map(sourceOf)];
  const inner = innerContainers(fromArchives, wanted);
  const opened = await openInner(inner, wanted, options);
  const isInner = new Set<DropSource>(inner);
  return [
    ...rest.map(({ path, file }) => plainFile(path, file)),
    ...fromArchives.filter((source) => !isInner.has(source) && !COMPANION_NAME.test(source.path)),
    ...opened,
  ];
}

async function openZips(zips: readonly NamedFile[], { skip, onReading, onRejected }: OpenDropOptions): Promise<FileSource[]> {
  const found: FileSource[] = [];
  for (const { path, file } of zips) {
    if (skip.has(path)) continue;
    onReading?.(path);
    try {
      const { entries, rejected } = await openArchive(file, path);
      for (const problem of rejected) onRejected(problem);
      for (const { path: inside, bytes, read } of entries) found.push(entryFile(inside, null, bytes, read));
    } catch (error) {
      onRejected(toProblem(readProblem(error, path)));
    }
  }
  return found;
}

function sourceOf(entry: ContainerEntry): DropSource {
  const { path, className: given } = entry;
  if (entry.kind === 'picture') return { kind: 'picture', path, given, read: entry.read };
  if (entry.kind === 'frames') {
    const frames = entry.frames.map((frame): PictureSource => ({ kind: 'picture', path: frame.path, given, read: frame.read }));
    return { kind: 'frames', path, given, frames };
  }
  const file = entryFile(path, given, null, entry.read);
  return entry.modality ? { ...file, modality: entry.modality } : file;
}

/** Arrays, tables and IDX files that were packed into an archive. */
function innerContainers(sources: readonly DropSource[], wanted: Modality): FileSource[] {
  const isFile = (source: DropSource): source is FileSource => source.kind === 'file' && source.given === null && !source.modality;
  const files = sources.filter(isFile);
  const arrays = files.filter(({ path }) => suffixOf(path) === 'npy');
  // An array that is one clip is opened, too.
  const areStacks = wanted === 'video' || arrays.length <= MOST_ARRAYS;
  return files.filter(({ path }) => /\.(npz|parquet)$/i.test(path) || IDX_NAME.test(path) || (areStacks && suffixOf(path) === 'npy'));
}

async function openInner(inner: readonly FileSource[], wanted: Modality, options: OpenDropOptions): Promise<DropSource[]> {
  const files: NamedFile[] = [];
  for (const { path, blob } of inner) {
    if (options.skip.has(path)) continue;
    options.onReading?.(path);
    try {
      files.push({ path, file: await blob() });
    } catch (error) {
      options.onRejected(toProblem(error, 'container-unreadable', 'It was left out; the rest loads.'));
    }
  }
  if (files.length === 0) return [];
  const { entries, rest } = await openContainers(files, { ...options, wanted });
  return [...rest.map(({ path, file }) => plainFile(path, file)), ...entries.map(sourceOf)];
}
