/**
 * @file A labelled set of records of one form: what import makes and training reads.
 */
import type { RecordForm } from './record-form.ts';
import type { RecordSource, Records } from './records.ts';

interface Labelled {
  name: string;
  classNames: readonly string[];
  /** Class index of each sample, [n]. */
  labels: Uint16Array<ArrayBuffer>;
  form: RecordForm;
}

/** As the engine has it: records can be read. */
export interface Dataset extends Labelled {
  records: Records;
}

/** As the page has it, and as it crosses to the engine: where the records lie. */
export interface DatasetPlan extends Labelled {
  source: RecordSource;
}
