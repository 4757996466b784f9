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
/** `x`, `pos_x`, `coord.x`, `PointX`, `x coordinate`, `x_m`, `x (mm)`; of a list of such without marks. */
const axisName = (axis: string) =>
  new RegExp(
    `^(?:p|pos|position|coord|point|points|world)?${axis}(?:coord|coordinate|pos|position|world)?(?:[mcdk]?m|[a-z]*met(?:er|re)s?|ft|feet|in|inch(?:es)?)?$`,
  );
const AXES = ['x', 'y', 'z'].map(axisName);
/** Of surveyors. */
const MAP_AXES = [/^eastings?(?:[mcdk]?m)?$/, /^northings?(?:[mcdk]?m)?$/, /^(?:elevation|altitude|height)(?:[mcdk]?m)?$/];
/** `Points:0` of ParaView, `coords_2`. */
const NUMBERED = /^(?:points?|coord(?:inate)?s?|positions?|vert(?:ex|ices)|xyz)[\s:_.([-]*([0-3])[\])]?$/;

/** @throws PlaygroundError `table-axes` where column names are none of points, `table-columns`, `table-row` */
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

/** Column names without case, marks around them and units in brackets. */
function names(line: string, delimiter: Delimiter): string[] {
  // Of columns apart by blanks, units are apart as well: `X [m] Y [m] Z [m]`.
  const plain = line.toLowerCase().replace(delimiter === ' ' ? /\s+[[(][^\])]*[\])]/g : /[[(][^\])\d]*[\])]/g, '');
  return cells(plain, delimiter).map((cell) => cell.replace(/^[\s"'#]+|[\s"']+$/g, ''));
}

function find(list: readonly string[]): [number, number, number] | null {
  const letters = list.map((name) => name.replace(/[[(].*/, '').replace(/[^a-z]/g, ''));
  const ways = [
    ['x', 'y', 'z'].map((name) => letters.indexOf(name)),
    AXES.map((like) => letters.findIndex((name) => like.test(name))),
    MAP_AXES.map((like) => letters.findIndex((name) => like.test(name))),
    ...[0, 1].map((first) => [0, 1, 2].map((at) => list.findIndex((name) => NUMBERED.exec(name)?.[1] === `${first + at}`))),
  ];
  const [x, y, z] = ways.find((way) => way.every((at) => at >= 0)) ?? [];
  return x === undefined || y === undefined || z === undefined ? null : [x, y, z];
}

function namedAxes(header: string, delimiter: Delimiter, width: number, fault: PointFault): [number, number, number] {
  const list = names(header, delimiter);
  const axes = find(list);
  if (!axes) throw fault('axes', `has columns without x, y and z: “${header.slice(0, 60)}”`);
  if (list.length !== width) throw fault('columns', `names ${list.length} columns and has ${width} in its first row`);
  return axes;
}

/** A comment is taken for column names only where it fits. */
function remarkedAxes(remark: string | null, delimiter: Delimiter, width: number): [number, number, number] | null {
  if (remark === null) return null;
  const list = names(remark, remark.includes(delimiter) ? delimiter : ' ');
  return list.length === width ? find(list) : null;
}
