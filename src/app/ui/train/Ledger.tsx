/**
 * @file The ledger: one row a seed, one column an arm, the difference, and a dot on a common axis. Plan,
 * progress and result in one table; the last row holds the means of complete pairs and the interval.
 */
import { formatCount, formatPercent, formatPoints, plural } from '../../charts/format.ts';
import { ArmLabel } from '../common/ArmMark.tsx';
import { AxisHead, DotRow, IntervalRow } from './DotPlot.tsx';
import { axisEnd, type LedgerCell, type LedgerRow, ledgerMeans } from './ledger-rows.ts';

interface LedgerProps {
  rows: readonly LedgerRow[];
  /** 95 % interval of the difference in [-1, 1]; null before it is known. */
  interval: readonly [number, number] | null;
  /** Words where the interval would be, such as “too early to say”. */
  say?: string | undefined;
}

function Cell({ cell, arm }: { cell: LedgerCell; arm: 'baseline' | 'pathway' }) {
  switch (cell.kind) {
    case 'done':
      return <td className="n">{formatPercent(cell.accuracy)}</td>;
    case 'running':
      return (
        <td className="run">
          <span className={`mini mini-${arm}`} style={{ '--p': `${cell.share * 100}%` }} />
          {formatPercent(cell.share, 0)} %
        </td>
      );
    case 'stopped':
      return (
        <td className="n mut" colSpan={2} title="Not in the means">
          stopped at step {formatCount(cell.step)}
        </td>
      );
    case 'planned':
    case 'next':
    case 'not run':
      return <td className="n mut">{cell.kind}</td>;
    case 'none':
      return <td className="n mut">–</td>;
    default:
      return cell satisfies never;
  }
}

/** A stopped run speaks across the next cell, which is empty then. */
function Row({ row, end }: { row: LedgerRow; end: number }) {
  const { baseline, pathway, difference } = row;
  return (
    <tr>
      <th scope="row">{row.seed}</th>
      <Cell cell={baseline} arm="baseline" />
      {baseline.kind !== 'stopped' && <Cell cell={pathway} arm="pathway" />}
      {pathway.kind !== 'stopped' && (
        <td className={difference === null ? 'n mut' : 'n'}>{difference === null ? '–' : formatPoints(difference)}</td>
      )}
      <td className="g">
        <DotRow difference={difference} end={end} />
      </td>
    </tr>
  );
}

export function Ledger({ rows, interval, say }: LedgerProps) {
  const means = ledgerMeans(rows);
  const end = axisEnd(rows, interval);
  const long = rows.length > 8;
  const mean = (value: number | null) => <td className={value === null ? 'n mut' : 'n'}>{value === null ? '–' : formatPercent(value)}</td>;
  return (
    <section className={long ? 'ledger-box long' : 'ledger-box'} tabIndex={long ? 0 : undefined} aria-label="Ledger">
      <table className="ledger">
        <caption className="sr">Test accuracy in percent for each paired seed</caption>
        <colgroup>
          <col className="c0" />
          <col className="c1" />
          <col className="c2" />
          <col className="c3" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Seed</th>
            <th scope="col" className="n">
              <ArmLabel arm="baseline" />
            </th>
            <th scope="col" className="n">
              <ArmLabel arm="pathway" />
            </th>
            <th scope="col" className="n" title="Pathway minus baseline, points">
              Diff.
            </th>
            <th scope="col" className="g axis">
              <AxisHead end={end} />
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.seed} row={row} end={end} />
          ))}
        </tbody>
        <tfoot>
          <tr className="sum">
            <th scope="row">{plural(means.pairs, 'pair')}</th>
            {mean(means.baseline)}
            {mean(means.pathway)}
            <td className={means.difference === null ? 'n mut' : 'n'}>
              {means.difference === null ? '–' : formatPoints(means.difference)}
            </td>
            {interval && means.difference !== null ? (
              <td className="g">
                <IntervalRow mean={means.difference} interval={interval} end={end} />
              </td>
            ) : (
              <td className="say">{say}</td>
            )}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
