/**
 * @file The swing of a sound over its whole length, what the record shows of it in full ink, and where it plays. Quiet sounds are drawn
 * larger, and the picture says so.
 */
import { type ReactNode, useEffect, useRef } from 'react';
import { resolveDataColor, useThemeVersion } from '../../charts/canvas-colors.ts';
import { drawnLarger, largestOf, soundPeaks } from './sound-peaks.ts';
import { useBoxWidth } from './use-box.ts';

interface Props {
  /** [-1, 1] */
  samples: Float32Array;
  /** The used part and the position, as shares of the length. */
  from: number;
  to: number;
  at: number;
  isAllUsed: boolean;
  /** The axis below. */
  children: ReactNode;
}

const HEIGHT = 88;

export function Waveform({ samples, from, to, at, isAllUsed, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useBoxWidth(box);
  const theme = useThemeVersion();
  const peak = largestOf(samples);
  const larger = drawnLarger(peak);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    if (canvas.current && width > 0) drawSwing(canvas.current, samples, width, larger, [from, to]);
  }, [samples, width, larger, from, to, theme]);
  const words = peak === 0 ? 'The sound is silent.' : `Swing of the sound, at most ${Math.round(100 * peak)} % of full scale.`;
  return (
    <figure className="fig">
      <figcaption>
        <b>The file</b>
        <span>{levelWords(peak, larger)}</span>
      </figcaption>
      <div ref={box} className="plot-box wave" role="img" aria-label={words}>
        {!isAllUsed && (
          <i className="used" style={{ '--from': `${100 * from}%`, '--to': `${100 * to}%` }}>
            <span className={from > 0.7 ? 'left' : undefined}>used</span>
          </i>
        )}
        <canvas ref={canvas} style={{ height: HEIGHT }} />
        {at > 0 && <i className="now" style={{ '--at': `${100 * at}%` }} />}
      </div>
      {children}
    </figure>
  );
}

function levelWords(peak: number, larger: number): string {
  if (peak === 0) return 'silent';
  const percent = 100 * peak;
  return `peak ${percent < 1 ? percent.toPrecision(1) : Math.round(percent)} % of full scale${larger > 1 ? `, drawn ${larger} times larger` : ''}`;
}

function drawSwing(canvas: HTMLCanvasElement, samples: Float32Array, width: number, larger: number, used: readonly [number, number]): void {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(HEIGHT * ratio);
  const context = canvas.getContext('2d');
  if (!context) return;
  const columns = canvas.width;
  const peaks = soundPeaks(samples, columns);
  const middle = canvas.height / 2;
  const [inside, outside] = [resolveDataColor('var(--ink-1)'), resolveDataColor('var(--line-edge)')];
  context.fillStyle = resolveDataColor('var(--line-hair)');
  context.fillRect(0, Math.round(middle), columns, Math.max(1, Math.round(ratio / 2)));
  for (let column = 0; column < columns; column++) {
    const share = (column + 0.5) / columns;
    context.fillStyle = share >= used[0] && share <= used[1] ? inside : outside;
    const [low, high] = [peaks[2 * column]! * larger, peaks[2 * column + 1]! * larger];
    const top = middle - high * (middle - 2);
    context.fillRect(column, top, 1, Math.max(ratio, (high - low) * (middle - 2)));
  }
}
