/**
 * @file A CSV or TSV of a drop to rows of text, whatever wrote it: comma, semicolon or tab, BOM, UTF-16, Windows letters. papaparse
 * reads and never refuses, so everything is checked here. Before `table-labels.ts`.
 */
import Papa from 'papaparse';
import { type PlainProblem, PlaygroundError, toProblem } from '../../errors.ts';
import { byteText, countText, displayName } from '../display-name.ts';
import { COPY_AGAIN } from '../file-error.ts';
import { type FileKind, sniff } from '../formats/sniff.ts';

export interface LabelTable {
  path: string;
  /** All of the same length as the first; the first may be a header. */
  rows: string[][];
  /** Rows that were left out. */
  problems: PlainProblem[];
}

export const TABLE_LIMITS = { bytes: 50e6, rows: 200_000, columns: 10_000, fieldLength: 1_000_000 } as const;
/** What else a table may turn out to be. */
const NOT_TEXT: Partial<Record<FileKind, string>> = {
  zip: 'is a packed file, such as a spreadsheet (.xlsx, .ods), and not a text',
  gzip: 'is packed with gzip',
  pdf: 'is a PDF document, not a text',
  ...Object.fromEntries(['png', 'jpeg', 'gif', 'webp', 'bmp', 'avif', 'tiff', 'heic'].map((kind) => [kind, 'is a picture, not a text'])),
};
export const TABLE_NAME = /\.(csv|tsv|tab)$/i;

/**
 * @throws PlaygroundError `table-…` when it is no table of at least two columns and one row
 */
export function readLabelTable(bytes: Uint8Array, path: string): LabelTable {
  const { text, problems } = tableText(bytes, path);
  // Lists in text files may have blanks between name and class: `0.jpg 3`.
  const isBlanks = /\.txt$/i.test(path) && !/[,;\t|]/.test(text.slice(0, 2000).split('\n')[0]!);
  const { data, errors, meta } = Papa.parse<string[]>(isBlanks ? text.replace(/^ +| +$/gm, '').replace(/ +/g, ' ') : text, {
    skipEmptyLines: 'greedy',
    preview: TABLE_LIMITS.rows + 1,
    delimiter: isBlanks ? ' ' : '',
  });
  const quotes = errors.find(({ type }) => type === 'Quotes');
  if (quotes)
    throw tableError(
      path,
      'quotes',
      `has a quotation mark that does not fit in row ${(quotes.row ?? 0) + 1}`,
      'Save it again from a spreadsheet.',
    );
  if (data.length > TABLE_LIMITS.rows || meta.truncated)
    throw tableError(
      path,
      'too-many-rows',
      `has more than ${countText(TABLE_LIMITS.rows)} rows, which is the limit`,
      'Split it into several tables.',
    );
  const width = data[0]?.length ?? 0;
  if (width < 2)
    throw tableError(
      path,
      'one-column',
      'has only one column; a table of labels has a file and a label column',
      'Use commas, semicolons or tabs between columns.',
    );
  if (width > TABLE_LIMITS.columns)
    throw tableError(path, 'columns', `has ${countText(width)} columns`, 'Keep only the file and label columns.');
  const rows = data.filter((row) => row.length === width);
  if (rows.length < 2) throw tableError(path, 'no-rows', 'has no rows under its first', 'It needs one row a file.');
  const long = rows.find((row) => row.some((field) => field.length > TABLE_LIMITS.fieldLength));
  if (long) throw tableError(path, 'field', 'has a field of more than a million letters', 'A quotation mark may be missing.');
  const ragged = data.length - rows.length;
  if (ragged > 0) {
    const first = data.findIndex((row) => row.length !== width) + 1;
    problems.push(
      tableProblem(
        path,
        'ragged',
        `has ${countText(ragged)} rows with another number of columns than its first, such as row ${first}`,
        'Those rows were left out.',
      ),
    );
  }
  return { path, rows: rows.map((row) => row.map((field) => field.trim())), problems };
}

/**
 * The text of a table, and a remark where its letters were guessed.
 * @throws PlaygroundError `table-empty`, `table-too-large`, `table-html`, `table-lfs-pointer` or `table-not-text`
 */
export function tableText(bytes: Uint8Array, path: string): { text: string; problems: PlainProblem[] } {
  if (bytes.length === 0) throw tableError(path, 'empty', 'is empty: it has 0 bytes');
  if (bytes.length > TABLE_LIMITS.bytes)
    throw tableError(
      path,
      'too-large',
      `has ${byteText(bytes.length)}; ${byteText(TABLE_LIMITS.bytes)} are the limit`,
      'Keep only the file and label columns.',
    );
  const { text, isGuess } = decode(bytes, path);
  if (!isGuess) return { text, problems: [] };
  const is = 'is not in UTF-8 and was read as Windows text; look at its class names';
  return { text, problems: [tableProblem(path, 'letters', is, 'Save it as CSV UTF-8.')] };
}

function decode(bytes: Uint8Array, path: string): { text: string; isGuess: boolean } {
  const [a, b] = bytes;
  const is16 = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  if (is16) return { text: new TextDecoder(a === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes), isGuess: false };
  const kind = sniff(bytes.subarray(0, 512));
  if (kind === 'html')
    throw tableError(path, 'html', 'is a web page, not a table', 'The download probably gave an error page; download it again.');
  if (kind === 'lfs-pointer')
    throw tableError(
      path,
      'lfs-pointer',
      'is a git-lfs pointer, not the table itself',
      'Run `git lfs pull` in its repository and drop it again.',
    );
  if (kind !== 'text' || bytes.includes(0))
    throw tableError(path, 'not-text', NOT_TEXT[kind] ?? 'is not a text file', 'Save it as CSV; a spreadsheet file is not read.');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), isGuess: false };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), isGuess: true };
  }
}

/** The same as a remark, which goes to another thread. */
export function tableProblem(path: string, code: string, is: string, todo: string): PlainProblem {
  return toProblem(tableError(path, code, is, todo));
}

/** `table-code`: path is …, and what to do. */
export function tableError(path: string, code: string, is: string, todo = COPY_AGAIN): PlaygroundError {
  const where = displayName(path);
  return new PlaygroundError({ code: `table-${code}`, message: `${where} ${is}.`, hint: todo, where });
}
