/** @file A sample as the parse worker gives it, kept in memory. */
import { bytesOf, type RecordForm, type RecordValues, recordBytes, recordValues } from '../src/core/data/record-form.ts';
import { hashOf } from '../src/core/data/report/record-hash.ts';
import type { ParsedSample, SampleFacts } from '../src/worker/parse-protocol.ts';

export const imageForm = (height: number, width: number): RecordForm => ({ modality: 'image', size: [height, width] });

export function parsedPicture(path: string, record: RecordValues, className = path.split('/')[0]!): ParsedSample {
  return { path, className, place: null, record, hash: hashOf(record), facts: FACTS.image };
}

const FACTS: { readonly [M in RecordForm['modality']]: SampleFacts } = {
  image: { modality: 'image', width: 9, height: 9 },
  audio: { modality: 'audio', seconds: 1, sampleRate: 16_000, channels: 1, startSeconds: 0, peak: 1, format: 'wav' },
  point: { modality: 'point', points: 1024, triangles: 0, dropped: 0, format: 'ply' },
  video: { modality: 'video', width: 9, height: 9, seconds: 1, frames: 8 },
};

/** A record of that form, all its bytes the same; its class is the first folder. */
export function parsedSample(path: string, form: RecordForm, byte = 0): ParsedSample {
  const record = recordValues(form, new Uint8Array(recordBytes(form)).fill(byte));
  return { path, className: path.split('/')[0]!, place: null, record, hash: hashOf(bytesOf(record)), facts: FACTS[form.modality] };
}
