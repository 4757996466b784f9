/**
 * @file The dots of the ledger: each row draws its part of one axis in points, so that the column reads as
 * a single plot. Decoration for the eye; the numbers stand beside it.
 */
import { formatSigned } from '../../charts/format.ts';

const WIDTH = 120;
const HEIGHT = 23;
const MIDDLE = WIDTH / 2;
/** Distance from 0 to the labelled end of the axis. */
const ARM = 28;
/** Farthest that anything is drawn from 0: a narrow column shows no more. */
const REACH = 38;

/** Place of a difference in [-1, 1] on an axis that ends at ±end points; clipped just outside the labels. */
function placeOf(difference: number, end: number): number {
  const offset = (difference * 100 * ARM) / end;
  return MIDDLE + Math.max(-REACH, Math.min(REACH, offset));
}

const frame = { className: 'fp', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'xMidYMid slice' };

export function AxisHead({ end }: { end: number }) {
  return (
    <svg {...frame} role="img" aria-label={`Difference in points, axis from ${-end} to ${end}`}>
      <text x={MIDDLE - ARM} y="15">
        {formatSigned(-end, 0)}
      </text>
      <text x={MIDDLE} y="15">
        0
      </text>
      <text x={MIDDLE + ARM} y="15">
        {formatSigned(end, 0)}
      </text>
    </svg>
  );
}

export function DotRow({ difference, end }: { difference: number | null; end: number }) {
  const x = difference === null ? null : placeOf(difference, end);
  return (
    <svg {...frame} aria-hidden="true">
      <line className="z" x1={MIDDLE} x2={MIDDLE} y1="0" y2={HEIGHT} />
      {x !== null && (
        <>
          <line className="st" x1={MIDDLE} x2={x} y1="11" y2="11" />
          <circle className="dot" cx={x} cy="11" r="3.5" />
        </>
      )}
    </svg>
  );
}

export function IntervalRow({ mean, interval, end }: { mean: number; interval: readonly [number, number]; end: number }) {
  const low = placeOf(interval[0], end);
  const high = placeOf(interval[1], end);
  return (
    <svg {...frame} aria-hidden="true">
      <line className="z" x1={MIDDLE} x2={MIDDLE} y1="0" y2={HEIGHT} />
      <line className="ci" x1={low} x2={high} y1="11" y2="11" />
      <line className="ci" x1={low} x2={low} y1="6" y2="16" />
      <line className="ci" x1={high} x2={high} y1="6" y2="16" />
      <rect className="mean" x={placeOf(mean, end) - 3.5} y="7.5" width="7" height="7" />
    </svg>
  );
}
