/**
 * @file λ over steps: one small panel a layer, one line a block, all on one scale; beside it the grid of
 * the current values. Shows one pathway run.
 */
import { useMemo } from 'react';
import type { RunSeries } from '../state/run-state.ts';
import { ChartFrame } from './ChartFrame.tsx';
import { formatCount, formatLambda } from './format.ts';
import { LambdaHeatMap } from './LambdaHeatMap.tsx';
import { type LambdaPanelModel, lambdaPanels, lambdaTable, lastLambdas } from './lambda-data.ts';
import { buildLambdaPlot, toLambdaData } from './lambda-plot.ts';
import { UPlotBox } from './UPlotBox.tsx';

interface LambdaChartProps {
  run: RunSeries;
  /** Counts the changes inside `run`, which grows in place. */
  version: number;
  lambdaNames: readonly string[];
  stepsPerRun: number;
}

function sentence({ layer, lines, steps }: LambdaPanelModel): string {
  const values = lines.map((line) => formatLambda(line.last)).join(', ');
  return `λ of ${layer} in blocks ${lines[0]?.block ?? 0} to ${lines.at(-1)?.block ?? 0} at step ${steps}: ${values}`;
}

export function LambdaChart({ run, version, lambdaNames, stepsPerRun }: LambdaChartProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: run grows in place; version says when
  const panels = useMemo(() => lambdaPanels(run, lambdaNames, stepsPerRun), [run, version, lambdaNames, stepsPerRun]);
  const blocks = panels[0]?.lines.length ?? 0;
  const step = run.steps === 0 ? 'before step 1' : `step ${formatCount(run.steps)}`;
  return (
    <div className="lams">
      <ChartFrame
        title="λ over steps"
        className="lam-lines"
        sub={`seed ${run.run.seed}, one line a block, number at its end`}
        fileName={`lambda-seed-${run.run.seed}`}
        table={() => lambdaTable(run, lambdaNames)}
      >
        <div className="lam-row" data-panels={panels.length}>
          {panels.map((panel) => (
            <div key={panel.layer} className="lam-panel">
              <p className="lam-name">{panel.layer}</p>
              <UPlotBox
                key={`${panel.layer}-${blocks}`}
                model={panel}
                build={buildLambdaPlot}
                toData={toLambdaData}
                height={92}
                label={sentence(panel)}
              />
            </div>
          ))}
        </div>
      </ChartFrame>
      <LambdaHeatMap lambdaNames={lambdaNames} values={lastLambdas(run, lambdaNames)} when={`seed ${run.run.seed}, ${step}`} />
    </div>
  );
}
