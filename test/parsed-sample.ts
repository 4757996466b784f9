/** @file A picture as the parse worker gives it, kept in memory. */
import type { RecordForm } from '../src/core/data/record-form.ts';
import { hashOf } from '../src/core/data/report/record-hash.ts';
import type { ParsedSample } from '../src/worker/parse-protocol.ts';

export const imageForm = (height: number, width: number): RecordForm => ({ modality: 'image', size: [height, width] });

export function parsedPicture(path: string, record: Uint8Array<ArrayBuffer>, className = path.split('/')[0]!): ParsedSample {
  return { path, className, place: null, record, hash: hashOf(record), facts: { modality: 'image', width: 9, height: 9 } };
}
