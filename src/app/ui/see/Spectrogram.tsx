/**
 * @file The record of a sound, one block a value, with Hz beside it and seconds below. What the model gets, before it is scaled.
 */
import { useEffect, useRef } from 'react';
import type { AudioForm } from '../../../core/data/audio/audio-record.ts';
import { resolveDataColor, useThemeVersion } from '../../charts/canvas-colors.ts';
import { hzTicks, recordSeconds } from './axis-ticks.ts';
import { heatTable } from './color-scale.ts';
import { put } from './paint-thumb.ts';
import { loudestBand, spectrogramPixels } from './spectrogram-pixels.ts';
import { TimeAxis } from './TimeAxis.tsx';

interface Props {
  form: AudioForm;
  /** [bands, frames] */
  values: Float32Array;
  /** Where in the sound the record begins, and where the sound plays, in seconds. */
  from: number;
  at: number | null;
}

export function Spectrogram({ form, values, from, at }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeVersion();
  const [bands, frames] = form.size;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    if (canvas.current) put(canvas.current, spectrogramPixels(values, form, [bands, frames], heatTable(resolveDataColor)), frames);
  }, [values, form, bands, frames, theme]);
  const to = from + recordSeconds(form);
  const now = at !== null && at >= from && at <= to ? (at - from) / (to - from) : null;
  return (
    <figure className="fig spectrum">
      <figcaption>
        <b>What the model gets</b>
        <span>
          {bands} bands × {frames} frames
        </span>
        <span className="heat-key" aria-hidden="true">
          quiet <i /> loud
        </span>
      </figcaption>
      <ol className="ticks-y" aria-hidden="true">
        {hzTicks(form).map(({ share, text }) => (
          <li key={text} style={{ '--at': `${100 * share}%` }}>
            {text}
          </li>
        ))}
      </ol>
      <div className="plot-box" role="img" aria-label={`Spectrogram, ${loudestBand(values, form)}`}>
        <canvas ref={canvas} />
        {now !== null && <i className="now" style={{ '--at': `${100 * now}%` }} />}
      </div>
      <TimeAxis from={from} to={to} />
    </figure>
  );
}
