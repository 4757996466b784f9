/**
 * @file Lists of labels in JSON as rows of text: JSON lines (`metadata.jsonl` of Hugging Face's image and audio folders), a list of objects
 * (Something-Something's `train.json`), an object with one such list, or an object from file names to labels. Beside `label-table.ts`;
 * `table-labels.ts` finds the columns.
 */
import { countText } from '../display-name.ts';
import { type LabelTable, TABLE_LIMITS, tableError, tableProblem, tableText } from './label-table.ts';

export const JSON_TABLE = /\.(jsonl|ndjson|json)$/i;
const FILE_KEY = /^((file|image|img|audio|video|clip|sample)([_ ]?(name|path|id|file))?|path|id|uid|uuid)$/i;
const LABEL_KEY = /^(labels?|class(_?(name|id))?|category|target|tag|template|species)$/i;

type Fields = Record<string, unknown>;

/**
 * @returns the table, its first row the keys; undefined for JSON that lists no objects of at least two fields
 * @throws PlaygroundError `table-json` where it is no JSON, and what `readLabelTable` throws
 */
export function readJsonTable(bytes: Uint8Array, path: string): LabelTable | undefined {
  const { text, problems } = tableText(bytes, path);
  const items = /\.json$/i.test(path) ? listIn(parse(text, path)) : linesOf(text, path);
  const objects = items.filter(isFields);
  if (objects.length > TABLE_LIMITS.rows)
    throw tableError(
      path,
      'too-many-rows',
      `lists more than ${countText(TABLE_LIMITS.rows)} objects, which is the limit`,
      'Split it into several files.',
    );
  const keys = [...new Set(objects.slice(0, 1000).flatMap(Object.keys))].slice(0, 100);
  const columns = keys.filter((key) => objects.some((one) => cell(one[key]) !== ''));
  if (columns.length < 2) return undefined;
  const odd = items.length - objects.length;
  if (odd > 0) problems.push(tableProblem(path, 'ragged', `lists ${countText(odd)} entries that are no objects`, 'They were left out.'));
  return { path, rows: [columns, ...objects.map((one) => columns.map((key) => cell(one[key])))], problems };
}

/** Whether its keys say that it gives classes to files. */
export function saysLabels({ rows }: LabelTable): boolean {
  const keys = rows[0] ?? [];
  return keys.some((key) => FILE_KEY.test(key)) && keys.some((key) => LABEL_KEY.test(key));
}

function parse(text: string, path: string, line?: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw tableError(path, 'json', line === undefined ? 'is not whole JSON' : `has no whole JSON in line ${line}`, 'Save it again.');
  }
}

function linesOf(text: string, path: string): unknown[] {
  // Beyond the limit nothing is parsed.
  const lines = text.split('\n').slice(0, 2 * TABLE_LIMITS.rows);
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [parse(line, path, at + 1)]));
}

function listIn(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json;
  if (!isFields(json)) return [];
  const values = Object.values(json);
  const lists = values.filter((value) => Array.isArray(value) && value.some(isFields));
  if (lists.length === 1) return lists[0] as unknown[];
  // `{"a.png": {"label": "cat"}}`, `{"a.png": "cat"}`: settings look like the latter, so its first key is not called a file.
  const entries = Object.entries(json);
  if (values.every(isFields)) return entries.map(([file, fields]) => ({ file, ...(fields as Fields) }));
  return values.every((value) => cell(value) !== '') ? entries.map(([name, label]) => ({ name, label })) : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field as text; a list of one as what it lists, everything else that is nested as nothing. */
function cell(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 && !Array.isArray(value[0]) ? cell(value[0]) : '';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim() : '';
}
