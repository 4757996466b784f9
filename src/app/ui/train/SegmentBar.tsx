/** @file Progress of all runs: one segment a run, the two arms of a seed side by side. */
import type { RunSeries } from '../../state/run-state.ts';

interface SegmentBarProps {
  series: readonly RunSeries[];
  stepsPerRun: number;
  /** Share of all steps, in [0, 1]. */
  share: number;
  /** Said to screen readers: run, percent, time left. */
  text: string;
}

export function SegmentBar({ series, stepsPerRun, share, text }: SegmentBarProps) {
  const seeds = [...new Set(series.map((one) => one.run.seed))];
  const labelled = (i: number) => seeds.length <= 6 || i === 0 || i === seeds.length - 1;
  return (
    <div
      className={seeds.length > 10 ? 'bar tight' : 'bar'}
      role="progressbar"
      aria-label="All runs"
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={text}
    >
      {seeds.map((seed, i) => (
        <span key={seed} data-n={labelled(i) ? `seed ${seed}` : ''}>
          {series
            .filter((one) => one.run.seed === seed)
            .map((one) => (
              <i
                key={one.run.index}
                data-state={one.state}
                style={{ '--p': `${stepsPerRun > 0 ? Math.min(100, (100 * one.steps) / stepsPerRun) : 0}%` }}
              />
            ))}
        </span>
      ))}
    </div>
  );
}
