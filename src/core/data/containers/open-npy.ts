/**
 * @file NumPy arrays of pictures with their labels, from `.npz` archives and from `.npy` files that lie together, to entries.
 * Arrays that are no stack of pictures (points, sound) are handed back. After `npy-roles.ts`; used by `open-containers.ts`.
 */
import { PlaygroundError, toProblem } from '../../errors.ts';
import { displayName } from '../display-name.ts';
import { openArchive } from '../formats/zip-archive.ts';
import { containerError, type NamedFile, type OpenedContainer } from './container-entry.ts';
import { type NpyHeader, readNpyHeader } from './npy-header.ts';
import { npyLabels } from './npy-labels.ts';
import { isPictureShape, npyPictures } from './npy-pictures.ts';
import { arrayRole } from './npy-roles.ts';

interface FoundArray extends NamedFile {
  header: NpyHeader;
  /** Name without folders. */
  name: string;
}

/**
 * One `.npz`: each picture array with the labels that go by its name.
 * @throws PlaygroundError `zip-…` or `npz-no-pictures` when nothing in it can be used
 */
export async function openNpz({ path, file }: NamedFile): Promise<OpenedContainer> {
  const archive = await openArchive(file, path);
  const opened: OpenedContainer = { entries: [], rejected: [...archive.rejected] };
  const arrays: NamedFile[] = [];
  for (const entry of archive.entries.filter((entry) => /\.npy$/i.test(entry.path))) {
    try {
      arrays.push({ path: entry.path, file: new Blob([await entry.read()]) });
    } catch (error) {
      opened.rejected.push(toProblem(error));
    }
  }
  const { found, unread } = await readHeaders(arrays);
  opened.rejected.push(...unread.map(({ problem }) => toProblem(problem)));
  if (!found.some(({ header }) => isPictureShape(header.shape))) {
    const [first] = opened.rejected;
    if (found.length === 0 && first) throw new PlaygroundError(first);
    const shapes = found.map(({ name, header }) => `${displayName(name, 30)} (${header.shape.join(', ')})`).slice(0, 5);
    const holds = shapes.length > 0 ? `: it has ${shapes.join(', ')}` : '';
    const isClouds = found.some(({ header: { shape } }) => shape.length === 3 && shape[2] === 3);
    const todo = isClouds
      ? 'Clouds of points are read from one file each: save each as an .npy file of shape (points, 3), in a folder for each class.'
      : 'Pictures are (N, H, W) or (N, H, W, 1 or 3).';
    throw containerError(path, 'npz-no-pictures', `holds no array of pictures${holds}`, todo);
  }
  await pair(found, opened);
  return opened;
}

/**
 * Loose `.npy` files of a drop.
 * @returns `rest`: those that are neither pictures nor the labels of pictures
 */
export async function openNpyFiles(files: readonly NamedFile[]): Promise<OpenedContainer & { rest: NamedFile[] }> {
  const opened: OpenedContainer = { entries: [], rejected: [] };
  const { found, unread } = await readHeaders(files);
  const folders = groupByFolder(found);
  const rest = unread.map(({ file }) => file); // whoever reads it says what is wrong with it
  for (const arrays of folders.values()) {
    if (arrays.some(({ header }) => isPictureShape(header.shape))) rest.push(...(await pair(arrays, opened)));
    else rest.push(...arrays);
  }
  return { ...opened, rest: rest.map(({ path, file }) => ({ path, file })) };
}

/** Adds the entries of all picture arrays. @returns arrays that were neither pictures nor labels */
async function pair(arrays: readonly FoundArray[], { entries, rejected }: OpenedContainer): Promise<FoundArray[]> {
  const pictures = arrays.filter(({ header }) => isPictureShape(header.shape));
  const others = arrays.filter((array) => !pictures.includes(array));
  const labels = others.filter(({ name, header }) => isLabels(name, header));
  const named = others.find(({ name, header }) => arrayRole(name).role === 'names' && header.shape.length === 1);
  const used = new Set<FoundArray>();
  const names = named && (await npyLabels(named, named.header).catch(() => undefined));
  if (named) used.add(named);
  for (const array of pictures) {
    const { rest } = arrayRole(array.name);
    const mine =
      labels.find(({ name }) => arrayRole(name).rest === rest) ?? (pictures.length === 1 && labels.length === 1 ? labels[0] : undefined);
    if (mine) used.add(mine);
    try {
      if (mine && mine.header.shape[0] !== array.header.shape[0]) throw counts(mine, array);
      const stack = await npyPictures(array, array.header);
      const classes = mine && (await npyLabels(mine, mine.header, names));
      const digits = String(stack.count - 1).length;
      for (let at = 0; at < stack.count; at++)
        entries.push({
          kind: 'picture',
          path: `${array.path}/${String(at).padStart(digits, '0')}`,
          className: classes?.[at] ?? null,
          read: () => stack.read(at),
        });
      if (!mine) rejected.push(toProblem(noLabels(array.path)));
    } catch (error) {
      rejected.push(toProblem(error));
    }
  }
  return others.filter((array) => !used.has(array));
}

function isLabels(name: string, { shape }: NpyHeader): boolean {
  const { role } = arrayRole(name);
  return role === 'labels' || (role === 'unknown' && (shape.length === 1 || (shape.length === 2 && shape[1] === 1)));
}

async function readHeaders(files: readonly NamedFile[]) {
  const found: FoundArray[] = [];
  const unread: { file: NamedFile; problem: unknown }[] = [];
  for (const { path, file } of files) {
    try {
      found.push({ path, file, header: await readNpyHeader(file, path), name: path.slice(path.lastIndexOf('/') + 1) });
    } catch (problem) {
      unread.push({ file: { path, file }, problem });
    }
  }
  return { found, unread };
}

function groupByFolder(arrays: readonly FoundArray[]): Map<string, FoundArray[]> {
  const folders = new Map<string, FoundArray[]>();
  for (const array of arrays) {
    const folder = array.path.slice(0, array.path.lastIndexOf('/') + 1);
    const inside = folders.get(folder);
    if (inside) inside.push(array);
    else folders.set(folder, [array]);
  }
  return folders;
}

function counts(labels: FoundArray, pictures: FoundArray): PlaygroundError {
  const is = `has ${labels.header.shape[0]} labels for the ${pictures.header.shape[0]} pictures of ${displayName(pictures.path)}`;
  return containerError(labels.path, 'npy-counts', is, 'Save the two arrays that belong together.');
}

function noLabels(path: string): PlaygroundError {
  const where = displayName(path);
  return new PlaygroundError({
    code: 'npy-no-labels',
    message: `${where} has no labels array that goes by its name, so its pictures have no class.`,
    hint: 'Name the two x_… and y_…, or images and labels, and drop them together.',
    where,
  });
}
