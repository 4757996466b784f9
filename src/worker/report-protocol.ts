/**
 * @file What crosses between the page and the report worker. Types only. One worker looks through one data set, then ends.
 */
import type { RecordForm } from '../core/data/record-form.ts';
import type { RecordSource } from '../core/data/records.ts';
import type { FoundCopies } from '../core/data/report/find-copies.ts';
import type { Problem } from '../core/errors.ts';

export interface ReportCommand {
  form: RecordForm;
  source: RecordSource;
}

export type ReportMessage =
  /** Records that were looked at so far; comes several times a second. */
  | { type: 'looked'; count: number }
  /** Numbers are places in the source. */
  | { type: 'found'; copies: FoundCopies }
  | { type: 'failed'; problem: Problem };
