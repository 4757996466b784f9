/**
 * @file What crosses between the page and the disposable parse worker. Types only.
 * One worker reads one drop, then ends. It can be killed at any time; the page then keeps what has arrived.
 */
import type { RecordForm, RecordValues } from '../core/data/record-form.ts';
import type { RecordPlace } from '../core/data/records.ts';
import type { Problem } from '../core/errors.ts';

/** A file of the drop with the path that it had there, `rings/rings_017.png`. */
export interface DroppedFile {
  path: string;
  file: Blob;
}

export interface ParseRequest {
  files: DroppedFile[];
  /** Of the records that are made. */
  form: RecordForm;
  /** Folder in the browser's file storage that records are written to; '' sends them along instead. */
  folder: string;
}

export interface ParsedSample {
  path: string;
  className: string;
  /** Where the record is stored; null when there was no room or no storage, and `record` holds it. */
  place: RecordPlace | null;
  /** The record's values. Stored records come along for the first few of each class only, to be shown at once. */
  record: RecordValues | null;
  /** Of the record's values: equal for equal records. */
  hash: string;
  facts: SampleFacts;
}

/** What is known of the original file. */
export type SampleFacts =
  | { modality: 'image'; width: number; height: number }
  /** Length of the sound, where in it the record begins, in seconds, and its largest magnitude, 0 to 1. */
  | { modality: 'audio'; seconds: number; sampleRate: number; channels: number; startSeconds: number; peak: number }
  /** Points in the file, or triangles whose surface was sampled. */
  | { modality: 'point'; points: number; triangles: number }
  | { modality: 'video'; width: number; height: number; seconds: number; frames: number };

export type ParseMessage =
  /** Candidate pictures found, before any is decoded. */
  | { type: 'listed'; count: number; classNames: string[] }
  | { type: 'samples'; samples: ParsedSample[] }
  /** A file that was left out; `where` names it. */
  | { type: 'rejected'; problem: Problem }
  | { type: 'finished' }
  /** Reading ended early; what was posted before stands. */
  | { type: 'failed'; problem: Problem };
