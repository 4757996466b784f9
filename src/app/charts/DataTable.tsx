/**
 * @file A chart's numbers as a scrolling table. Long series show every k-th row and say so; the CSV has all.
 */
import type { Cell, Table } from './csv.ts';
import { formatFixed } from './format.ts';

const MAX_ROWS = 120;

function show(cell: Cell): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  return Number.isInteger(cell) ? String(cell).replace('-', '−') : formatFixed(cell, 3);
}

export function DataTable({ caption, table }: { caption: string; table: Table }) {
  const every = Math.max(1, Math.ceil(table.length / MAX_ROWS));
  const rows: number[] = [];
  for (let i = 0; i < table.length; i += every) rows.push(i);
  if (table.length > 0 && rows.at(-1) !== table.length - 1) rows.push(table.length - 1);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="chart-table" tabIndex={0} aria-label={`${caption}, data`}>
      {every > 1 && (
        <p className="help">
          One row in {every}; the CSV file has all {table.length}.
        </p>
      )}
      <table>
        <thead>
          <tr>
            {table.head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((i) => (
            <tr key={i}>
              {table.row(i).map((cell, column) => (
                <td key={table.head[column]}>{show(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.length === 0 && <p className="help">Nothing recorded yet.</p>}
    </section>
  );
}
