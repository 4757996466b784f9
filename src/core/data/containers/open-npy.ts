/**
 * @file NumPy arrays of pictures, of point clouds or of clips with their labels, from `.npz` archives and from `.npy` files that lie together, to
 * entries. Arrays that are neither (single clouds, sound) are handed back. After `npy-roles.ts`; used by `open-containers.ts`.
 */
import type { Modality } from '../../../config/run-config.ts';
import { PlaygroundError, toProblem } from '../../errors.ts';
import { countText, displayName } from '../display-name.ts';
import { openArchive } from '../formats/zip-archive.ts';
import {
  type ContainerEntry,
  containerError,
  type FramesEntry,
  type NamedFile,
  type OpenedContainer,
  type PictureEntry,
} from './container-entry.ts';
import { npyClips } from './npy-clips.ts';
import { npyClouds } from './npy-clouds.ts';
import { type NpyHeader, readNpyHeader } from './npy-header.ts';
import { type ArrayKind, arrayKind, mayBeOneCloud } from './npy-kind.ts';
import { npyLabels } from './npy-labels.ts';
import { npyPictures } from './npy-pictures.ts';
import { arrayRole } from './npy-roles.ts';

interface FoundArray extends NamedFile {
  header: NpyHeader;
  kind: ArrayKind;
  /** Name without folders. */
  name: string;
}

/**
 * One `.npz`: each array of pictures, clouds or clips with the labels that go by its name; or, where points are wanted, its one cloud.
 * @param wanted what the target takes: decides where an array may be either
 * @throws PlaygroundError `zip-…`, `npz-no-pictures`, `npz-no-clouds` or `npz-no-clips` when nothing in it can be used
 */
export async function openNpz({ path, file }: NamedFile, wanted?: Modality): Promise<OpenedContainer> {
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
  const { found, unread } = await readHeaders(arrays, wanted);
  opened.rejected.push(...unread.map(({ problem }) => toProblem(problem)));
  if (found.some(({ kind }) => kind !== 'other')) {
    await pair(found, opened);
    return opened;
  }
  const cloud = wanted === 'point' ? onlyCloud(found) : undefined;
  if (cloud) {
    const read = async () => new Uint8Array(await cloud.file.arrayBuffer());
    opened.entries.push({ kind: 'file', modality: 'point', path, className: null, read });
    return opened;
  }
  // What could not be read may be what the file was dropped for.
  const first = unread[0] ? toProblem(unread[0].problem) : found.length === 0 ? opened.rejected[0] : undefined;
  if (first) throw new PlaygroundError(first);
  throw noStack(path, found, wanted);
}

/**
 * Loose `.npy` files of a drop.
 * @returns `rest`: those that are neither stacks of pictures, clouds or clips nor the labels of such
 */
export async function openNpyFiles(files: readonly NamedFile[], wanted?: Modality): Promise<OpenedContainer & { rest: NamedFile[] }> {
  const opened: OpenedContainer = { entries: [], rejected: [] };
  const { found, unread } = await readHeaders(files, wanted);
  const folders = groupByFolder(found);
  const rest = unread.map(({ file }) => file); // whoever reads it says what is wrong with it
  for (const arrays of folders.values()) {
    if (arrays.some(({ kind }) => kind !== 'other')) rest.push(...(await pair(arrays, opened)));
    else rest.push(...arrays);
  }
  return { ...opened, rest: rest.map(({ path, file }) => ({ path, file })) };
}

/** Adds the entries of all stacks. @returns arrays that were neither stacks nor labels */
async function pair(arrays: readonly FoundArray[], { entries, rejected }: OpenedContainer): Promise<FoundArray[]> {
  const stacks = arrays.filter(({ kind }) => kind !== 'other');
  const others = arrays.filter(({ kind }) => kind === 'other');
  const isBeside = ({ kind, name }: FoundArray) => kind === 'clouds' && arrayRole(name).role === 'beside';
  // Normals and colours have the shape of clouds; alone, they may be clouds that are called so.
  const samples = stacks.some((array) => !isBeside(array)) ? stacks.filter((array) => !isBeside(array)) : stacks;
  const labels = others.filter(({ name, header }) => isLabels(name, header));
  const named = others.find(({ name, header }) => arrayRole(name).role === 'names' && header.shape.length === 1);
  const used = new Set<FoundArray>();
  const names = named && (await npyLabels(named, named.header).catch(() => undefined));
  if (named) used.add(named);
  for (const sample of samples) {
    const { rest } = arrayRole(sample.name);
    const mine =
      labels.find(({ name }) => arrayRole(name).rest === rest) ?? (samples.length === 1 && labels.length === 1 ? labels[0] : undefined);
    if (mine) used.add(mine);
    // Labels for each frame of what could be one clip: pictures.
    const array: FoundArray =
      sample.kind === 'clip' && mine && mine.header.shape[0] === sample.header.shape[0] ? { ...sample, kind: 'pictures' } : sample;
    try {
      const found = await entriesOf(array);
      if (mine && mine.header.shape[0] !== found.length) throw counts(mine, array);
      const classes = mine && (await npyLabels(mine, mine.header, names));
      for (const [at, entry] of found.entries()) entries.push(classes ? { ...entry, className: classes[at] ?? null } : entry);
      if (!mine && array.kind !== 'clip') rejected.push(toProblem(noLabels(array)));
    } catch (error) {
      rejected.push(toProblem(error));
    }
  }
  for (const array of stacks) if (!samples.includes(array)) rejected.push(toProblem(beside(array)));
  return others.filter((array) => !used.has(array));
}

/** Without classes. @throws PlaygroundError `npy-…` where the array as a whole cannot be used */
async function entriesOf(array: FoundArray): Promise<ContainerEntry[]> {
  if (array.kind === 'clips' || array.kind === 'clip') return clipsOf(array);
  const clouds = array.kind === 'clouds' ? npyClouds(array, array.header) : undefined;
  const pictures = clouds ? undefined : await npyPictures(array, array.header);
  const { count } = clouds ?? pictures!;
  return Array.from({ length: count }, (_, at): ContainerEntry => {
    const names = { path: `${array.path}/${counted(at, count)}`, className: null };
    return clouds
      ? { ...names, kind: 'file', modality: 'point', read: () => clouds.read(at) }
      : { ...names, kind: 'picture', read: () => pictures!.read(at) };
  });
}

async function clipsOf(array: FoundArray): Promise<FramesEntry[]> {
  const { count, frames, read } = await npyClips(array, array.header);
  return Array.from({ length: count }, (_, clip): FramesEntry => {
    const path = array.kind === 'clip' ? array.path : `${array.path}/${counted(clip, count)}`;
    const frameOf = (frame: number): PictureEntry => {
      return { kind: 'picture', path: `${path}/${counted(frame, frames)}`, className: null, read: () => read(clip, frame) };
    };
    return { kind: 'frames', path, className: null, frames: Array.from({ length: frames }, (_, frame) => frameOf(frame)) };
  });
}

/** As many digits as the last has. */
function counted(at: number, count: number): string {
  return String(at).padStart(String(count - 1).length, '0');
}

function isLabels(name: string, { shape }: NpyHeader): boolean {
  const { role } = arrayRole(name);
  return role === 'labels' || (role === 'unknown' && (shape.length === 1 || (shape.length === 2 && shape[1] === 1)));
}

/** The array [P, 3 or more] of a file that holds one cloud, with or without its normals. */
function onlyCloud(found: readonly FoundArray[]): FoundArray | undefined {
  const clouds = found.filter(({ header, name }) => mayBeOneCloud(header) && !['labels', 'beside'].includes(arrayRole(name).role));
  const called = clouds.filter(({ name }) => arrayRole(name).role === 'samples');
  return clouds.length === 1 ? clouds[0] : called.length === 1 ? called[0] : undefined;
}

async function readHeaders(files: readonly NamedFile[], wanted: Modality | undefined) {
  const found: FoundArray[] = [];
  const unread: { file: NamedFile; problem: unknown }[] = [];
  for (const named of files) {
    const { path } = named;
    try {
      const header = await readNpyHeader(named.file, path);
      found.push({ ...named, header, kind: await arrayKind(named, header, wanted), name: path.slice(path.lastIndexOf('/') + 1) });
    } catch (problem) {
      unread.push({ file: named, problem });
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

const NOUNS = { pictures: 'pictures', clouds: 'point clouds', clips: 'clips', clip: 'clips', other: 'samples' } as const;
const noun = ({ kind }: FoundArray) => NOUNS[kind];

function noStack(path: string, found: readonly FoundArray[], wanted: Modality | undefined): PlaygroundError {
  const shapes = found.map(({ name, header }) => `${displayName(name, 30)} (${header.shape.join(', ')})`).slice(0, 5);
  const holds = shapes.length > 0 ? `: it has ${shapes.join(', ')}` : '';
  if (wanted === 'point') {
    const todo = 'Save clouds as one array (clouds, points, 3) called points, or one cloud a file as (points, 3).';
    return containerError(path, 'npz-no-clouds', `holds no array of point clouds${holds}`, todo);
  }
  if (wanted === 'video') {
    const todo = 'Save clips as one array (clips, frames, height, width, 3) beside one of labels, or one clip a file without the first.';
    return containerError(path, 'npz-no-clips', `holds no array of clips${holds}`, todo);
  }
  const isCloud = found.some(({ header }) => mayBeOneCloud(header));
  const todo = `Pictures are (N, H, W) or (N, H, W, 1 or 3).${isCloud ? ' For clouds of points, choose points as the kind of data.' : ''}`;
  return containerError(path, 'npz-no-pictures', `holds no array of pictures${holds}`, todo);
}

function counts(labels: FoundArray, samples: FoundArray): PlaygroundError {
  const of = (array: FoundArray) => countText(array.header.shape[0] ?? 1);
  const is = `has ${of(labels)} labels for the ${of(samples)} ${noun(samples)} of ${displayName(samples.path)}`;
  return containerError(labels.path, 'npy-counts', is, 'Save the two arrays that belong together.');
}

function noLabels(array: FoundArray): PlaygroundError {
  const where = displayName(array.path);
  const example = array.kind === 'clouds' ? 'points' : array.kind === 'clips' ? 'clips' : 'images';
  return new PlaygroundError({
    code: 'npy-no-labels',
    message: `${where} has no labels array that goes by its name, so its ${noun(array)} have no class.`,
    hint: `Name the two x_… and y_…, or ${example} and labels, and drop them together.`,
    where,
  });
}

function beside({ path }: FoundArray): PlaygroundError {
  const is = 'goes with the points of the clouds beside it and is no cloud, by its name';
  return containerError(path, 'npy-beside-clouds', is, 'If it holds clouds of its own, call it points.');
}
