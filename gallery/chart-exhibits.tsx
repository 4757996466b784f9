/** @file Exhibits of the charts alone, also at 10,000 steps × 24 λ and with a loss that is not a number. */
import type { ReactNode } from 'react';
import { LambdaChart } from '../src/app/charts/LambdaChart.tsx';
import { SideCharts } from '../src/app/charts/RunCharts.tsx';
import type { RunState } from '../src/app/state/run-state.ts';
import { makeState } from './fixed-data.ts';

export function charts(run: RunState): ReactNode {
  const { plan, series, version } = run;
  const shown = series.filter((one) => one.run.arm === 'pathway' && one.steps > 0).at(-1);
  if (!plan) return null;
  return (
    <div className="gallery-pad">
      <SideCharts series={series} version={version} stepsPerRun={plan.stepsPerRun} epochs={plan.epochs} seed={shown?.run.seed ?? 0} />
      {shown && <LambdaChart run={shown} version={version} lambdaNames={plan.lambdaNames} stepsPerRun={plan.stepsPerRun} />}
    </div>
  );
}

function diverged(): RunState {
  const state = makeState('running', {}, 5, 313);
  state.series[5]?.losses.fill(Number.NaN, 200);
  return state;
}

export const CHART_EXHIBITS: Readonly<Record<string, () => ReactNode>> = {
  'charts-first-steps': () => charts(makeState('running', {}, 1, 3)),
  'charts-training': () => charts(makeState('running', {}, 5, 313)),
  'charts-ten-thousand': () => charts(makeState('finished', { epochs: 100, stepsPerEpoch: 100, pairs: 3 }, 6, 0)),
  'charts-diverged': () => charts(diverged()),
  'charts-one-epoch': () => charts(makeState('finished', { epochs: 1, stepsPerEpoch: 20, pairs: 1 }, 2, 0)),
};
