/**
 * @file The frame of every chart: title, what it shows, a button for the data as a table, one for the CSV
 * file, a legend, and the picture or its table twin.
 */
import { type ReactNode, useId, useState } from 'react';
import { downloadText, type Table, toCsv } from './csv.ts';
import { DataTable } from './DataTable.tsx';

interface ChartFrameProps {
  title: string;
  sub: ReactNode;
  /** Name of the CSV file, without ending. */
  fileName: string;
  /** Made when it is asked for, so that a redraw costs nothing. */
  table: () => Table;
  legend?: ReactNode;
  children: ReactNode;
  className?: string;
}

export function ChartFrame({ title, sub, fileName, table, legend, children, className = '' }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <figure className={`fig ${className}`} aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{title}</h3>
        <span className="sub-t">{sub}</span>
        <span className="tools">
          <button
            type="button"
            className="ib s"
            aria-pressed={asTable}
            aria-label={`${title} as a table`}
            title={`${title} as a table`}
            onClick={() => setAsTable(!asTable)}
          >
            <svg className="ic" viewBox="0 0 16 16" aria-hidden="true">
              <rect x="2" y="3" width="12" height="10" rx="1.5" />
              <path d="M2 6.3h12M2 9.7h12M6.5 3v10" />
            </svg>
          </button>
          <button
            type="button"
            className="ib s"
            aria-label={`Download ${title} as CSV`}
            title={`Download ${title} as CSV`}
            onClick={() => downloadText(`${fileName}.csv`, toCsv(table()))}
          >
            <svg className="ic" viewBox="0 0 16 16" aria-hidden="true">
              <path d="M8 2.5V10M5 7.5l3 3 3-3M2.5 13.5h11" />
            </svg>
          </button>
        </span>
      </figcaption>
      {legend && <p className="legend">{legend}</p>}
      {asTable ? <DataTable caption={title} table={table()} /> : children}
    </figure>
  );
}
