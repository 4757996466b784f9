/**
 * @file The data report: what deserves a look first, then how much was read, sizes or lengths, how even the classes are, copies; and the
 * split. Copies are looked for while the page is used; until then it says so.
 */
import { useStore } from 'zustand';
import { MODALITIES } from '../../../config/modalities.ts';
import { spreadOf, spreadText } from '../../../core/data/report/spread.ts';
import { formatCount } from '../../charts/format.ts';
import type { DataState } from '../../state/data-store.ts';
import { type ReportState, reportStore } from '../../state/report-store.ts';
import { useConfig, useData } from '../common/hooks.ts';
import { usedText } from '../see/used-text.ts';
import { samplesText } from './data-words.ts';
import { quantitiesOf } from './quantities.ts';
import { ReportNotes } from './ReportNotes.tsx';

/** A range of whole numbers: `200`, or `199 to 200`. */
function range(values: readonly number[]): string {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  return low >= high ? formatCount(high) : `${formatCount(low)} to ${formatCount(high)}`;
}

/** `Length: 0.4 to 7.2 s`, `Frame size: 200 × 150 px`: what is known of the original files. */
function sizeRows({ samples, form }: Pick<DataState, 'samples' | 'form'>): [string, string][] {
  const areas = samples.flatMap(({ facts }) => ('width' in facts ? [facts] : []));
  const rows = quantitiesOf(samples).map(({ title, unit, values }): [string, string] => {
    const spread = spreadOf(values);
    return [title, spread ? spreadText(spread, unit).replaceAll(` ${unit}`, `\u00a0${unit}`) : '–'];
  });
  if (areas.length > 0) rows.push([form.modality === 'video' ? 'Frame size' : 'Picture size', areaText(areas)]);
  return [...rows, ['Used at', usedText(form)]];
}

/** `200 × 150 px`; of different ones their longer sides. */
function areaText(areas: readonly { width: number; height: number }[]): string {
  const [first] = areas;
  const even = first && areas.every(({ width, height }) => width === first.width && height === first.height);
  if (even) return `${formatCount(first.width)}\u00a0×\u00a0${formatCount(first.height)} px`;
  return `${range(areas.map(({ width, height }) => Math.max(width, height)))} px, longer side`;
}

function copiesText({ phase, looked, report }: ReportState, total: number): string {
  if (phase === 'looking') return `being looked for, ${formatCount(looked)} of ${formatCount(total)}`;
  if (phase === 'failed') return 'not known';
  if (!report || phase === 'none') return '–';
  const { exact, near } = report;
  const spare = (groups: readonly number[][]) => groups.reduce((sum, group) => sum + group.length - 1, 0);
  if (exact.length === 0 && near.length === 0) return 'none found';
  return [
    ...(exact.length > 0 ? [`${formatCount(spare(exact))} exact`] : []),
    ...(near.length > 0 ? [`${formatCount(spare(near))} almost`] : []),
  ].join(', ');
}

export function DataReport() {
  const samples = useData((state) => state.samples);
  const form = useData((state) => state.form);
  const classes = useData((state) => state.classes);
  const used = classes.filter(({ usable }) => usable);
  const rejected = useData((state) => state.rejected.length);
  const found = useStore(reportStore);
  const total = useData((state) => state.drops.reduce((sum, drop) => sum + drop.samples.length, 0));
  return (
    <section className="report" aria-label="Data report" id="data-report" tabIndex={-1}>
      <h3>Data report</h3>
      <ReportNotes />
      {found.phase === 'failed' && found.problem && (
        <p className="help">
          {found.problem.message} {found.problem.hint}
        </p>
      )}
      <dl>
        <div>
          <dt>Read</dt>
          <dd>
            {formatCount(total)} of {formatCount(total + rejected)} files
          </dd>
        </div>
        {sizeRows({ samples, form }).map(([title, text]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        <div>
          <dt>Balance</dt>
          <dd>{range((used.length > 0 ? used : classes).map((one) => one.samples.length))} a class</dd>
        </div>
        <div>
          <dt>Copies</dt>
          <dd>{copiesText(found, total)}</dd>
        </div>
      </dl>
      <SplitBar />
    </section>
  );
}

function SplitBar() {
  const split = useData((state) => state.split);
  const modality = useData((state) => state.form.modality);
  const seed = useConfig((state) => state.config.splitSeed);
  const limit = useConfig((state) => state.config.limitPerClass);
  if (!split) return null;
  const parts = [
    ['Train', split.train.length],
    ['Validation', split.validation.length],
    ['Test', split.test.length],
  ] as const;
  const spoken = parts.map(([name, count]) => `${samplesText(count, modality)} in ${name.toLowerCase()}`).join(', ');
  return (
    <>
      <div className="split" role="img" aria-label={`Split: ${spoken}`}>
        {parts.map(([name, count]) => (
          <i key={name} style={{ flex: Math.max(1, count) }} />
        ))}
      </div>
      <ol className="split-key">
        {parts.map(([name, count]) => (
          <li key={name}>
            {name} <b>{formatCount(count)}</b>
          </li>
        ))}
      </ol>
      <p className="help">
        Split by class with seed {seed}
        {limit > 0 && `, at most ${formatCount(Math.max(3, limit))} a class`}. Test {MODALITIES[modality].many} are never trained on.
      </p>
    </>
  );
}
