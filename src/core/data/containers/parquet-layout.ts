/**
 * @file From a parquet file's metadata to the columns that are read and the place of their bytes, everything checked against the
 * file: rows against row groups, offsets against size. Used by `parquet.ts`, before any page is touched.
 */
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { byteText, countText, displayName } from '../display-name.ts';
import { containerError } from './container-entry.ts';
import { CONTAINER_LIMITS } from './container-limits.ts';
import { type Features, readFeatures } from './parquet-features.ts';

export interface ParquetChunk {
  from: number;
  to: number;
  rows: number;
  type: string;
  codec: string;
  maxLevel: number;
}

export interface ParquetLayout {
  rows: number;
  /** Rows of each group. */
  groups: number[];
  media: string;
  label: string | undefined;
  /** All that could be the label, the chosen one first. */
  labelColumns: string[];
  classNames: readonly string[] | undefined;
  /** Chunks of a column in one group: one, or those of its fields. */
  chunksOf(column: string, group: number): ParquetChunk[];
}

const MEDIA_NAMES = ['image', 'audio', 'img', 'picture', 'file', 'png', 'jpg', 'wav'];
const LABEL_NAMES = ['label', 'labels', 'class', 'category', 'target', 'fine_label', 'y'];
const SAVE = 'Save it from `datasets` with an image or audio column and a label column.';

/**
 * @param bodyEnd first byte of the footer: no page reaches beyond it
 * @throws PlaygroundError `parquet-…`
 */
export function parquetLayout(metadata: FileMetaData, bodyEnd: number, path: string): ParquetLayout {
  const groups = metadata.row_groups.map(({ num_rows: rows }) => Number(rows));
  const rows = Number(metadata.num_rows);
  const isCounted =
    groups.every((count) => Number.isSafeInteger(count) && count >= 0) && groups.reduce((sum, count) => sum + count, 0) === rows;
  if (!isCounted) throw containerError(path, 'parquet-rows', `states ${countText(rows)} rows, and its row groups have another number`);
  if (rows === 0) throw containerError(path, 'parquet-nothing', 'has no rows');
  if (rows > CONTAINER_LIMITS.samples) {
    const is = `has ${countText(rows)} rows; ${countText(CONTAINER_LIMITS.samples)} are the limit`;
    throw containerError(path, 'parquet-too-many', is, 'Take one of its parts, or fewer rows.');
  }
  const columns = topColumns(metadata.schema);
  const names = [...columns.keys()];
  const features = readFeatures(metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value);
  const media = features.media.find((name) => columns.has(name)) ?? MEDIA_NAMES.find((name) => columns.has(name));
  if (media === undefined) {
    const shown = names.slice(0, 8).map((name) => displayName(name, 30));
    throw containerError(path, 'parquet-no-media', `has no column of pictures or sounds; its columns are ${shown.join(', ')}`, SAVE);
  }
  const labelColumns = labelsAmong(names, features);
  const label = labelColumns[0];
  const chunksOf = (column: string, group: number) => chunks(metadata, columns.get(column)!, column, group, bodyEnd, path);
  for (const column of label === undefined ? [media] : [media, label]) for (const group of groups.keys()) chunksOf(column, group);
  return {
    rows,
    groups,
    media,
    label,
    labelColumns,
    classNames: label === undefined ? undefined : features.classNames.get(label),
    chunksOf,
  };
}

function labelsAmong(names: readonly string[], { classNames }: Features): string[] {
  const typed = names.filter((name) => classNames.has(name));
  const named = LABEL_NAMES.filter((name) => names.includes(name));
  return [...new Set([...typed.filter((name) => name === 'label'), ...typed, ...named])];
}

/** Each top column with the schema elements of its leaves, from the top down. */
function topColumns(schema: readonly SchemaElement[]): Map<string, Map<string, SchemaElement[]>> {
  const columns = new Map<string, Map<string, SchemaElement[]>>();
  let at = 1;
  const visit = (above: SchemaElement[]) => {
    const element = schema[at++];
    if (!element || above.length > 8) return;
    const here = [...above, element];
    const children = element.num_children ?? 0;
    const top = here[0]!.name;
    if (!columns.has(top)) columns.set(top, new Map());
    if (children === 0) columns.get(top)!.set(here.map(({ name }) => name).join('\0'), here);
    for (let child = 0; child < children && at < schema.length; child++) visit(here);
  };
  while (at < schema.length) visit([]);
  return columns;
}

function chunks(
  { row_groups: groups }: FileMetaData,
  leaves: ReadonlyMap<string, readonly SchemaElement[]>,
  column: string,
  group: number,
  bodyEnd: number,
  path: string,
): ParquetChunk[] {
  const bad = (what: string) =>
    containerError(path, 'parquet-layout', `is damaged: ${what} in row group ${group} of column ${displayName(column, 40)}`);
  const rowGroup = groups[group]!;
  const mine = rowGroup.columns.filter(({ meta_data: meta }) => meta?.path_in_schema[0] === column);
  if (mine.length === 0 || mine.length !== leaves.size) throw bad('there are not the parts that its schema names');
  let unpacked = 0;
  const found = mine.map(({ meta_data: meta, file_path: elsewhere }) => {
    const elements = meta && leaves.get(meta.path_in_schema.join('\0'));
    if (!meta || !elements || elsewhere) throw bad('a part is not in this file');
    if (elements.some(({ repetition_type: repetition }) => repetition === 'REPEATED'))
      throw containerError(
        path,
        'parquet-lists',
        `has lists in column ${displayName(column, 40)}; one picture or sound a row is read`,
        SAVE,
      );
    const from = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const to = from + Number(meta.total_compressed_size);
    if (!(from >= 4 && to > from && to <= bodyEnd) || meta.type !== elements.at(-1)!.type) throw bad('the place of a part is impossible');
    if (Number(meta.num_values) !== Number(rowGroup.num_rows)) throw bad('the number of values is not that of rows');
    unpacked += Math.max(0, Number(meta.total_uncompressed_size));
    const maxLevel = elements.filter(({ repetition_type: repetition }) => repetition !== 'REQUIRED').length;
    return { from, to, rows: Number(rowGroup.num_rows), type: meta.type, codec: meta.codec, maxLevel };
  });
  if (unpacked > CONTAINER_LIMITS.parquetGroupBytes) {
    const is = `has ${byteText(unpacked)} in one row group; ${byteText(CONTAINER_LIMITS.parquetGroupBytes)} are the limit`;
    throw containerError(path, 'parquet-group-too-large', is, 'Save it with row_group_size=100.');
  }
  return found;
}
