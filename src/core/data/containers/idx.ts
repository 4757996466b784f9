/**
 * @file IDX files, the form in which MNIST and its relatives come: a pictures file and a labels file, found by their names,
 * plain or `.gz`. Header: two zero bytes, type, rank, then big-endian sizes (http://yann.lecun.com/exdb/mnist). To ready pictures.
 */
import { PlaygroundError, toProblem } from '../../errors.ts';
import { countText, displayName } from '../display-name.ts';
import { containerError, type NamedFile, type OpenedContainer } from './container-entry.ts';
import { CONTAINER_LIMITS } from './container-limits.ts';
import { gunzip, isGzip } from './gunzip.ts';
import { toReadyPicture } from './ready-picture.ts';

interface Idx {
  path: string;
  /** Sizes, outermost first. */
  shape: number[];
  /** Values begin here. */
  start: number;
  file: Blob;
}

const UNSIGNED_BYTE = 0x08;

/** Opens all IDX files of a drop together. Never throws for a file: what cannot be used is in `rejected`. */
export async function openIdx(files: readonly NamedFile[]): Promise<OpenedContainer> {
  const opened: OpenedContainer = { entries: [], rejected: [] };
  const parts: Idx[] = [];
  for (const named of files) {
    try {
      parts.push(await readIdx(named));
    } catch (error) {
      opened.rejected.push(toProblem(error));
    }
  }
  const labels = new Map(parts.filter(({ shape }) => shape.length === 1).map((part) => [pairName(part.path), part]));
  for (const pictures of parts.filter(({ shape }) => shape.length > 1)) {
    const mine = labels.get(pairName(pictures.path));
    labels.delete(pairName(pictures.path));
    try {
      const names = mine && (await labelNames(mine, pictures));
      opened.entries.push(...pictureEntries(pictures, names));
      if (!mine) opened.rejected.push(toProblem(alone(pictures.path, 'labels')));
    } catch (error) {
      opened.rejected.push(toProblem(error));
    }
  }
  for (const { path } of labels.values()) opened.rejected.push(toProblem(alone(path, 'pictures')));
  return opened;
}

/** Header and exact size. @throws PlaygroundError `idx-…` or `gzip-…` */
async function readIdx({ path, file }: NamedFile): Promise<Idx> {
  const plain = (await isGzip(file)) ? new Blob([await gunzip(file, path)]) : file;
  if (plain.size === 0) throw containerError(path, 'idx-empty', 'is empty: it has 0 bytes');
  const head = new DataView(await plain.slice(0, 20).arrayBuffer());
  if (head.byteLength < 8) throw containerError(path, 'idx-cut', 'ends inside its header');
  if (head.getUint16(0) !== 0)
    throw containerError(path, 'idx-magic', 'is not an IDX file: its first two bytes are not zero', 'Check its suffix.');
  const [type, rank] = [head.getUint8(2), head.getUint8(3)];
  if (type !== UNSIGNED_BYTE)
    throw containerError(path, 'idx-type', `holds numbers of type 0x${type.toString(16)}; bytes (0x08) are read`, 'Save it as bytes.');
  if (rank !== 1 && rank !== 3 && rank !== 4)
    throw containerError(
      path,
      'idx-rank',
      `has ${rank} dimensions; pictures have 3, or 4 with colours, and labels have 1`,
      'Save it in that form.',
    );
  const start = 4 + 4 * rank;
  if (head.byteLength < start) throw containerError(path, 'idx-cut', 'ends inside its header');
  const shape = Array.from({ length: rank }, (_, axis) => head.getUint32(4 + 4 * axis));
  checkShape(shape, path);
  const needed = start + shape.reduce((product, size) => product * size, 1);
  if (plain.size !== needed)
    throw containerError(
      path,
      'idx-size',
      `has ${countText(plain.size)} bytes where its header (${shape.join(' × ')}) needs ${countText(needed)}`,
    );
  return { path, shape, start, file: plain };
}

function checkShape(shape: readonly number[], path: string): void {
  if (shape.includes(0)) throw containerError(path, 'idx-nothing', `holds nothing: its sizes are ${shape.join(' × ')}`);
  if (shape[0]! > CONTAINER_LIMITS.samples) {
    const is = `holds ${countText(shape[0]!)} samples; ${countText(CONTAINER_LIMITS.samples)} are the limit`;
    throw containerError(path, 'idx-too-many', is, 'Split it.');
  }
  if (shape.length === 4 && shape[3] !== 1 && shape[3] !== 3)
    throw containerError(path, 'idx-channels', `has ${shape[3]} values a pixel; 1 (grey) and 3 (red, green, blue) are read`, 'Save it so.');
}

async function labelNames(labels: Idx, pictures: Idx): Promise<string[]> {
  if (labels.shape[0] !== pictures.shape[0]) {
    const is = `holds ${countText(labels.shape[0]!)} labels for the ${countText(pictures.shape[0]!)} pictures of ${displayName(pictures.path)}`;
    throw containerError(labels.path, 'idx-counts', is, 'Drop the two files that belong together.');
  }
  return Array.from(new Uint8Array(await labels.file.slice(labels.start).arrayBuffer()), String);
}

function pictureEntries({ path, shape, start, file }: Idx, names: readonly string[] | undefined): OpenedContainer['entries'] {
  const [count, height, width, channels = 1] = shape as [number, number, number, number?];
  const bytes = height * width * channels;
  const digits = String(count - 1).length;
  return Array.from({ length: count }, (_, at) => ({
    kind: 'picture',
    path: `${path}/${String(at).padStart(digits, '0')}`,
    className: names?.[at] ?? null,
    read: async () => {
      const values = new Uint8Array(await file.slice(start + at * bytes, start + (at + 1) * bytes).arrayBuffer());
      return toReadyPicture(values, { height, width, channels });
    },
  }));
}

/** What two files of a pair have in common: `train-images-idx3-ubyte.gz` and `train-labels.idx1-ubyte` are one. */
function pairName(path: string): string {
  return path
    .toLowerCase()
    .replace(/\.gz$/, '')
    .replace(/images?|labels?/g, '#')
    .replace(/[.-]idx\d?/g, '.idx');
}

function alone(path: string, missing: 'labels' | 'pictures') {
  if (missing === 'pictures') return containerError(path, 'idx-no-pictures', 'has no pictures file that goes by its name', 'Drop it too.');
  const where = displayName(path);
  return new PlaygroundError({
    code: 'idx-no-labels',
    message: `${where} has no labels file that goes by its name, so its pictures have no class.`,
    hint: 'Drop the labels file together with it.',
    where,
  });
}
