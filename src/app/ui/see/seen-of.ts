/**
 * @file Samples of the data as strips and the viewer take them: their record fetched where it lies, their part of the split in words, the
 * original to be read again from the drop. The same sample gives the same object, so that nothing is fetched twice.
 */
import type { RecordForm } from '../../../core/data/record-form.ts';
import { readOriginal } from '../../../worker/original-client.ts';
import type { ParsedSample } from '../../../worker/parse-protocol.ts';
import type { SampleOrigin } from '../../state/find-origin.ts';
import { recordOf } from '../data/record-of.ts';
import type { SeenSample } from './seen-sample.ts';

export interface SeenContext {
  form: RecordForm;
  /** Where records are stored. */
  folder: string;
  /** Where the original of a sample is, asked for when it is wanted. */
  originOf: (sample: ParsedSample) => SampleOrigin;
}

/** @param part in words, or null */
export function seenOf(sample: ParsedSample, part: string | null, { form, folder, originOf }: SeenContext): SeenSample {
  const known = made.get(sample);
  const record = recordOf(sample, form, folder);
  if (known?.part === part && known.record === record) return known;
  const { path, className, facts } = sample;
  const seen: SeenSample = { path, className, part, facts, record, original: originalOf(sample, originOf) };
  made.set(sample, seen);
  return seen;
}

const made = new WeakMap<ParsedSample, SeenSample>();

const readers = new WeakMap<ParsedSample, SeenSample['original']>();

function originalOf(sample: ParsedSample, originOf: SeenContext['originOf']): SeenSample['original'] {
  const known = readers.get(sample);
  if (known) return known;
  const { facts } = sample;
  const aroundSeconds = facts.modality === 'audio' ? facts.startSeconds : 0;
  const reader: SeenSample['original'] = (signal) =>
    readOriginal({ ...originOf(sample), modality: facts.modality, aroundSeconds }, { signal });
  readers.set(sample, reader);
  return reader;
}
