/**
 * @file Training loss of one seed, both arms on the same axes: raw faint, smoothed strong, a mark at each
 * end. The legend compares both arms at the same step: the last common one, or the one under the pointer.
 */
import { useMemo, useState } from 'react';
import type uPlot from 'uplot';
import type { RunSeries } from '../state/run-state.ts';
import { ArmLabel } from '../ui/common/ArmMark.tsx';
import { ChartFrame } from './ChartFrame.tsx';
import { resolveColor } from './canvas-colors.ts';
import { formatCount, formatFixed } from './format.ts';
import { scaleDigits } from './lambda-scale.ts';
import { type LossModel, lossAt, lossModel, lossSentence, lossTable } from './loss-data.ts';
import { drawLastTick, drawMark, type PlotOptions, stepAxis, valueAxis } from './plot-axes.ts';
import { SeedPicker } from './SeedPicker.tsx';
import { UPlotBox } from './UPlotBox.tsx';

interface LossChartProps {
  series: readonly RunSeries[];
  /** Counts the changes inside `series`, which grows in place. */
  version: number;
  stepsPerRun: number;
  seed: number;
  onSeed?: ((seed: number) => void) | undefined;
}

interface Drawn extends LossModel {
  onHover: (step: number | null) => void;
}

const BASE = 'var(--arm-baseline)';
const PATH = 'var(--arm-pathway)';

function build(model: () => Drawn): PlotOptions {
  const line = (css: string, raw: boolean, dash?: number[]): uPlot.Series => ({
    stroke: () => resolveColor(css),
    width: raw ? 0.75 : 1.75,
    alpha: raw ? 0.32 : 1,
    points: { show: false },
    ...(dash ? { dash } : {}),
  });
  return {
    scales: { x: { time: false, range: () => [0, model().totalSteps] }, y: { range: () => [0, model().ticks.at(-1) ?? 1] } },
    series: [{}, line(BASE, true), line(PATH, true), line(BASE, false, [6, 3]), line(PATH, false)],
    axes: [
      stepAxis(() => model().totalSteps),
      valueAxis(
        () => model().ticks,
        (value) => formatFixed(value, scaleDigits(model().ticks[1] ?? 1)),
      ),
    ],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    padding: [8, 8, 0, 0],
    hooks: {
      draw: [
        (u) => {
          const { baseline, pathway, totalSteps } = model();
          drawLastTick(u, `step ${formatCount(totalSteps)}`);
          const end = (arm: LossModel['baseline']) => (arm ? lossAt(arm, arm.steps) : null);
          const baselineEnd = end(baseline);
          const pathwayEnd = end(pathway);
          if (baseline && baselineEnd !== null) drawMark(u, 'dot', baseline.steps, baselineEnd, resolveColor(BASE));
          if (pathway && pathwayEnd !== null) drawMark(u, 'diamond', pathway.steps, pathwayEnd, resolveColor(PATH));
        },
      ],
      setCursor: [
        (u) => model().onHover(u.cursor.idx == null || (u.cursor.left ?? -1) < 0 ? null : Math.round(u.data[0][u.cursor.idx] ?? 0)),
      ],
    },
  };
}

function toData({ x, baseline, pathway }: Drawn): uPlot.AlignedData {
  const none = x.map(() => null);
  return [x, baseline?.rawPoints ?? none, pathway?.rawPoints ?? none, baseline?.smoothPoints ?? none, pathway?.smoothPoints ?? none];
}

export function LossChart({ series, version, stepsPerRun, seed, onSeed }: LossChartProps) {
  const [hover, setHover] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: series grows in place; version says when
  const model = useMemo<Drawn>(
    () => ({ ...lossModel(series, seed, stepsPerRun), onHover: setHover }),
    [series, version, seed, stepsPerRun],
  );
  const step = hover ?? model.commonStep;
  const say = (arm: LossModel['baseline']) => {
    const value = lossAt(arm, step);
    if (value !== null) return formatFixed(value, 2);
    return arm && step > 0 && step <= arm.steps ? 'not a number' : '–';
  };
  const seeds = [...new Set(series.filter((one) => one.steps > 0).map((one) => one.run.seed))];
  return (
    <ChartFrame
      title="Loss"
      sub={
        <>training, {onSeed ? <SeedPicker label="Seed of the loss chart" seeds={seeds} seed={seed} onSeed={onSeed} /> : `seed ${seed}`}</>
      }
      fileName={`loss-seed-${seed}`}
      table={() => lossTable(model)}
      legend={
        <>
          <span>
            <ArmLabel arm="baseline" /> <b>{say(model.baseline)}</b>
          </span>
          <span>
            <ArmLabel arm="pathway" /> <b>{say(model.pathway)}</b>
          </span>
          <span className="at">{step > 0 ? `step ${formatCount(step)}` : 'before step 1'}</span>
        </>
      }
    >
      <UPlotBox model={model} build={build} toData={toData} height={168} label={lossSentence(model)} />
    </ChartFrame>
  );
}
