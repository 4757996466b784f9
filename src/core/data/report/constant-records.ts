/**
 * @file Records in which nothing is to be seen or heard: one colour, silence, all points in one place; and such with values that are
 * no numbers. Part of the data report.
 */
import type { RecordForm } from '../record-form.ts';
import type { RecordSet, RecordValues } from './record-set.ts';

/** Standard deviation below which a record counts as constant: of 255 levels, of natural logarithms of energy, of the unit sphere. */
const LEAST_SPREAD: Record<RecordForm['modality'], number> = { image: 2, video: 2, audio: 0.1, point: 1e-3 };

export interface ConstantRecords {
  /** Ascending. */
  constant: number[];
  /** Records with NaN or infinity in them; import should have refused these. */
  notFinite: number[];
}

export function constantRecords({ form, count, record }: RecordSet): ConstantRecords {
  const found: ConstantRecords = { constant: [], notFinite: [] };
  for (let at = 0; at < count; at++) {
    const spread = deviation(record(at));
    if (!Number.isFinite(spread)) found.notFinite.push(at);
    else if (spread < LEAST_SPREAD[form.modality]) found.constant.push(at);
  }
  return found;
}

/** Standard deviation of all values of a record; sums are taken around the first value, so that large offsets do no harm. */
function deviation(values: RecordValues): number {
  const first = values[0] ?? 0;
  let [sum, square] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    const value = values[at]! - first;
    sum += value;
    square += value * value;
  }
  const mean = sum / values.length;
  return Math.sqrt(Math.max(0, square / values.length - mean * mean));
}
