/**
 * @file The files of a drop that say which classes the others have: tables, lists in JSON and project files. A CSV may be a sample as
 * well (points); it counts as a table only when it names other files. Before `choose-labels.ts`, after archives were opened.
 */
import { type PlainProblem, toProblem } from '../../errors.ts';
import { displayName } from '../display-name.ts';
import { pointFault } from '../points/point-fault.ts';
import { readPreamble } from '../points/table-preamble.ts';
import { JSON_TABLE, readJsonTable, saysLabels } from './json-table.ts';
import { type LabelTable, readLabelTable, TABLE_NAME, tableProblem } from './label-table.ts';
import { PROJECT_JSON } from './project-labels.ts';
import { tableLabelings } from './table-labels.ts';

/** A file on disk or an entry of an archive. */
interface Readable {
  path: string;
  read(): Promise<Uint8Array>;
}

export interface LabelFiles<File extends Readable> {
  tables: LabelTable[];
  /** Those that name folders, not files. */
  folderTables: LabelTable[];
  projects: { path: string; text: string }[];
  /** All others: the samples. */
  samples: File[];
}

/** With more tables than this, tables are samples, but for those whose name says otherwise. */
const MOST_TABLES = 20;
/** Lists such as `0.jpg 3`. */
const TEXT_LABELS =
  /(^|\/)([^/]*(label|annot|class|filelist)[^/]*|(train|training|val|valid|validation|test|testing)[_-]?(list|files)?[_-]?\d*)\.txt$/i;
const OTHER_LABELS = /(^|\/)[^/]*(label|annot)[^/]*\.(json|xml|ya?ml|xlsx?|ods|mat|pkl)$/i;
const SAYS_LABELS = /label|meta|annot|class|index|filelist/i;
const PROJECT_BYTES = 20e6;

/**
 * @param onRejected called for a table that cannot be read, where it is not a sample
 * @param options `folders` that a table may name in place of files, asked for where one names no files; `isForPoints` where a table of
 *   x, y and z is a sample
 */
export async function readLabelFiles<File extends Readable>(
  files: readonly File[],
  onRejected: (problem: PlainProblem) => void,
  { folders = () => [], isForPoints = false }: { folders?: () => readonly string[]; isForPoints?: boolean } = {},
): Promise<LabelFiles<File>> {
  const found: LabelFiles<File> = { tables: [], folderTables: [], projects: [], samples: [] };
  const all = files.filter(({ path }) => TABLE_NAME.test(path) || TEXT_LABELS.test(path));
  const likely = new Set(likelyOf(all));
  const lists = new Set(likelyOf(files.filter(({ path }) => JSON_TABLE.test(path))));
  const areSamples = all.length > files.length / 2;
  const points = isForPoints ? await tablesOfPoints([...likely]) : new Map<File, PlainProblem | null>();
  const isPoints = (file: File) => points.get(file) === null;
  const paths = files.filter((file) => (!likely.has(file) && !lists.has(file)) || isPoints(file)).map(({ path }) => path);
  const drop: Named = { paths, folders: remembered(folders) };
  const take = ({ table, isOfFolders }: NamingTable) => void (isOfFolders ? found.folderTables : found.tables).push(table);
  for (const file of files) {
    const isProject = PROJECT_JSON.test(file.path);
    const text = isProject ? await textOf(file) : undefined;
    if (text !== undefined) found.projects.push({ path: file.path, text });
    if (lists.has(file)) {
      const outcome = await listOf(file, drop);
      if (outcome && 'table' in outcome) take(outcome);
      else if (outcome || OTHER_LABELS.test(file.path)) onRejected(notATable(file.path, outcome));
      else if (!isProject) found.samples.push(file);
    } else if (likely.has(file)) {
      const outcome = await tableOf(file, drop, isPoints(file));
      if ('table' in outcome) take(outcome);
      else if (areSamples || outcome.code === IS_POINTS) found.samples.push(file);
      else onRejected(points.get(file) ?? (TEXT_LABELS.test(file.path) ? notATable(file.path, outcome) : outcome));
    } else if (isForPoints ? OTHER_LABELS.test(file.path) : OTHER_LABELS.test(file.path) || TEXT_LABELS.test(file.path))
      onRejected(notATable(file.path));
    else found.samples.push(file);
  }
  return found;
}

/** What tables may name. */
interface Named {
  paths: readonly string[];
  folders: () => readonly string[];
}

interface NamingTable {
  table: LabelTable;
  isOfFolders: boolean;
}

/** Where there are too many to be tables of labels, those whose name says so. */
function likelyOf<File extends Readable>(files: readonly File[]): readonly File[] {
  if (files.length <= MOST_TABLES) return files;
  const saying = files.filter(({ path }) => SAYS_LABELS.test(path.slice(path.lastIndexOf('/') + 1)));
  return saying.length <= MOST_TABLES ? saying : [];
}

function remembered<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The table, or why it is none. */
async function tableOf(file: Readable, drop: Named, isPoints: boolean): Promise<NamingTable | PlainProblem> {
  try {
    const table = readLabelTable(await file.read(), file.path);
    const { isNamed, isOfFolders } = naming(table, drop);
    // Coordinates may be numbers of files by chance.
    if (!isPoints || isNamed) return { table, isOfFolders };
    return { code: IS_POINTS, message: '', hint: '' };
  } catch (error) {
    return isPoints ? { code: IS_POINTS, message: '', hint: '' } : toProblem(error);
  }
}

/** The table in a JSON file; why it cannot be used, where it is made of labels; undefined for all other JSON. */
async function listOf(file: Readable, drop: Named): Promise<NamingTable | PlainProblem | undefined> {
  let isOfLabels = !/\.json$/i.test(file.path);
  try {
    const table = readJsonTable(await file.read(), file.path);
    if (!table) return isOfLabels ? tableProblem(file.path, 'one-column', 'has no objects of a file and a label', '') : undefined;
    isOfLabels ||= saysLabels(table);
    return { table, isOfFolders: naming(table, drop).isOfFolders };
  } catch (error) {
    return isOfLabels || OTHER_LABELS.test(file.path) ? toProblem(error) : undefined;
  }
}

/** @throws PlaygroundError of `tableLabelings` where it names neither files nor folders */
function naming(table: LabelTable, { paths, folders }: Named): { isNamed: boolean; isOfFolders: boolean } {
  try {
    return { isNamed: tableLabelings(table, paths).isNamed, isOfFolders: false };
  } catch (error) {
    const inside = folders();
    // Some of each, or folders alone: these are few beside all pictures in them.
    for (const named of inside.length > 0 ? [[...paths, ...inside], inside] : [])
      try {
        return { isNamed: tableLabelings(table, named).isNamed, isOfFolders: true };
      } catch {
        // What is wrong with it as a table of files is said.
      }
    throw error;
  }
}

const IS_POINTS = 'is-points';

/** Those that begin with columns of numbers: null where they may be x, y and z, else what is missing. */
async function tablesOfPoints<File extends Readable>(files: readonly File[]): Promise<Map<File, PlainProblem | null>> {
  const found = new Map<File, PlainProblem | null>();
  for (const file of files) {
    try {
      readPreamble(await file.read(), pointFault(displayName(file.path), 'table'));
      found.set(file, null);
    } catch (error) {
      const problem = toProblem(error);
      // It may be a table of labels; if it cannot be read, that is said then.
      if (problem.code === 'table-axes' && !SAYS_LABELS.test(file.path.slice(file.path.lastIndexOf('/') + 1))) found.set(file, problem);
    }
  }
  return found;
}

function notATable(path: string, reason?: PlainProblem): PlainProblem {
  const where = displayName(path);
  return {
    code: 'labels-not-read',
    message: reason ? `No labels were read from this file: ${reason.message}` : `${where} may hold labels, but not in a form that is read.`,
    hint: 'Labels are read from CSV, TSV and JSON files with one row or object a file: its name and its class.',
    where,
  };
}

/** Undefined for what cannot be read or is too long to be a project's description. */
async function textOf({ read }: Readable): Promise<string | undefined> {
  try {
    const bytes = await read();
    return bytes.length > PROJECT_BYTES ? undefined : new TextDecoder().decode(bytes);
  } catch {
    return undefined; // it names nothing then; the samples still load
  }
}
