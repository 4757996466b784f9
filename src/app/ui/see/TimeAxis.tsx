/** @file Seconds below a waveform or a spectrogram. For the eyes; the views say times in words elsewhere. */
import { timeTicks } from './axis-ticks.ts';

/** @param props seconds at both ends, from < to */
export function TimeAxis({ from, to }: { from: number; to: number }) {
  return (
    <ol className="ticks-x" aria-hidden="true">
      {timeTicks(from, to).map(({ share, text }) => (
        <li key={text} className={share < 0.03 ? 'first' : share > 0.95 ? 'last' : undefined} style={{ '--at': `${100 * share}%` }}>
          {text}
        </li>
      ))}
    </ol>
  );
}
