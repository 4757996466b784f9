/**
 * @file The records that a report looks at: one form, any number, read one at a time, so that they may lie in a file. Types only.
 */
import type { RecordForm } from '../record-form.ts';

/** Bytes for pictures and clips, floats for sound and points. */
export type RecordValues = Uint8Array | Float32Array;

export interface RecordSet {
  form: RecordForm;
  count: number;
  /** Record `at`, as long as its form says; valid until the next call. */
  record(at: number): RecordValues;
}
