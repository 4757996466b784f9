/**
 * @file Validation accuracy after each epoch (recharts): mean and range over the seeds, or one seed; the
 * chance level is dotted. Redrawn when an epoch ends, not with every step.
 */
import { useMemo, useState } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { RunSeries } from '../state/run-state.ts';
import { ArmLabel } from '../ui/common/ArmMark.tsx';
import { type AccuracyModel, accuracyModel, accuracySentence, accuracyTable } from './accuracy-data.ts';
import { ChartFrame } from './ChartFrame.tsx';
import { formatFixed, plural } from './format.ts';
import { niceCeil } from './lambda-scale.ts';
import { SeedPicker } from './SeedPicker.tsx';

interface AccuracyChartProps {
  series: readonly RunSeries[];
  epochs: number;
}

interface DotProps {
  cx?: number;
  cy?: number;
  index?: number;
}

/** A mark at the last point of a line, and at single points that have no line. */
function endMark(arm: 'baseline' | 'pathway', last: number) {
  return ({ cx, cy, index }: DotProps) => {
    if (index !== last || cx === undefined || cy === undefined || Number.isNaN(cy)) return <g key={`${arm}-${index}`} />;
    return arm === 'baseline' ? (
      <circle key={arm} className="k-base" cx={cx} cy={cy} r="3.5" />
    ) : (
      <path key={arm} className="k-path" d={`M${cx} ${cy - 4.5}l4.5 4.5-4.5 4.5-4.5-4.5z`} />
    );
  };
}

function epochTicks(epochs: number): number[] {
  const step = niceCeil(epochs / 4, 1);
  const ticks = [1];
  for (let tick = step; tick < epochs * 0.79; tick += step) if (tick > 1) ticks.push(tick);
  if (epochs > 1) ticks.push(epochs);
  return ticks;
}

interface TickProps {
  x?: number | string;
  y?: number | string;
  payload?: { value: number };
}

/** Epoch numbers; the last one is named and ends with the plot. */
function epochTick(epochs: number) {
  return ({ x, y, payload }: TickProps) => {
    const last = payload?.value === epochs && epochs > 1;
    return (
      <text x={Number(x) + (last ? 4 : 0)} y={Number(y) + 8} textAnchor={last ? 'end' : 'middle'} fill="var(--ink-3)" fontSize="11">
        {last ? `epoch ${epochs}` : payload?.value}
      </text>
    );
  };
}

/** recharts draws no axes without data. */
const NO_ROWS = [{ epoch: 1, baseline: null, pathway: null, baselineRange: null, pathwayRange: null }];

/** The drawn lines; static until an epoch ends. */
function Plot({ model, label }: { model: AccuracyModel; label: string }) {
  const { rows, epochs, chance } = model;
  const lastOf = (arm: 'baseline' | 'pathway') => rows.findLastIndex((row) => row[arm] !== null);
  const tick = { fontSize: 11, fill: 'var(--ink-3)' };
  return (
    <div className="plot plot-acc" role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height={168} debounce={50}>
        <ComposedChart data={rows.length > 0 ? rows : NO_ROWS} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line-hair)" />
          <XAxis
            dataKey="epoch"
            type="number"
            domain={[1, Math.max(2, epochs)]}
            ticks={epochTicks(epochs)}
            tick={epochTick(epochs)}
            tickLine={false}
            axisLine={false}
            height={20}
            interval={0}
            allowDecimals={false}
          />
          <YAxis domain={[0, 100]} ticks={[0, 25, 50, 75, 100]} tick={tick} tickLine={false} axisLine={false} width={30} />
          {chance !== null && (
            <ReferenceLine
              y={chance}
              stroke="var(--ink-3)"
              strokeDasharray="1 3"
              label={{ value: `chance ${formatFixed(chance, 1)}`, position: 'insideBottomRight', fontSize: 11, fill: 'var(--ink-3)' }}
            />
          )}
          <Area dataKey="baselineRange" stroke="none" fill="var(--arm-baseline-soft)" fillOpacity={1} isAnimationActive={false} />
          <Area dataKey="pathwayRange" stroke="none" fill="var(--arm-pathway-soft)" fillOpacity={1} isAnimationActive={false} />
          <Line
            dataKey="baseline"
            stroke="var(--arm-baseline)"
            strokeWidth={1.75}
            strokeDasharray="6 3"
            dot={endMark('baseline', lastOf('baseline'))}
            isAnimationActive={false}
          />
          <Line
            dataKey="pathway"
            stroke="var(--arm-pathway)"
            strokeWidth={1.75}
            dot={endMark('pathway', lastOf('pathway'))}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

export function AccuracyChart({ series, epochs }: AccuracyChartProps) {
  const [seed, setSeed] = useState<number | null>(null);
  // Redraw when an epoch ended or a run changed its state, not with every step.
  const stamp = series.map((run) => `${run.epochs.length}${run.state === 'stopped' ? 's' : ''}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: series grows in place; stamp says when
  const model = useMemo(() => accuracyModel(series, epochs, seed), [series, stamp, epochs, seed]);
  const what = seed === null ? 'mean and range over the seeds' : `seed ${seed}`;
  const plot = useMemo(() => <Plot model={model} label={accuracySentence(model, what)} />, [model, what]);
  const say = (value: number | null) => (value === null ? '–' : `${formatFixed(value, 1)} %`);
  const { legend, seeds } = model;
  return (
    <ChartFrame
      title="Accuracy"
      sub={
        <>
          validation,{' '}
          <SeedPicker
            label="Seeds of the accuracy chart"
            seeds={seeds}
            seed={seeds.length < 2 ? (seeds[0] ?? null) : seed}
            onSeed={setSeed}
            all="mean and range"
            onAll={() => setSeed(null)}
          />
        </>
      }
      fileName="validation-accuracy"
      table={() => accuracyTable(series)}
      legend={
        <>
          <span>
            <ArmLabel arm="baseline" /> <b>{say(legend.baseline)}</b>
          </span>
          <span>
            <ArmLabel arm="pathway" /> <b>{say(legend.pathway)}</b>
          </span>
          <span
            className="at"
            title={legend.seeds > 0 ? `Means of the ${plural(legend.seeds, 'seed')} whose both arms have reached it` : undefined}
          >
            {legend.epoch === 0 ? 'before epoch 1' : `epoch ${legend.epoch}`}
          </span>
        </>
      }
    >
      {plot}
    </ChartFrame>
  );
}
