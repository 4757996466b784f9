/**
 * @file What one sample costs: baseline, two branches, merged. Dashes before there is anything to show.
 */
import type { ReactNode } from 'react';
import type { Latency, MergeColumn, MergeReport } from '../../../core/lab/events.ts';
import { formatCount, formatFixed } from '../../charts/format.ts';

interface Row {
  name: string;
  unit: string;
  cell: (column: MergeColumn) => ReactNode;
}

/** Two decimals below ten, one below a hundred, none above: three figures that matter. */
function figures(value: number): string {
  return value < 10 ? formatFixed(value, 2) : value < 100 ? formatFixed(value, 1) : formatCount(value);
}

function LatencyCell({ medianMs, ci95: [low, high] }: Latency) {
  return (
    <>
      {figures(medianMs)}
      <small>
        {figures(low)}–{figures(high)}
      </small>
    </>
  );
}

function rowsFor(dispatchUnit: MergeReport['dispatchUnit']): readonly Row[] {
  return [
    { name: 'Parameters', unit: '', cell: ({ parameters }) => formatCount(parameters) },
    { name: 'Size', unit: 'MB', cell: ({ bytes }) => figures(bytes / 1e6) },
    { name: 'Multiply-adds', unit: 'M', cell: ({ multiplyAdds }) => figures(multiplyAdds / 1e6) },
    { name: dispatchUnit === 'dispatches' ? 'Dispatches' : 'Operations', unit: '', cell: ({ dispatches }) => formatCount(dispatches) },
    { name: 'Latency', unit: 'ms', cell: ({ latency }) => <LatencyCell {...latency} /> },
  ];
}

/** @param unit what is counted on this backend, while there is no report that says it */
export function MergeTable({ report, unit }: { report: MergeReport | null; unit: MergeReport['dispatchUnit'] }) {
  const columns = report ? [report.baseline, report.twoBranch, report.merged] : [null, null, null];
  const names = ['Baseline', 'Two\u00a0branches', 'Merged'];
  return (
    <table className={report ? 'merge' : 'merge ghost'}>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr">Cost of one sample</span>
          </th>
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rowsFor(report?.dispatchUnit ?? unit).map(({ name, unit, cell }) => (
          <tr key={name}>
            <th scope="row">
              {name} <span>{unit}</span>
            </th>
            {columns.map((column, at) => (
              <td key={names[at]}>{column ? cell(column) : '–'}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
