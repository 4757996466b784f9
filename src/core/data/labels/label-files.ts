/**
 * @file The files of a drop that say which classes the others have: tables and project files. A CSV may be a sample as well (points);
 * it counts as a table only when it names other files. Before `choose-labels.ts`, after archives were opened.
 */
import { type Problem, toProblem } from '../../errors.ts';
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
const SAYS_LABELS = /label|meta|annot|class|index|filelist/i;
const PROJECT_BYTES = 20e6;

/**
 * @param onRejected called for a table that cannot be read, where it is not a sample
 * @param folders that a table may name in place of files
 */
export async function readLabelFiles<File extends Readable>(
  files: readonly File[],
  onRejected: (problem: Problem) => void,
  folders: readonly string[] = [],
): Promise<LabelFiles<File>> {
  const found: LabelFiles<File> = { tables: [], projects: [], samples: [] };
  const all = files.filter(({ path }) => TABLE_NAME.test(path));
  const saying = all.length <= MOST_TABLES ? all : all.filter(({ path }) => SAYS_LABELS.test(path.slice(path.lastIndexOf('/') + 1)));
  const likely = new Set(saying.length <= MOST_TABLES ? saying : []);
  const areSamples = all.length > files.length / 2;
  const paths = files.filter((file) => !likely.has(file)).map(({ path }) => path);
  paths.push(...folders);
  for (const file of files) {
    if (PROJECT_JSON.test(file.path)) {
      const text = await textOf(file);
      if (text !== undefined) found.projects.push({ path: file.path, text });
    } else if (likely.has(file)) {
      try {
        const table = readLabelTable(await file.read(), file.path);
        tableLabelings(table, paths);
        found.tables.push(table);
      } catch (error) {
        if (areSamples) found.samples.push(file);
        else onRejected(toProblem(error));
      }
    } else found.samples.push(file);
  }
  return found;
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
