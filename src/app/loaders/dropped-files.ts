/**
 * @file From what the browser hands over, a drop or a file input, to files with paths. Folders are walked; hidden and
 * system files are passed over; an entry that cannot be read is named and the others go on. First step of data's way.
 */
import { isIgnoredPath } from '../../core/data/class-paths.ts';
import { countText, displayName } from '../../core/data/display-name.ts';
import { LIMITS } from '../../core/data/limits.ts';
import type { Problem } from '../../core/errors.ts';
import type { DroppedFile } from '../../worker/parse-protocol.ts';

export interface Collected {
  files: DroppedFile[];
  /** Entries that were left out, and limits that were reached. */
  problems: Problem[];
  /** What to call the set: the one folder or archive dropped, or `dropped files`. */
  name: string;
}

/**
 * Files of a drop, folders walked. Call it while the drop event is handled: the browser empties `dataTransfer` afterwards.
 * Never rejects.
 */
export function filesFromDrop(dataTransfer: DataTransfer): Promise<Collected> {
  const items = [...dataTransfer.items].filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length < items.length) return Promise.resolve(filesFromInput(dataTransfer.files));
  return filesFromEntries(entries);
}

/** Files of an `<input type="file">`, with paths where it was a folder that was chosen. */
export function filesFromInput(list: Iterable<File>): Collected {
  const collected = emptyCollection();
  for (const file of list) {
    const path = file.webkitRelativePath || file.name;
    if (!isIgnoredPath(path) && !take(collected, path, file)) break;
  }
  collected.name = nameOf(collected.files.map(({ path }) => path));
  return collected;
}

/** The walk itself, breadth first. @param entries roots, each a file or a folder */
export async function filesFromEntries(entries: readonly FileSystemEntry[]): Promise<Collected> {
  const collected = emptyCollection();
  const queue = entries.map((entry) => ({ entry, path: entry.name }));
  // The queue grows while it is walked.
  for (const { entry, path } of queue) {
    if (isIgnoredPath(path)) continue;
    try {
      if (isFile(entry)) {
        if (!take(collected, path, await fileOf(entry))) break;
      } else if (path.split('/').length > LIMITS.folderDepth) collected.problems.push(tooDeep(path));
      else
        for (const child of await childrenOf(entry as FileSystemDirectoryEntry))
          queue.push({ entry: child, path: `${path}/${child.name}` });
    } catch (error) {
      collected.problems.push(unreadable(path, error));
    }
  }
  collected.name = nameOf(entries.map((entry) => entry.name));
  return collected;
}

function emptyCollection(): Collected {
  return { files: [], problems: [], name: '' };
}

/** @returns false when there is no room for more */
function take(collected: Collected, path: string, file: File): boolean {
  if (collected.files.length >= LIMITS.dropFiles) {
    collected.problems.push({
      code: 'drop-too-many-files',
      message: `There are more than ${countText(LIMITS.dropFiles)} files in what was dropped, which is the limit.`,
      hint: `The first ${countText(LIMITS.dropFiles)} are used.`,
    });
    return false;
  }
  collected.files.push({ path, file });
  return true;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives at most a hundred entries at a time, then an empty list. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0 || children.length > LIMITS.dropFiles) return children;
    for (const child of some) children.push(child);
  }
}

/** The common first folder without `.zip`, or a plain word. */
function nameOf(paths: readonly string[]): string {
  const firsts = new Set(paths.map((path) => path.split('/')[0] ?? ''));
  const [only] = firsts;
  return firsts.size === 1 && only ? displayName(only.replace(/\.zip$/i, ''), 60) : 'dropped files';
}

function tooDeep(path: string): Problem {
  const where = displayName(path);
  return {
    code: 'folder-too-deep',
    message: `${where} lies more than ${LIMITS.folderDepth} folders deep.`,
    hint: 'What is in it was left out. Drop the folder that holds the classes.',
    where,
  };
}

function unreadable(path: string, error: unknown): Problem {
  const where = displayName(path);
  const reason = error instanceof Error && error.message ? ` (${displayName(error.message, 80)})` : '';
  return {
    code: 'entry-unreadable',
    message: `${where} could not be read${reason}.`,
    hint: 'It was left out; the rest loads. Check that it may be opened.',
    where,
  };
}
