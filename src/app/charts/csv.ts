/**
 * @file Series as a CSV file: full data, never the thinned lines of the chart. Plain decimal points,
 * no thousands separators, empty cells for what was not recorded.
 */

export type Cell = number | string | null;

export interface Table {
  head: readonly string[];
  /** Number of rows. */
  length: number;
  row: (index: number) => readonly Cell[];
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(Number(cell.toPrecision(7))) : '';
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The table as CSV text, one line a row, with a header. */
export function toCsv(table: Table): string {
  const lines = [table.head.map(csvCell).join(',')];
  for (let i = 0; i < table.length; i++) lines.push(table.row(i).map(csvCell).join(','));
  return `${lines.join('\n')}\n`;
}

/** Hands the reader a file. The object URL is released after the click was taken. */
export function downloadText(name: string, text: string, type = 'text/csv'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
