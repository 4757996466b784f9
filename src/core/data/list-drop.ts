/**
 * @file From a drop to the list of pictures in it: hidden files passed over, archives opened, everything that cannot be
 * a picture rejected by name, classes found. Nothing is decoded here. Runs in the parse worker; `parse.worker.ts` decodes what it lists.
 */
import { PlaygroundError, type Problem, toProblem } from '../errors.ts';
import { classPaths, isIgnoredPath } from './class-paths.ts';
import { countText } from './display-name.ts';
import { checkFileSize, pictureError } from './formats/check-picture.ts';
import { openArchive } from './formats/zip-archive.ts';
import { readProblem } from './formats/zip-problems.ts';
import { LIMITS } from './limits.ts';
import { compareNatural } from './natural-order.ts';

export interface Candidate {
  path: string;
  className: string;
  /** @throws PlaygroundError when the file cannot be read */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

export interface Listing {
  candidates: Candidate[];
  classNames: string[];
}

type Source = Omit<Candidate, 'className'>;

/** Names that may be pictures; a file without an ending is looked into as well. */
const PICTURE_NAME = /(^|\/)[^./]*$|\.(png|apng|jpe?g|jpe|jfif|webp|gif|bmp|dib|avif)$/i;
const PACKED_NAME = /\.(7z|rar|tar|tgz|gz|bz2|xz|zst)$/i;
const OTHER_PICTURE_NAME = /\.(tiff?|heic|heif|svg|psd|ico|tga|raw|dng|cr2|nef)$/i;

export interface ListOptions {
  /** Paths that are done already or are not to be tried again. */
  skip?: ReadonlySet<string>;
  /** Called with the path of an archive before it is opened. */
  onReading?: (path: string) => void;
  /** Called for each file that is left out. */
  onRejected: (problem: Problem) => void;
}

/**
 * @param files the drop; paths with `/`
 * @throws PlaygroundError when there is nothing in the drop that could be a picture
 */
export async function listDrop(
  files: readonly { path: string; file: Blob }[],
  { skip = new Set(), onReading, onRejected }: ListOptions,
): Promise<Listing> {
  const sources: Source[] = [];
  const rejected: Problem[] = [];
  const reject = (problem: Problem) => {
    rejected.push(problem);
    onRejected(problem);
  };
  const visible = files.filter(({ path }) => !isIgnoredPath(path));
  const add = (source: Source) => {
    const problem = notByName(source.path);
    if (problem) reject(toProblem(problem));
    else sources.push(source);
  };
  for (const { path, file } of visible) {
    if (!/\.zip$/i.test(path)) {
      add({ path, read: () => readFile(file, path) });
      continue;
    }
    if (skip.has(path)) continue;
    onReading?.(path);
    try {
      const archive = await openArchive(file, path);
      for (const problem of archive.rejected) reject(problem);
      for (const entry of archive.entries) add(entry);
    } catch (error) {
      reject(toProblem(readProblem(error, path)));
    }
  }
  if (sources.length === 0) throw nothingFound(visible.length, rejected);
  if (sources.length > LIMITS.dropFiles) {
    throw new PlaygroundError({
      code: 'drop-too-many-files',
      message: `The drop holds ${countText(sources.length)} files; ${countText(LIMITS.dropFiles)} are the limit.`,
      hint: 'Drop fewer files at a time, or fewer a class.',
    });
  }
  const { classOf, rejected: stray } = classPaths(sources.map((source) => source.path));
  for (const problem of stray) reject(problem);
  const candidates = sources.flatMap((source) => {
    const className = classOf.get(source.path);
    return className === undefined || skip.has(source.path) ? [] : [{ ...source, className }];
  });
  return { candidates, classNames: [...new Set(classOf.values())].sort(compareNatural) };
}

function notByName(path: string): PlaygroundError | undefined {
  if (PICTURE_NAME.test(path)) return undefined;
  if (PACKED_NAME.test(path))
    return pictureError(
      path,
      'archive-unsupported',
      'is an archive of a kind that is not opened',
      'Unpack it, or make a .zip of the folder.',
    );
  if (OTHER_PICTURE_NAME.test(path))
    return pictureError(path, 'picture-kind', 'is a kind of picture that is not read here', 'Save it as PNG or JPEG.');
  return pictureError(path, 'not-a-picture', 'is not a picture by its name', 'Pictures are PNG, JPEG, WebP, GIF, BMP or AVIF files.');
}

async function readFile(file: Blob, path: string): Promise<Uint8Array<ArrayBuffer>> {
  checkFileSize(file.size, path);
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    // Moved, changed or no longer permitted since the drop; the browser does not say which.
    throw pictureError(path, 'file-unreadable', 'could not be opened; it may have been moved or changed', 'Drop it again.');
  }
}

function nothingFound(fileCount: number, rejected: readonly Problem[]): PlaygroundError {
  const [first] = rejected;
  if (first && fileCount === 1 && rejected.length === 1) return new PlaygroundError(first);
  const hint = 'Drop a folder of PNG, JPEG, WebP, GIF, BMP or AVIF files with one sub-folder a class, or a .zip of one.';
  if (fileCount === 0) return new PlaygroundError({ code: 'drop-empty', message: 'There is no file in what was dropped.', hint });
  const which =
    fileCount === 1 ? 'There is no picture in the dropped file.' : `None of the ${countText(fileCount)} dropped files can be used.`;
  return new PlaygroundError({ code: 'no-pictures', message: first ? `${which} The first: ${first.message}` : which, hint });
}
