/**
 * @file The files of a drop that say which classes the others have: tables and project files. A CSV may be a sample as well (points);
 * it counts as a table only when it names other files. Before `choose-labels.ts`, after archives were opened.
 */
import { type PlainProblem, toProblem } from '../../errors.ts';
import { displayName } from '../display-name.ts';
import { pointFault } from '../points/point-fault.ts';
import { readPreamble } from '../points/table-preamble.ts';
import { type LabelTable, readLabelTable, TABLE_NAME } from './label-table.ts';
import { PROJECT_JSON } from './project-labels.ts';
import { tableLabelings } from './table-labels.ts';

/** A file on disk or an entry of an archive. */
interface Readable {
  path: string;
  read(): Promise<Uint8Array>;
}

export interface LabelFiles<File extends Readable> {
  tables: LabelTable[];
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
 * @param options `folders` that a table may name in place of files; `isForPoints` where a table of x, y and z is a sample
 */
export async function readLabelFiles<File extends Readable>(
  files: readonly File[],
  onRejected: (problem: PlainProblem) => void,
  { folders = [], isForPoints = false }: { folders?: readonly string[]; isForPoints?: boolean } = {},
): Promise<LabelFiles<File>> {
  const found: LabelFiles<File> = { tables: [], projects: [], samples: [] };
  const all = files.filter(({ path }) => TABLE_NAME.test(path) || TEXT_LABELS.test(path));
  const saying = all.length <= MOST_TABLES ? all : all.filter(({ path }) => SAYS_LABELS.test(path.slice(path.lastIndexOf('/') + 1)));
  const likely = new Set(saying.length <= MOST_TABLES ? saying : []);
  const areSamples = all.length > files.length / 2;
  const points = isForPoints ? await tablesOfPoints([...likely]) : new Set<File>();
  const paths = files.filter((file) => !likely.has(file) || points.has(file)).map(({ path }) => path);
  paths.push(...folders);
  for (const file of files) {
    if (PROJECT_JSON.test(file.path)) {
      const text = await textOf(file);
      if (text !== undefined) found.projects.push({ path: file.path, text });
    } else if (likely.has(file)) {
      const outcome = await tableOf(file, paths, points.has(file));
      if ('rows' in outcome) found.tables.push(outcome);
      else if (areSamples || outcome.code === IS_POINTS) found.samples.push(file);
      else onRejected(TEXT_LABELS.test(file.path) ? notATable(file.path, outcome) : outcome);
    } else if (isForPoints ? OTHER_LABELS.test(file.path) : OTHER_LABELS.test(file.path) || TEXT_LABELS.test(file.path))
      onRejected(notATable(file.path));
    else found.samples.push(file);
  }
  return found;
}

/** The table, or why it is none. */
async function tableOf(file: Readable, paths: readonly string[], isPoints: boolean): Promise<LabelTable | PlainProblem> {
  try {
    const table = readLabelTable(await file.read(), file.path);
    const { isNamed } = tableLabelings(table, paths);
    // Coordinates may be numbers of files by chance.
    if (!isPoints || isNamed) return table;
    return { code: IS_POINTS, message: '', hint: '' };
  } catch (error) {
    return isPoints ? { code: IS_POINTS, message: '', hint: '' } : toProblem(error);
  }
}

const IS_POINTS = 'is-points';

/** Those that begin with three columns of numbers that may be x, y and z. */
async function tablesOfPoints<File extends Readable>(files: readonly File[]): Promise<Set<File>> {
  const found = new Set<File>();
  for (const file of files) {
    try {
      readPreamble(await file.read(), pointFault(displayName(file.path), 'table'));
      found.add(file);
    } catch {
      // It may be a table of labels; if it cannot be read, that is said then.
    }
  }
  return found;
}

function notATable(path: string, reason?: PlainProblem): PlainProblem {
  const where = displayName(path);
  return {
    code: 'labels-not-read',
    message: reason ? `No labels were read from this file: ${reason.message}` : `${where} may hold labels, but not in a form that is read.`,
    hint: 'Labels are read from CSV or TSV files with one row a file: its name and its class.',
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
