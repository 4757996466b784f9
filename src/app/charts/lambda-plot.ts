/**
 * @file How one panel of λ lines is drawn: colour and dash by the current value, the block's number at
 * the end of each line, moved apart where lines end close together.
 */
import uPlot from 'uplot';
import { resolveColor } from './canvas-colors.ts';
import { formatCount, formatFixed } from './format.ts';
import type { LambdaPanelModel } from './lambda-data.ts';
import { lambdaColor, scaleDigits } from './lambda-scale.ts';
import { drawLastTick, type PlotOptions, stepAxis, tickFont, valueAxis } from './plot-axes.ts';

/** Height of one end label in px. */
const LABEL = 10;

/** Positions near the wished ones, in the same order, at least `gap` apart, inside [low, high]. */
export function spread(wished: readonly number[], gap: number, low: number, high: number): number[] {
  const out = [...wished];
  for (let i = 1; i < out.length; i++) out[i] = Math.max(out[i] as number, (out[i - 1] as number) + gap);
  const over = (out.at(-1) ?? high) - high;
  if (over > 0) {
    out[out.length - 1] = high;
    for (let i = out.length - 2; i >= 0; i--) out[i] = Math.min(out[i] as number, (out[i + 1] as number) - gap);
  }
  return out.map((y) => Math.max(low, y));
}

/** Dash of negative lines changes with the data; uPlot reads it at every draw. */
function setDashes(u: uPlot, model: LambdaPanelModel): void {
  model.lines.forEach((line, i) => {
    const series = u.series[i + 1];
    if (series) series.dash = line.last < 0 ? [4, 1.5] : [];
  });
}

function drawEndLabels(u: uPlot, model: LambdaPanelModel): void {
  if (model.steps === 0) return;
  const { ctx, bbox } = u;
  const ratio = uPlot.pxRatio;
  const fits = Math.max(1, Math.floor(bbox.height / (LABEL * ratio)) + 1);
  const shown = [...model.lines]
    .sort((a, b) => Math.abs(b.last) - Math.abs(a.last))
    .slice(0, fits)
    .sort((a, b) => b.last - a.last);
  const ends = shown.map((line) => u.valToPos(line.last, 'y', true));
  const places = spread(ends, LABEL * ratio, bbox.top + 2 * ratio, bbox.top + bbox.height);
  const x = u.valToPos(model.steps, 'x', true);
  ctx.save();
  ctx.font = tickFont(ratio);
  ctx.textBaseline = 'middle';
  shown.forEach((line, i) => {
    const y = places[i] as number;
    ctx.strokeStyle = resolveColor('var(--line-edge)');
    ctx.lineWidth = 0.75 * ratio;
    ctx.beginPath();
    ctx.moveTo(x + ratio, ends[i] as number);
    ctx.lineTo(x + 10 * ratio, y);
    ctx.stroke();
    ctx.lineWidth = 3 * ratio;
    ctx.strokeStyle = resolveColor('var(--surface-work)');
    ctx.strokeText(String(line.block), x + 12 * ratio, y);
    ctx.fillStyle = resolveColor('var(--ink-2)');
    ctx.fillText(String(line.block), x + 12 * ratio, y);
  });
  ctx.restore();
}

/** Options of one panel; stable, the model is read at every draw. */
export function buildLambdaPlot(model: () => LambdaPanelModel): PlotOptions {
  const short = (value: number) => {
    if (value === 0) return '0';
    const text = formatFixed(value, scaleDigits(model().max)).replace('0.', '.');
    return value > 0 ? `+${text}` : text;
  };
  return {
    scales: {
      x: { time: false, range: () => [0, model().totalSteps] },
      y: { range: () => [-model().max, model().max] },
    },
    series: [
      {},
      ...model().lines.map(
        (_, i): uPlot.Series => ({
          stroke: () => {
            const { lines, max } = model();
            return resolveColor(lambdaColor(lines[i]?.last ?? 0, max));
          },
          width: 1.5,
          points: { show: false },
        }),
      ),
    ],
    axes: [stepAxis(() => model().totalSteps, 1), valueAxis(() => [-model().max, 0, model().max], short, 32)],
    legend: { show: false },
    cursor: { show: false },
    padding: [6, 28, 0, 0],
    hooks: {
      drawClear: [(u) => setDashes(u, model())],
      draw: [
        (u) => {
          drawLastTick(u, formatCount(model().totalSteps));
          drawEndLabels(u, model());
        },
      ],
    },
  };
}

export function toLambdaData(model: LambdaPanelModel): uPlot.AlignedData {
  return [model.x, ...model.lines.map((line) => line.points)];
}
