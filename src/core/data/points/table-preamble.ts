/**
 * @file What stands before the points of a table: comments, how many points follow (`.pts`), column names, also as a comment
 * (`//X Y Z`, CloudCompare); and what separates the columns. `read-table.ts` reads the rest.
 */
import { scanLines } from './line-scanner.ts';
import type { PointFault } from './point-fault.ts';

export type Delimiter = ',' | ';' | '\t' | '|' | ' ';

export interface TablePreamble {
  /** Where the first row of numbers begins. */
  start: number;
  delimiter: Delimiter;
  /** Columns of the first row. */
  width: number;
  /** Columns of x, y and z. */
  axes: readonly [number, number, number];
  /** Rows that the file says it has; null where it does not. */
  count: number | null;
}

const LIMITS = { lineLength: 8192, lines: 1000 } as const;
const COMMENT = /^(?:#|\/\/|%|!)\s*/;
const NUMBER_START = /^["']?[+-]?(?:[\d.]|nan\b|inf)/i;
/** `x`, `X [m]`, `pos_x`, `coord.x`, `PointX`, `x coordinate`. */
const axisName = (axis: string) => new RegExp(`^(?:p|pos|position|coord|point)?${axis}(?:coord|coordinate|pos|position)?$`);
const AXES = ['x', 'y', 'z'].map(axisName);

/** @throws PlaygroundError `table-columns`, `table-row` */
export function readPreamble(bytes: Uint8Array, fault: PointFault): TablePreamble {
  const lines = scanLines(bytes);
  let count: number | null = null;
  let header: string | null = null;
  let remark: string | null = null;
  for (let i = 0; lines.nextLine(); i++) {
    const line = lines.text();
    if (line.length >= LIMITS.lineLength || i >= LIMITS.lines) throw fault('row', `has no row of numbers in its first ${i + 1} lines`);
    if (COMMENT.test(line)) remark = line.replace(COMMENT, '');
    else if (count === null && header === null && /^\d{1,15}$/.test(line)) count = Number(line);
    else if (NUMBER_START.test(line)) {
      const delimiter = delimiterOf(line);
      const width = cells(line, delimiter).length;
      if (width < 3) throw fault('columns', `has ${width} columns in its first row of numbers, where x, y and z are expected`);
      const axes = (header === null ? null : namedAxes(header, delimiter, width, fault)) ??
        remarkedAxes(remark, delimiter, width) ?? [0, 1, 2];
      return { start: lines.offset(), delimiter, width, axes, count };
    } else if (header === null) header = line;
    else throw fault('columns', `has “${line.slice(0, 40)}” in line ${lines.lineNumber()}, where a row of numbers is expected`);
  }
  throw fault('columns', header === null ? 'has no row of three numbers' : `has words in place of points: “${header.slice(0, 40)}”`);
}

function delimiterOf(line: string): Delimiter {
  return ([';', '\t', '|', ','] as const).find((mark) => line.includes(mark)) ?? ' ';
}

function cells(line: string, delimiter: Delimiter): string[] {
  return delimiter === ' ' ? line.trim().split(/\s+/) : line.split(delimiter);
}

/** Column names without case, marks and units. */
function names(line: string, delimiter: Delimiter): string[] {
  return cells(line, delimiter).map((cell) =>
    cell
      .toLowerCase()
      .replace(/[[(].*/, '')
      .replace(/[^a-z]/g, ''),
  );
}

function find(list: readonly string[]): [number, number, number] | null {
  const plain = ['x', 'y', 'z'].map((name) => list.indexOf(name));
  const [x = -1, y = -1, z = -1] = plain.every((at) => at >= 0) ? plain : AXES.map((like) => list.findIndex((name) => like.test(name)));
  return x < 0 || y < 0 || z < 0 ? null : [x, y, z];
}

function namedAxes(header: string, delimiter: Delimiter, width: number, fault: PointFault): [number, number, number] {
  const list = names(header, delimiter);
  const axes = find(list);
  if (!axes) throw fault('columns', `has columns without x, y and z: “${header.slice(0, 60)}”`);
  if (list.length !== width) throw fault('columns', `names ${list.length} columns and has ${width} in its first row`);
  return axes;
}

/** A comment is taken for column names only where it fits. */
function remarkedAxes(remark: string | null, delimiter: Delimiter, width: number): [number, number, number] | null {
  if (remark === null) return null;
  const list = names(remark, remark.includes(delimiter) ? delimiter : ' ');
  return list.length === width ? find(list) : null;
}
