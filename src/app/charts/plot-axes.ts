/**
 * @file Axes, end labels and marks that all uPlot charts of the page share: hairline grid, few ticks,
 * the last step named in words, ● for the baseline and ◆ for the pathway.
 */
import uPlot from 'uplot';
import { resolveColor } from './canvas-colors.ts';
import { formatCount } from './format.ts';
import { niceCeil } from './lambda-scale.ts';

/** Everything but the size, which follows the box. */
export type PlotOptions = Omit<uPlot.Options, 'width' | 'height'>;

/** Font of ticks, 11 px in the page's face. */
export function tickFont(pxRatio = 1): string {
  return `${11 * pxRatio}px ${getComputedStyle(document.body).fontFamily}`;
}

/** Ticks from 0 to total: round steps, then the last step itself. */
export function stepTicks(total: number, about = 3): number[] {
  const step = niceCeil(total / about, 1);
  const ticks = [0];
  for (let tick = step; tick < total * 0.8; tick += step) ticks.push(tick);
  if (total > 0) ticks.push(total);
  return ticks;
}

/** x axis over steps; the last tick is drawn by `drawLastTick`, flush right. */
export function stepAxis(total: () => number, about?: number): uPlot.Axis {
  return {
    stroke: () => resolveColor('var(--ink-3)'),
    font: tickFont(),
    grid: { show: false },
    ticks: { show: false },
    size: 20,
    gap: 4,
    splits: () => stepTicks(total(), about),
    values: (_u, splits) => splits.map((split) => (split === total() ? '' : formatCount(split))),
  };
}

/** Writes the last tick of the x axis flush with the right end of the plot. */
export function drawLastTick(u: uPlot, text: string): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.fillStyle = resolveColor('var(--ink-3)');
  ctx.font = tickFont(uPlot.pxRatio);
  ctx.textAlign = 'right';
  ctx.textBaseline = 'top';
  ctx.fillText(text, bbox.left + bbox.width, bbox.top + bbox.height + 4 * uPlot.pxRatio);
  ctx.restore();
}

/** y axis with hairline grid lines at the given values. */
export function valueAxis(splits: () => number[], text: (value: number) => string, size = 30): uPlot.Axis {
  return {
    stroke: () => resolveColor('var(--ink-3)'),
    font: tickFont(),
    grid: { stroke: () => resolveColor('var(--line-hair)'), width: 1 },
    ticks: { show: false },
    size,
    gap: 6,
    splits,
    values: (_u, values) => values.map(text),
  };
}

/** ● or ◆ at a point of the plot, with a rim in the colour of the paper. */
export function drawMark(u: uPlot, shape: 'dot' | 'diamond', x: number, y: number, color: string): void {
  const { ctx } = u;
  const r = (shape === 'dot' ? 3.5 : 4.5) * uPlot.pxRatio;
  const cx = u.valToPos(x, 'x', true);
  const cy = u.valToPos(y, 'y', true);
  ctx.save();
  ctx.beginPath();
  if (shape === 'dot') ctx.arc(cx, cy, r, 0, 2 * Math.PI);
  else {
    ctx.moveTo(cx, cy - r);
    ctx.lineTo(cx + r, cy);
    ctx.lineTo(cx, cy + r);
    ctx.lineTo(cx - r, cy);
    ctx.closePath();
  }
  ctx.fillStyle = color;
  ctx.strokeStyle = resolveColor('var(--surface-work)');
  ctx.lineWidth = 1.5 * uPlot.pxRatio;
  ctx.stroke();
  ctx.fill();
  ctx.restore();
}
