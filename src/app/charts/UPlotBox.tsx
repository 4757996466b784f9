/**
 * @file A uPlot canvas as a React component: made once, fed with new data, redrawn when the theme changes,
 * fitted to its box. The model is read through a function, so that new data need no new chart.
 * Another number of series needs another React key.
 */
import { useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useThemeVersion } from './canvas-colors.ts';
import type { PlotOptions } from './plot-axes.ts';

interface UPlotBoxProps<M> {
  /** What is drawn. A new object makes a redraw. */
  model: M;
  /** Options that read the current model; must be a stable function. */
  build: (current: () => M) => PlotOptions;
  toData: (model: M) => uPlot.AlignedData;
  /** Height in px, axes included. */
  height: number;
  /** Says in words what the lines do. */
  label: string;
}

export function UPlotBox<M>({ model, build, toData, height, label }: UPlotBoxProps<M>) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const current = useRef(model);
  const theme = useThemeVersion();
  useLayoutEffect(() => {
    current.current = model;
    plot.current?.setData(toData(model));
  }, [model, toData]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme change makes a new chart
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const width = () => Math.max(80, element.clientWidth);
    const made = new uPlot({ ...build(() => current.current), width: width(), height }, toData(current.current), element);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      if (made.width !== width()) made.setSize({ width: width(), height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [build, toData, height, theme]);

  // Fonts that arrive late change the axis labels.
  useEffect(() => {
    let gone = false;
    document.fonts?.ready.then(
      () => {
        if (!gone) plot.current?.redraw(false, true);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, []);

  return <div className="plot" ref={box} role="img" aria-label={label} style={{ height }} />;
}
