/**
 * @file The data report: how much was read, how large the pictures are, how even the classes; and the split.
 */
import { formatCount } from '../../charts/format.ts';
import type { DataState } from '../../state/data-store.ts';
import { useConfig, useData } from '../common/hooks.ts';

/** A range of whole numbers: `200`, or `199 to 200`. */
function range(values: readonly number[]): string {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low === high ? formatCount(low) : `${formatCount(low)} to ${formatCount(high)}`;
}

function pictureSize({ samples, form }: Pick<DataState, 'samples' | 'form'>): string {
  const sizes = samples.flatMap(({ facts }) => (facts.modality === 'image' ? [facts] : []));
  const [first] = sizes;
  if (!first || form.modality !== 'image') return '–';
  const { size } = form;
  const used = `used at ${size[1]}\u00a0×\u00a0${size[0]}`;
  const even = sizes.every(({ width, height }) => width === first.width && height === first.height);
  if (!even) return `${range(sizes.map(({ width, height }) => Math.max(width, height)))} px, ${used}`;
  const own = `${formatCount(first.width)} × ${formatCount(first.height)} px`;
  return first.width === size[1] && first.height === size[0] ? own : `${own}, ${used}`;
}

export function DataReport() {
  const samples = useData((state) => state.samples);
  const form = useData((state) => state.form);
  const classes = useData((state) => state.classes);
  const rejected = useData((state) => state.rejected.length);
  return (
    <section className="report" aria-label="Data report">
      <h3>Data report</h3>
      <dl>
        <div>
          <dt>Read</dt>
          <dd>
            {formatCount(samples.length)} of {formatCount(samples.length + rejected)} files
          </dd>
        </div>
        <div>
          <dt>Picture size</dt>
          <dd>{pictureSize({ samples, form })}</dd>
        </div>
        <div>
          <dt>Balance</dt>
          <dd>{range(classes.map((one) => one.samples.length))} a class</dd>
        </div>
      </dl>
      <SplitBar />
    </section>
  );
}

function SplitBar() {
  const split = useData((state) => state.split);
  const seed = useConfig((state) => state.config.splitSeed);
  const limit = useConfig((state) => state.config.limitPerClass);
  if (!split) return null;
  const parts = [
    ['Train', split.train.length],
    ['Validation', split.validation.length],
    ['Test', split.test.length],
  ] as const;
  return (
    <>
      <div className="split" role="img" aria-label={`Split: ${parts.map(([name, count]) => `${count} ${name}`).join(', ')}`}>
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
        {limit > 0 && `, at most ${formatCount(Math.max(3, limit))} a class`}. Test images are never trained on.
      </p>
    </>
  );
}
