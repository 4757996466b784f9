/**
 * @file How to get the record of a sample that is to be shown: it came along, or it is fetched from the browser's storage. The same
 * sample gives the same function, so that nothing is fetched twice.
 */
import type { RecordForm, RecordValues } from '../../../core/data/record-form.ts';
import type { ParsedSample } from '../../../worker/parse-protocol.ts';
import { readStored } from '../../../worker/record-client.ts';

const readers = new WeakMap<ParsedSample, () => Promise<RecordValues>>();

export function recordOf(sample: ParsedSample, form: RecordForm, folder: string): RecordValues | (() => Promise<RecordValues>) {
  const { place, record } = sample;
  if (record || !place) return record ?? (() => Promise.reject(new Error('nothing was kept of it')));
  const known = readers.get(sample);
  if (known) return known;
  const reader = () => readStored(form, folder, place);
  readers.set(sample, reader);
  return reader;
}
