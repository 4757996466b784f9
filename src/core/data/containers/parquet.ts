/**
 * @file A parquet file in the layout of Hugging Face's image and audio data sets, to entries: a media column of {bytes, path} and a
 * label column. hyparquet reads, lazily imported; every page is checked first. One row group is held at a time.
 */
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { PlaygroundError } from '../../errors.ts';
import { byteText, displayName, plural } from '../display-name.ts';
import { type ContainerEntry, containerError, type NamedFile, type OpenedContainer } from './container-entry.ts';
import { CONTAINER_LIMITS } from './container-limits.ts';
import type { Unpack } from './parquet-codecs.ts';
import { type ParquetLayout, parquetLayout } from './parquet-layout.ts';

export interface OpenedParquet extends OpenedContainer {
  /** The column whose values became class names, and the others that could. */
  labelColumns: string[];
}

const MAGIC = 0x31524150; // PAR1
const ENCRYPTED = 0x45524150; // PARE
const SAVE = 'Save it again with pandas or datasets.';

/** @throws PlaygroundError `parquet-…` when the file as a whole cannot be used */
export async function openParquet({ path, file }: NamedFile): Promise<OpenedParquet> {
  const { metadata, bodyEnd } = await readFooter({ path, file });
  const layout = layoutOf(metadata, bodyEnd, path);
  const reader = createReader({ path, file }, metadata, layout);
  const classes = layout.label === undefined ? [] : await readLabels(layout, reader, path);
  const digits = String(layout.rows - 1).length;
  const entries: ContainerEntry[] = [];
  let row = 0;
  for (const [group, rows] of layout.groups.entries()) {
    for (let at = 0; at < rows; at++, row++) {
      const entryPath = `${path}/${String(row).padStart(digits, '0')}`;
      const read = async () => mediaBytes((await reader(layout.media, group))[at], entryPath);
      entries.push({ kind: 'file', path: entryPath, className: classes[row] ?? null, read });
    }
  }
  const unnamed = entries.filter(({ className }) => className === null).length;
  const where = displayName(path);
  const message =
    layout.label === undefined
      ? `${where} has no label column, so its ${plural(unnamed, 'sample')} have no class.`
      : `${plural(unnamed, 'row')} of ${where} have no label in column ${displayName(layout.label, 40)}.`;
  const hint = 'Those samples have no class; use a file with a label column, or give them one by a table.';
  return { entries, rejected: unnamed > 0 ? [{ code: 'parquet-no-label', message, hint, where }] : [], labelColumns: layout.labelColumns };
}

/** Footer and the byte where it begins. */
async function readFooter({ path, file }: NamedFile): Promise<{ metadata: FileMetaData; bodyEnd: number }> {
  if (file.size === 0) throw containerError(path, 'parquet-empty-file', 'is empty: it has 0 bytes');
  if (file.size < 12) throw containerError(path, 'parquet-cut', `ends early: it has ${file.size} bytes, less than any parquet file`);
  const head = new DataView(await file.slice(0, 4).arrayBuffer()).getUint32(0, true);
  const tail = new DataView(await file.slice(-8).arrayBuffer());
  const end = tail.getUint32(4, true);
  if (head === ENCRYPTED || end === ENCRYPTED) throw containerError(path, 'parquet-encrypted', 'is encrypted', 'Save it without a key.');
  if (head !== MAGIC) throw containerError(path, 'parquet-magic', 'is not a parquet file: its first bytes are others', 'Check its suffix.');
  if (end !== MAGIC) throw containerError(path, 'parquet-cut', 'ends early: the mark at its end is missing');
  const length = tail.getUint32(0, true);
  const bodyEnd = file.size - 8 - length;
  if (bodyEnd < 4) throw containerError(path, 'parquet-footer', 'is damaged: its footer is said to be longer than the file');
  if (length > CONTAINER_LIMITS.parquetFooterBytes)
    throw containerError(path, 'parquet-footer-long', `has a footer of ${byteText(length)}`, 'Save it with larger row groups.');
  const { parquetMetadata } = await import('hyparquet');
  try {
    return { metadata: parquetMetadata(await file.slice(bodyEnd).arrayBuffer(), { geoparquet: false }), bodyEnd };
  } catch {
    throw containerError(path, 'parquet-footer', 'is damaged: its footer cannot be read');
  }
}

function layoutOf(metadata: FileMetaData, bodyEnd: number, path: string): ParquetLayout {
  try {
    return parquetLayout(metadata, bodyEnd, path);
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    // A field that every footer has is missing in this one.
    throw containerError(path, 'parquet-footer', 'is damaged: its footer lacks what every parquet file states');
  }
}

type ReadColumn = (column: string, group: number) => Promise<readonly unknown[]>;

/** Reads one column of one row group, keeping the last of each column. */
function createReader({ path, file }: NamedFile, metadata: FileMetaData, layout: ParquetLayout): ReadColumn {
  const kept = new Map<string, { group: number; values: Promise<readonly unknown[]> }>();
  let rowsBefore = 0;
  const starts = layout.groups.map((rows) => {
    rowsBefore += rows;
    return rowsBefore - rows;
  });
  const decode = async (column: string, group: number): Promise<readonly unknown[]> => {
    const [{ parquetReadObjects }, { checkPages }, { unpackerFor }] = await Promise.all([
      import('hyparquet'),
      import('./parquet-pages.ts'),
      import('./parquet-codecs.ts'),
    ]);
    const chunks = layout.chunksOf(column, group);
    const compressors: Record<string, Unpack> = {};
    for (const { codec } of chunks) compressors[codec] ??= (await unpackerFor(codec)) ?? refused(codec);
    try {
      for (const { from, to, codec, ...shape } of chunks) {
        const limits = { limitBytes: CONTAINER_LIMITS.parquetGroupBytes, unpack: compressors[codec]! };
        checkPages(new Uint8Array(await file.slice(from, to).arrayBuffer()), { ...shape, ...limits });
      }
      const source: AsyncBuffer = { byteLength: file.size, slice: (from, to) => file.slice(from, to).arrayBuffer() };
      const [rowStart, rowEnd] = [starts[group]!, starts[group]! + layout.groups[group]!];
      const rows = await parquetReadObjects({ file: source, metadata, columns: [column], rowStart, rowEnd, utf8: false, compressors });
      if (rows.length !== layout.groups[group]) throw new RangeError(`it gave ${rows.length} rows`);
      return rows.map((row) => row[column]);
    } catch (error) {
      if (error instanceof PlaygroundError) throw error;
      const reason = displayName(error instanceof Error ? error.message : String(error), 90);
      throw containerError(path, 'parquet-damaged', `is damaged or of an odd kind in column ${displayName(column, 40)} (${reason})`, SAVE);
    }
  };
  const refused = (codec: string) => () => {
    throw containerError(
      path,
      'parquet-codec',
      `is packed with ${displayName(codec, 20)}, which is not read`,
      'Save it with Snappy or zstd.',
    );
  };
  return (column, group) => {
    const last = kept.get(column);
    if (last?.group === group) return last.values;
    const values = decode(column, group);
    kept.set(column, { group, values });
    return values;
  };
}

async function readLabels({ groups, label, classNames }: ParquetLayout, read: ReadColumn, path: string): Promise<(string | null)[]> {
  const names: (string | null)[] = [];
  for (const group of groups.keys()) for (const value of await read(label!, group)) names.push(labelName(value, classNames, path));
  return names;
}

/** A class number through its names, or text; null where there is none (−1 in files without answers). */
function labelName(value: unknown, classNames: readonly string[] | undefined, path: string): string | null {
  if (value === null || value === undefined || value === -1n || value === -1) return null;
  if (value instanceof Uint8Array) return displayName(new TextDecoder().decode(value));
  if (typeof value === 'string') return displayName(value);
  if (typeof value === 'boolean') return String(value);
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw containerError(path, 'parquet-label', `has a label that is no class: ${displayName(String(value), 40)}`, SAVE);
  if (!classNames) return String(number);
  const name = classNames[number];
  if (name === undefined)
    throw containerError(
      path,
      'parquet-label',
      `has the label ${number}, but names only ${plural(classNames.length, 'class', 'classes')}`,
      SAVE,
    );
  return displayName(name);
}

function mediaBytes(value: unknown, path: string): Uint8Array<ArrayBuffer> {
  const bytes = value instanceof Uint8Array ? value : (value as { bytes?: unknown } | null)?.bytes;
  if (!(bytes instanceof Uint8Array))
    throw containerError(
      path,
      'parquet-no-bytes',
      'has no bytes in its row: only a path, or nothing',
      'Save the data set with its files embedded.',
    );
  return bytes.slice() as Uint8Array<ArrayBuffer>; // a copy, so that the page can go
}
