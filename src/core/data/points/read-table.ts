/**
 * @file Tables of points (XYZ, TXT, CSV, TSV, PTS, ASC) → points: columns apart by blanks, tabs, commas, semicolons or bars.
 * papaparse reads what has a delimiter; it takes anything, so width and numbers of each row are checked here. Not three's
 * XYZLoader, which rejects nothing and reads three or six columns only.
 */
import Papa from 'papaparse';
import { scanLines } from './line-scanner.ts';
import { float64List, type NumberList } from './number-list.ts';
import { POINT_LIMITS, type RawPoints, tooManyPoints } from './point-cloud.ts';
import type { PointFault } from './point-fault.ts';
import { readPreamble, type TablePreamble } from './table-preamble.ts';

const LONGEST_LINE = 65_536;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const DECIMAL_COMMA = /^[+-]?\d*,\d+(?:e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/i;

/** @throws PlaygroundError `table-…` unless every row has the same columns and numbers in those of x, y and z */
export function readTable(bytes: Uint8Array, fault: PointFault): RawPoints {
  checkLines(bytes, fault);
  const preamble = readPreamble(bytes, fault);
  const list = float64List();
  if (preamble.delimiter === ' ') readBlanks(bytes, preamble, list, fault);
  else readDelimited(bytes, preamble, list, fault);
  const rows = list.length() / 3;
  if (preamble.count !== null && preamble.count !== rows)
    throw fault('count', `says in its first line that ${preamble.count} points follow, and has ${rows}`);
  return { coordinates: list.take(), faces: null };
}

/** One line without end would become one row of any number of cells. */
function checkLines(bytes: Uint8Array, fault: PointFault): void {
  for (let at = 0, start = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === 0) throw fault('row', 'has bytes that are not text');
    if (byte === 10 || byte === 13) start = at + 1;
    else if (at - start >= LONGEST_LINE) throw fault('row', `has a line of more than ${LONGEST_LINE} characters`);
  }
}

function readBlanks(bytes: Uint8Array, { start, width, axes }: TablePreamble, list: NumberList<Float64Array>, fault: PointFault): void {
  const scanner = scanLines(bytes, start, '#');
  const point = [0, 0, 0];
  for (let row = 1; scanner.nextLine(); row++) {
    let column = 0;
    for (; scanner.nextWord(); column++) {
      const axis = axes.indexOf(column);
      if (axis < 0) continue;
      const value = scanner.number();
      if (value === undefined) throw fault('number', `has “${scanner.word()}” in place of a number in row ${row}`);
      point[axis] = value;
    }
    if (column !== width) throw fault('row', `has ${column} columns in row ${row}, where the first has ${width}`);
    if (row > POINT_LIMITS.points) throw tooManyPoints(null, fault);
    list.push3(point[0]!, point[1]!, point[2]!);
  }
}

function readDelimited(bytes: Uint8Array, preamble: TablePreamble, list: NumberList<Float64Array>, fault: PointFault): void {
  const { start, delimiter, width, axes } = preamble;
  let row = 0;
  Papa.parse<string[]>(new TextDecoder('latin1').decode(bytes.subarray(start)), {
    delimiter,
    comments: '#',
    skipEmptyLines: 'greedy',
    fastMode: false, // it would hold all rows at once
    step({ data, errors }) {
      row++;
      if (errors.length > 0) throw fault('row', `has a quotation mark out of place in row ${row}`);
      if (data.length !== width) throw fault('row', `has ${data.length} columns in row ${row}, where the first has ${width}`);
      if (row > POINT_LIMITS.points) throw tooManyPoints(null, fault);
      const at = (axis: number) => cellNumber(data[axis]!, delimiter, row, fault);
      list.push3(at(axes[0]), at(axes[1]), at(axes[2]));
    },
  });
}

function cellNumber(cell: string, delimiter: string, row: number, fault: PointFault): number {
  const text = cell.trim();
  if (NUMBER.test(text)) return Number(text);
  if (delimiter !== ',' && DECIMAL_COMMA.test(text)) return Number(text.replace(',', '.'));
  if (NOT_FINITE.test(text)) return Number.NaN;
  throw fault('number', `has “${text.slice(0, 40)}” in place of a number in row ${row}`);
}
