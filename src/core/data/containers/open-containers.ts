/**
 * @file From the files of a drop to the samples inside its containers: tar, tar.gz, IDX, NumPy arrays and parquet. Everything else
 * is handed back. One bad container never ends the others. Runs in the parse worker, before `list-drop.ts` sorts the rest.
 */
import type { Modality } from '../../../config/run-config.ts';
import { type Problem, toProblem } from '../../errors.ts';
import { isIgnoredPath } from '../class-paths.ts';
import { IDX_NAME } from '../file-kinds.ts';
import type { ContainerEntry, NamedFile, OpenedContainer } from './container-entry.ts';
import { openIdx } from './idx.ts';
import { openNpyFiles, openNpz } from './open-npy.ts';
import { openParquet } from './parquet.ts';
import { openTar, TAR_NAME } from './tar-archive.ts';

export interface OpenOptions {
  /** Paths that are done already or are not to be tried again. */
  skip?: ReadonlySet<string>;
  /** What the target takes: decides what an array is that may be pictures or point clouds. */
  wanted?: Modality;
  /** Called with the path of a container before it is opened: it may hang. */
  onReading?: ((path: string) => void) | undefined;
  /** Called for each file or sample that is left out. */
  onRejected: (problem: Problem) => void;
}

export interface OpenedContainers {
  entries: ContainerEntry[];
  /** Files that are no containers, in their order. */
  rest: NamedFile[];
}

const OPENERS: readonly [RegExp, (file: NamedFile, wanted?: Modality) => Promise<OpenedContainer>][] = [
  [TAR_NAME, openTar],
  [/\.parquet$/i, openParquet],
  [/\.npz$/i, openNpz],
];

/** Never throws for a file; the reasons go to `onRejected`. */
export async function openContainers(
  files: readonly NamedFile[],
  { skip = new Set(), wanted, onReading, onRejected }: OpenOptions,
): Promise<OpenedContainers> {
  const opened: OpenedContainers = { entries: [], rest: [] };
  const [idx, npy]: [NamedFile[], NamedFile[]] = [[], []];
  const take = ({ entries, rejected }: OpenedContainer) => {
    for (const entry of entries) if (!skip.has(entry.path)) opened.entries.push(entry);
    for (const problem of rejected) onRejected(problem);
  };
  for (const named of files) {
    const { path } = named;
    if (isIgnoredPath(path)) continue;
    const opener = OPENERS.find(([name]) => name.test(path))?.[1];
    if (opener) {
      if (skip.has(path)) continue;
      onReading?.(path);
      try {
        take(await opener(named, wanted));
      } catch (error) {
        onRejected(toProblem(error, 'container-unreadable', 'It was left out; the rest loads.'));
      }
    } else if (IDX_NAME.test(path)) idx.push(named);
    else if (/\.npy$/i.test(path)) npy.push(named);
    else opened.rest.push(named);
  }
  for (const { path } of [...idx, ...npy]) onReading?.(path);
  take(await openIdx(idx.filter(({ path }) => !skip.has(path))));
  const arrays = await openNpyFiles(
    npy.filter(({ path }) => !skip.has(path)),
    wanted,
  );
  take(arrays);
  const kept = new Set([...opened.rest, ...arrays.rest].map(({ path }) => path));
  opened.rest = files.filter(({ path }) => kept.has(path));
  return opened;
}
