/**
 * @file The charts of a run, as the Train column loads them: this file is the door of the lazily loaded
 * chunk that holds uPlot and recharts.
 */
import type { RunSeries } from '../state/run-state.ts';
import { AccuracyChart } from './AccuracyChart.tsx';
import { LossChart } from './LossChart.tsx';

export { LambdaChart } from './LambdaChart.tsx';

interface SideChartsProps {
  series: readonly RunSeries[];
  version: number;
  stepsPerRun: number;
  epochs: number;
  seed: number;
  /** Absent while a run is in progress: the charts follow it. */
  onSeed?: ((seed: number) => void) | undefined;
}

export function SideCharts({ series, version, stepsPerRun, epochs, seed, onSeed }: SideChartsProps) {
  return (
    <div className="figs">
      <LossChart series={series} version={version} stepsPerRun={stepsPerRun} seed={seed} onSeed={onSeed} />
      <AccuracyChart series={series} epochs={epochs} />
    </div>
  );
}
