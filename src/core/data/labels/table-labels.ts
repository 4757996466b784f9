/**
 * @file Classes from a table with a file column and one or more columns that could be the class: `filename,label`, ESC-50's
 * `filename,fold,target,category,…`, with a header or without. After `label-table.ts`; used by `choose-labels.ts`.
 */
import type { Problem } from '../../errors.ts';
import { countText, displayName, plural } from '../display-name.ts';
import { type LabelTable, tableError } from './label-table.ts';
import { type Labeling, labelingOf } from './labeling.ts';
import { pathFinder } from './path-matches.ts';

export interface TableLabelings {
  /** The likeliest column first. */
  labelings: Labeling[];
  /** Whether that column is called what label columns are called. */
  isNamed: boolean;
}

const LABEL_HEADERS = [
  'label',
  'class',
  'category',
  'class_name',
  'classname',
  'label_name',
  'labels',
  'species',
  'target',
  'tag',
  'y',
  'classid',
  'class_id',
];
/** A column that fits fewer files than this share of the table's rows or of the drop's files does not name them. */
const LEAST_SHARE = 0.5;
const MOST_CLASSES = 1000;

/**
 * @param paths the files that need a class
 * @throws PlaygroundError `table-no-files` or `table-no-labels`
 */
export function tableLabelings({ path, rows, problems }: LabelTable, paths: readonly string[]): TableLabelings {
  const find = pathFinder(paths, path.slice(0, path.lastIndexOf('/') + 1));
  const width = rows[0]!.length;
  const sample = rows.slice(0, 200);
  // Numbers in other columns may be file names too: the column of names fits the most different files.
  const hits = Array.from({ length: Math.min(width, 50) }, (_, column) => new Set(sample.map((row) => find(row[column]!) ?? '')).size);
  const fileColumn = hits.indexOf(Math.max(...hits));
  const isHeader = find(rows[0]![fileColumn]!) === undefined;
  const body = isHeader ? rows.slice(1) : rows;
  const files = body.map((row) => find(row[fileColumn]!));
  const found = new Set(files.filter((file) => file !== undefined));
  if (found.size < LEAST_SHARE * Math.min(paths.length, body.length) || found.size === 0) {
    const is = `names no files of this drop: its best column, ${displayName(rows[0]![fileColumn]!, 40)}, fits ${countText(found.size)} of ${countText(body.length)} rows`;
    throw tableError(path, 'no-files', is, 'Drop it together with its files, with the same names in it.');
  }
  const columns = Array.from({ length: width }, (_, column) => column).filter(
    (column) => column !== fileColumn && couldBeClass(body, column),
  );
  const nameOf = (column: number) => (isHeader ? rows[0]![column]! : `column ${column + 1}`);
  const rank = (column: number) => {
    const at = LABEL_HEADERS.indexOf(nameOf(column).toLowerCase());
    return at < 0 ? LABEL_HEADERS.length : at;
  };
  columns.sort((a, b) => rank(a) - rank(b) || a - b);
  if (columns.length === 0) {
    const is = `has no column that could be a class: one with 2 to ${countText(MOST_CLASSES)} different values, each more than once`;
    throw tableError(path, 'no-labels', is, 'Add a column called label.');
  }
  const shared = [...problems, ...unmatchedRows(path, body, files, fileColumn)];
  const labelings = columns.slice(0, 20).map((column) => byColumn(paths, body, files, column, { path, name: nameOf(column), shared }));
  return { labelings, isNamed: isHeader && rank(columns[0]!) < LABEL_HEADERS.length };
}

function byColumn(
  paths: readonly string[],
  body: readonly string[][],
  files: readonly (string | undefined)[],
  column: number,
  { path, name, shared }: { path: string; name: string; shared: Problem[] },
): Labeling {
  const classOf = new Map<string, string>();
  const twice = new Set<string>();
  for (const [row, file] of files.entries()) {
    const value = body[row]![column]!;
    if (file === undefined || value === '') continue;
    const label = displayName(value);
    if ((classOf.get(file) ?? label) !== label) twice.add(file);
    classOf.set(file, label);
  }
  for (const file of twice) classOf.delete(file);
  const shown = displayName(name, 40);
  const problems = [...shared];
  if (twice.size > 0) {
    const is = `gives ${plural(twice.size, 'file')} two different labels in column ${shown}, such as ${displayName([...twice][0]!)}`;
    problems.push(tableError(path, 'two-labels', is, 'Those files get no class. Keep one row a file.'));
  }
  return labelingOf(
    paths,
    classOf,
    { id: `table:${path}:${name}`, kind: 'table', title: `column ${shown} of ${displayName(path)}` },
    problems,
  );
}

/** Repeated values, not too many kinds, no measurements. */
function couldBeClass(body: readonly string[][], column: number): boolean {
  const values = body.map((row) => row[column]!).filter((value) => value !== '');
  const kinds = new Set(values);
  if (kinds.size < 2 || kinds.size > MOST_CLASSES || values.length < 2 * kinds.size || values.length < body.length / 2) return false;
  return ![...kinds].some((value) => /^[-+]?\d*\.\d*[1-9]\d*(e[-+]?\d+)?$/i.test(value));
}

function unmatchedRows(path: string, body: readonly string[][], files: readonly (string | undefined)[], column: number): Problem[] {
  const missing = body.filter((_, row) => files[row] === undefined).map((row) => displayName(row[column]!, 60));
  if (missing.length === 0) return [];
  const shown = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ` and ${countText(missing.length - 5)} more` : '');
  const is = `has ${plural(missing.length, 'row')} whose file is not in this drop, or fits several: ${shown}`;
  return [tableError(path, 'unmatched-rows', is, 'Those rows were passed over.')];
}
