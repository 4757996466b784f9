/**
 * @file The frame of every chart: title, what it shows, a button for the data as a table, one for the CSV
 * file, a legend, and the picture or its table twin.
 */
import { type ReactNode, useId, useState } from 'react';
import { Icon } from '../ui/common/Icon.tsx';
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
            <Icon name="table" />
          </button>
          <button
            type="button"
            className="ib s"
            aria-label={`Download ${title} as CSV`}
            title={`Download ${title} as CSV`}
            onClick={() => downloadText(`${fileName}.csv`, toCsv(table()))}
          >
            <Icon name="download" />
          </button>
        </span>
      </figcaption>
      {legend && <p className="legend">{legend}</p>}
      {asTable ? <DataTable caption={title} table={table()} /> : children}
    </figure>
  );
}
