/**
 * @file Medians and intervals of ratios between rows that were run in the same rounds. No assumption about how times are distributed:
 * the interval is the pair of order statistics that holds the true median with at least 95 % (David & Nagaraja, Order Statistics, §7.1).
 */
import { median as middle } from 'simple-statistics';

const WANTED = 0.95;

/** Order of rows in a round: every second round runs backwards, so that drift falls on both ends alike. */
export function orderOf(rows, round) {
  return round % 2 === 0 ? [...rows] : [...rows].reverse();
}

export function median(values) {
  return middle(values);
}

/**
 * @param {number[]} above @param {number[]} below times of the same rounds, one each
 * @returns {[median: number, low: number, high: number]} of above/below, round by round
 */
export function ratio(above, below) {
  if (above.length !== below.length || above.length === 0)
    throw new RangeError(`Ratios need as many times above (${above.length}) as below (${below.length})`);
  const ratios = above.map((value, round) => value / below[round]).sort((a, b) => a - b);
  const { cut } = medianInterval(ratios.length);
  return [median(ratios), ratios[cut], ratios[ratios.length - 1 - cut]];
}

/**
 * How many of n sorted values to leave out at either end so that the rest holds the median with at least 95 %, and with which
 * probability it does. Below 6 values not even all of them do: then nothing is left out and `coverage` says how sure that is.
 */
export function medianInterval(n) {
  let cut = 0;
  while (cut + 1 <= (n - 1) / 2 && coverage(n, cut + 1) >= WANTED) cut++;
  return { cut, coverage: coverage(n, cut) };
}

/** P(x₍cut+1₎ ≤ median ≤ x₍n−cut₎) = 1 − 2·P(Bin(n, ½) ≤ cut). */
function coverage(n, cut) {
  let term = 0.5 ** n;
  let tail = 0;
  for (let k = 0; k <= cut; k++) {
    tail += term;
    term *= (n - k) / (k + 1);
  }
  return Math.max(0, 1 - 2 * tail);
}

/**
 * Largest relative difference of any value from the reference's, row by row.
 * @param {Record<string, number[][]>} series values of every row, round by round
 * @param {string} reference name of the row to compare with
 * @returns {Record<string, number>} infinite where a value is missing or not a number
 */
export function disagreement(series, reference) {
  const wanted = series[reference];
  const scale = Math.max(...wanted.flat().map(Math.abs));
  return Object.fromEntries(
    Object.entries(series).map(([row, got]) => {
      let worst = 0;
      for (const [round, values] of wanted.entries())
        for (const [i, value] of values.entries()) {
          const difference = Math.abs((got[round]?.[i] ?? Number.NaN) - value) / (values.length > 2 ? scale : Math.abs(value));
          worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
        }
      return [row, worst];
    }),
  );
}
