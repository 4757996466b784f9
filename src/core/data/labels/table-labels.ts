/**
 * @file Classes from a table with a file column and one or more columns that could be the class: `filename,label`, ESC-50's
 * `filename,fold,target,category,…`, with a header or without. After `label-table.ts`; used by `choose-labels.ts`.
 */
import type { PlainProblem } from '../../errors.ts';
import { isSplitPart } from '../class-paths.ts';
import { countText, displayName, plural } from '../display-name.ts';
import { type LabelTable, tableError, tableProblem } from './label-table.ts';
import { type Labeling, labelingOf } from './labeling.ts';
import { type FindPath, pathFinder } from './path-matches.ts';

export interface TableLabelings {
  /** The likeliest column first. */
  labelings: Labeling[];
  /** Whether that column is called what label columns are called. */
  isNamed: boolean;
  /** False where it is one of several columns of 0 and 1, so that it is not known which is the class. */
  isSure: boolean;
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
  'template',
];
/** A column that fits fewer files than this share of the table's rows or of the drop's files does not name them. */
const LEAST_SHARE = 0.5;
const MOST_CLASSES = 1000;
/** So many cells are looked up, where the first rows name no file. */
const MOST_CELLS = 1_000_000;

/**
 * @param paths the files that need a class
 * @throws PlaygroundError `table-no-files`, `table-several-files` or `table-no-labels`
 */
export function tableLabelings(table: LabelTable, paths: readonly string[]): TableLabelings {
  const { path, rows, problems } = table;
  const strict = namedFiles(table, paths, false);
  const named = strict.isEnough ? strict : namedFiles(table, paths, true);
  if (!named.isEnough) throw namesNoFiles(path, rows, strict);
  const { fileColumn, isHeader, body, files, find } = named;
  const width = rows[0]!.length;
  const columns = Array.from({ length: width }, (_, column) => column).filter(
    (column) => column !== fileColumn && couldBeClass(body, column),
  );
  const nameOf = (column: number) => (isHeader ? rows[0]![column]! : `${column + 1}`);
  const rank = (column: number) => {
    const at = isHeader ? LABEL_HEADERS.indexOf(nameOf(column).toLowerCase()) : -1;
    return at < 0 ? LABEL_HEADERS.length : at;
  };
  columns.sort((a, b) => rank(a) - rank(b) || a - b);
  const shared = [...problems, ...unmatchedRows(path, body, fileColumn, { files, find })];
  const marks = isHeader && !columns.some((column) => rank(column) < LABEL_HEADERS.length) ? markColumns(body, fileColumn) : [];
  if (marks.length >= 2 && body.every((row) => marks.filter((column) => isOne(row[column]!)).length === 1)) {
    const marked = body.map((row) => nameOf(marks.find((column) => isOne(row[column]!))!));
    const title = `the columns with a 1 of ${displayName(path)}`;
    return { labelings: [byValues(paths, marked, files, { path, id: '(1 in a column)', title, shared })], isNamed: true, isSure: true };
  }
  if (columns.length === 0) {
    const is = `has no column that could be a class: one with 2 to ${countText(MOST_CLASSES)} different values, each more than once`;
    throw tableError(path, 'no-labels', is, 'Add a column called label.');
  }
  const labelings = columns.slice(0, 20).map((column) => {
    const values = body.map((row) => row[column]!);
    const title = `column ${displayName(nameOf(column), 40)} of ${displayName(path)}`;
    return byValues(paths, values, files, { path, id: nameOf(column), title, shared });
  });
  const isNamed = isHeader && rank(columns[0]!) < LABEL_HEADERS.length;
  return { labelings, isNamed, isSure: isNamed || marks.length < 2 || !marks.includes(columns[0]!) };
}

interface NamedFiles {
  fileColumn: number;
  isHeader: boolean;
  body: string[][];
  /** File of each row of the body. */
  files: (string | undefined)[];
  /** How many different ones. */
  count: number;
  isEnough: boolean;
  find: FindPath;
}

/** Which column names the files, and which. */
function namedFiles({ path, rows }: LabelTable, paths: readonly string[], isLoose: boolean): NamedFiles {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const tableName = path.slice(folder.length).replace(/\.[^.]*$/, '');
  const find = pathFinder(paths, folder, { tableName, isLoose });
  // Numbers in other columns may be file names too: the column of names fits the most different files.
  const hitsIn = (sample: readonly string[][], columns: number) =>
    Array.from({ length: columns }, (_, column) => new Set(sample.map((row) => find(row[column]!)).filter((file) => file)).size);
  const width = Math.min(rows[0]!.length, 50);
  let hits = hitsIn(rows.slice(0, 200), width);
  // Of a table for many more files than were dropped, the first rows may name none of them.
  if (!hits.some((count) => count > 0)) hits = hitsIn(rows, Math.max(1, Math.min(width, Math.floor(MOST_CELLS / rows.length))));
  const fileColumn = hits.indexOf(Math.max(...hits));
  const first = rows[0]![fileColumn]!;
  const isHeader = find(first) === undefined && !find.fitsSeveral(first) && !isRow(rows, fileColumn);
  const body = isHeader ? rows.slice(1) : rows;
  const files = body.map((row) => find(row[fileColumn]!));
  const count = new Set(files.filter((file) => file !== undefined)).size;
  return {
    fileColumn,
    isHeader,
    body,
    files,
    count,
    find,
    isEnough: count > 0 && count >= LEAST_SHARE * Math.min(paths.length, body.length),
  };
}

/** Whether the first row names a file that was not dropped: by a number, or beside a word that others have in its column. */
function isRow(rows: readonly string[][], fileColumn: number): boolean {
  const [first = [], ...others] = rows;
  const isAgain = (cell: string, column: number) => /\p{L}/u.test(cell) && others.some((row) => row[column] === cell);
  return /^\d+$/.test(first[fileColumn]!) || first.slice(0, 50).some((cell, column) => column !== fileColumn && isAgain(cell, column));
}

function namesNoFiles(path: string, rows: string[][], { count, body, find }: NamedFiles): Error {
  const width = Math.min(rows[0]!.length, 50);
  const several = Array.from({ length: width }, (_, column) => body.filter((row) => find.fitsSeveral(row[column]!)).length);
  const most = Math.max(...several);
  if (most > 0 && most >= LEAST_SHARE * body.length) {
    const column = several.indexOf(most);
    const example = displayName(body.find((row) => find.fitsSeveral(row[column]!))![column]!, 60);
    const is = `does not say which files it means: ${countText(most)} of its ${countText(body.length)} names fit several files, such as ${example}`;
    return tableError(path, 'several-files', is, NAME_FOLDERS);
  }
  const is = `names no files of this drop: its best column fits ${countText(count)} of ${countText(body.length)} rows`;
  return tableError(path, 'no-files', is, 'Drop it together with its files, with the same names in it.');
}

const NAME_FOLDERS = 'Put the folder before each name, such as train/1.png, or put the table into the folder of its files.';

/** Columns of nothing but 0 and 1, each at least once a 1. */
function markColumns(body: readonly string[][], fileColumn: number): number[] {
  const width = body[0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) => column).filter(
    (column) => column !== fileColumn && body.every((row) => /^[01](\.0*)?$/.test(row[column]!)) && body.some((row) => isOne(row[column]!)),
  );
}

function isOne(cell: string): boolean {
  return cell.startsWith('1');
}

/** @param values label of each row; empty for none */
function byValues(
  paths: readonly string[],
  values: readonly string[],
  files: readonly (string | undefined)[],
  { path, id, title, shared }: { path: string; id: string; title: string; shared: PlainProblem[] },
): Labeling {
  const classOf = new Map<string, string>();
  const twice = new Set<string>();
  for (const [row, file] of files.entries()) {
    const value = values[row]!;
    if (file === undefined || value === '') continue;
    const label = displayName(value);
    if ((classOf.get(file) ?? label) !== label) twice.add(file);
    classOf.set(file, label);
  }
  for (const file of twice) classOf.delete(file);
  const problems = [...shared];
  if (twice.size > 0) {
    const is = `gives ${plural(twice.size, 'file')} two different labels in ${title}, such as ${displayName([...twice][0]!)}`;
    problems.push(tableProblem(path, 'two-labels', is, 'Those files get no class. Keep one row a file.'));
  }
  return labelingOf(paths, classOf, { id: `table:${path}:${id}`, kind: 'table', title }, problems);
}

/** Repeated values, not too many kinds, no measurements. */
function couldBeClass(body: readonly string[][], column: number): boolean {
  const values = body.map((row) => row[column]!).filter((value) => value !== '');
  const kinds = new Set(values);
  if (kinds.size < 2 || kinds.size > MOST_CLASSES || values.length < 2 * kinds.size || values.length < body.length / 2) return false;
  if ([...kinds].every(isSplitPart)) return false; // which part of a split, not which class
  return ![...kinds].some((value) => /^[-+]?\d*\.\d*[1-9]\d*(e[-+]?\d+)?$/i.test(value));
}

function unmatchedRows(
  path: string,
  body: readonly string[][],
  column: number,
  { files, find }: Pick<NamedFiles, 'files' | 'find'>,
): PlainProblem[] {
  const missing = body.filter((_, row) => files[row] === undefined).map((row) => row[column]!);
  return [true, false].flatMap((isSeveral) => {
    const names = missing.filter((name) => find.fitsSeveral(name) === isSeveral).map((name) => displayName(name, 60));
    if (names.length === 0) return [];
    const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${countText(names.length - 5)} more` : '');
    const is = `has ${plural(names.length, 'row')} whose name ${isSeveral ? 'fits several files' : 'fits no file of this drop'}: ${shown}`;
    return [tableProblem(path, 'unmatched-rows', is, isSeveral ? NAME_FOLDERS : 'Those rows were passed over.')];
  });
}
