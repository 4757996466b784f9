/**
 * @file Which files of a Hugging Face dataset are taken, from the list of what it has: parquet before archives before single
 * samples, one part, its train split first, as much as fits the budget, spread over the whole. Pure; nothing is requested.
 */
import { isIgnoredPath } from '../class-paths.ts';
import { LIMITS } from '../limits.ts';
import { compareNatural } from '../natural-order.ts';
import { firstSplit, type SplitName } from './dataset-splits.ts';

export interface ListedFile {
  path: string;
  bytes: number;
  /** Null for a file that is not kept in the Hub's large-file storage. */
  sha256: string | null;
}

export type PlanKind = 'parquet' | 'archives' | 'files';

export interface DatasetPlan {
  kind: PlanKind;
  /** In natural order; empty where not one fits the budget. */
  files: ListedFile[];
  /** What this split of this part has in all. */
  of: { files: number; bytes: number };
  split: SplitName | null;
  otherSplits: SplitName[];
  /** Folder of the part that was chosen; empty where there is one only. */
  part: string;
  otherParts: string[];
}

export interface PlanLimits {
  bytes: number;
  files: number;
}

const KINDS: readonly [PlanKind, RegExp][] = [
  ['parquet', /\.parquet$/i],
  ['archives', /\.(zip|tar|tar\.gz|tgz)$/i],
  [
    'files',
    /\.(png|apng|jpe?g|webp|gif|avif|bmp|svg|wav|mp3|flac|ogg|oga|opus|m4a|ply|pcd|xyz|off|obj|stl|mp4|m4v|webm|mov|mkv|npy|npz)$|[.-]idx[1-4]([.-](ubyte|u?int8))?(\.gz)?$/i,
  ],
];
const LABELS = /\.(csv|tsv)$/i;
/** A table of labels beside samples is small. */
const LABEL_BYTES = 50e6;

/** The kind of files that are best to take, or null. */
export function planKind(files: readonly ListedFile[]): PlanKind | null {
  return KINDS.find(([, ending]) => files.some(({ path }) => ending.test(path)))?.[0] ?? null;
}

/** @returns null where nothing of that kind is there */
export function planDataset(
  all: readonly ListedFile[],
  kind: PlanKind | null = planKind(all),
  limits: PlanLimits = { bytes: LIMITS.hubDatasetBytes, files: LIMITS.hubDatasetFiles },
): DatasetPlan | null {
  const ending = KINDS.find(([name]) => name === kind)?.[1];
  const visible = all.filter(({ path }) => !isIgnoredPath(path)).sort((a, b) => compareNatural(a.path, b.path));
  const fitting = visible.filter(({ path }) => ending?.test(path));
  if (!kind || fitting.length === 0) return null;
  const { files: ofPart, part, others: otherParts } = kind === 'parquet' ? firstPart(fitting) : { files: fitting, part: '', others: [] };
  const { files, split, others: otherSplits } = firstSplit(ofPart, kind !== 'files');
  const taken = kind === 'files' ? samplesWithin(files, limits) : shardsWithin(files, limits);
  const tables = kind === 'files' ? visible.filter(({ path, bytes }) => LABELS.test(path) && bytes <= LABEL_BYTES) : [];
  const wanted = new Set(taken);
  return {
    kind,
    files: [...(taken.length > 0 ? tables : []), ...files.filter((file) => wanted.has(file))],
    of: { files: files.length, bytes: sizeOf(files) },
    split,
    otherSplits,
    part,
    otherParts,
  };
}

export function sizeOf(files: readonly { bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Parts (“configurations”) are folders that hold sets of their own; the folders `data` and those of splits are none. */
function firstPart(files: readonly ListedFile[]): { files: ListedFile[]; part: string; others: string[] } {
  const byPart = new Map<string, ListedFile[]>();
  for (const file of files) {
    const folders = file.path.split('/').slice(0, -1);
    const part = folders
      .filter((folder) => !/^(data|(partial-)?(train|training|val|valid|validation|dev|test|testing|eval))$/i.test(folder))
      .join('/');
    const ofPart = byPart.get(part);
    if (ofPart) ofPart.push(file);
    else byPart.set(part, [file]);
  }
  const names = [...byPart.keys()].sort(compareNatural);
  const part = names.find((name) => name === 'default') ?? names.find((name) => name === '') ?? names[0] ?? '';
  return { files: byPart.get(part) ?? [], part: names.length > 1 ? part : '', others: names.filter((name) => name !== part) };
}

/** As many as fit, evenly spread: sets are often in the order of their classes. Shards that are too large alone are passed over. */
function shardsWithin(files: readonly ListedFile[], limits: PlanLimits): ListedFile[] {
  const possible = files.filter(({ bytes }) => bytes <= limits.bytes);
  for (let count = Math.min(possible.length, limits.files); count > 0; count--) {
    const some = Array.from({ length: count }, (_, at) => possible[Math.floor((at * possible.length) / count)]!);
    if (sizeOf(some) <= limits.bytes) return some;
  }
  return [];
}

/** One of each folder in turn, until the budget is used: so each class gets its share. */
function samplesWithin(files: readonly ListedFile[], limits: PlanLimits): ListedFile[] {
  const byFolder = new Map<string, ListedFile[]>();
  for (const file of files) {
    const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
    const inIt = byFolder.get(folder);
    if (inIt) inIt.push(file);
    else byFolder.set(folder, [file]);
  }
  const longest = Math.max(0, ...[...byFolder.values()].map(({ length }) => length));
  const taken: ListedFile[] = [];
  let bytes = 0;
  for (let turn = 0; turn < longest && taken.length < limits.files; turn++)
    for (const inIt of byFolder.values()) {
      const file = inIt[turn];
      if (!file || bytes + file.bytes > limits.bytes || taken.length >= limits.files) continue;
      bytes += file.bytes;
      taken.push(file);
    }
  return taken;
}
