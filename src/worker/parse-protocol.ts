/**
 * @file What crosses between the page and the disposable parse worker. Types only.
 * One worker reads one drop, then ends. It can be killed at any time; the page then keeps what has arrived.
 */
import type { ModalityCounts } from '../core/data/detect-modality.ts';
import type { LabelChoices } from '../core/data/labels/label-drop.ts';
import type { RecordForm, RecordValues } from '../core/data/record-form.ts';
import type { RecordPlace } from '../core/data/records.ts';
import type { SampleFacts } from '../core/data/sample-facts.ts';
import type { Problem } from '../core/errors.ts';

export type { SampleFacts };

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
  /** The way to classes that a person chose, by `LabelOption.id`; absent for the likeliest. */
  labeling?: string;
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

/** What is known of a drop when it has been listed and nothing is decoded yet. */
export interface ListedDrop {
  /** Samples that will be read. */
  count: number;
  /** In their order. */
  classNames: string[];
  /** Samples of each modality that the drop holds; those of others than the target's are passed over. */
  counts: ModalityCounts;
  /** How classes were told, and how else they could be. */
  labels: LabelChoices;
}

export type ParseMessage =
  | { type: 'listed'; listing: ListedDrop }
  | { type: 'samples'; samples: ParsedSample[] }
  /** A file that was left out; `where` names it. */
  | { type: 'rejected'; problem: Problem }
  /** A remark on the whole, such as samples of another modality, or that the storage is full. */
  | { type: 'notice'; problem: Problem }
  | { type: 'finished' }
  /** Reading ended early; what was posted before stands. */
  | { type: 'failed'; problem: Problem };
