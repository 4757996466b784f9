/**
 * @file Records read one by one, wherever they lie: in memory here, in the browser's file storage in `worker/stored-records.ts`.
 */
import { PlaygroundError } from '../errors.ts';
import { type RecordForm, type RecordValues, recordBytes, recordValues } from './record-form.ts';

/** Folder of all data sets in the browser's file storage. */
export const DATA_FOLDER = 'data-sets';

export interface Records {
  readonly count: number;
  /**
   * Values of record `index`, as many as the form says; not to be changed.
   * @throws RangeError for an index outside
   */
  read(index: number): RecordValues;
}

/** @param bytes all records after each other, [n × recordBytes(form)] @throws RangeError for a broken record */
export function memoryRecords(form: RecordForm, bytes: Uint8Array<ArrayBuffer>): Records {
  const each = recordBytes(form);
  const count = bytes.length / each;
  if (!Number.isInteger(count)) throw new RangeError(`${bytes.length} bytes are no whole number of records of ${each} bytes`);
  return {
    count,
    read(index) {
      if (!(index >= 0 && index < count)) throw new RangeError(`There is no record ${index} among ${count}`);
      return recordValues(form, bytes.subarray(index * each, (index + 1) * each));
    },
  };
}

/** Where a record lies in the browser's file storage. */
export interface RecordPlace {
  /** Name of a file of records in the data set's folder. */
  file: string;
  /** Place in it, counted in records. */
  index: number;
}

/** The records of one data set, in its order; crosses threads. */
export interface RecordSource {
  /** Folder in the browser's file storage; '' where all are in memory. */
  folder: string;
  files: readonly string[];
  /** Which of `files` each record lies in, [n]; `files.length` means `memory`. */
  fileOf: Uint16Array<ArrayBuffer>;
  /** Its place there, counted in records, [n]. */
  indexOf: Uint32Array<ArrayBuffer>;
  /** Records that the storage had no room for. */
  memory: Uint8Array<ArrayBuffer>;
}

/** @throws PlaygroundError `record-missing` when a record is neither stored nor in memory */
export function recordSource(
  form: RecordForm,
  folder: string,
  samples: readonly { path: string; place: RecordPlace | null; record: RecordValues | null }[],
): RecordSource {
  const each = recordBytes(form);
  const files = [...new Set(samples.flatMap(({ place }) => (place ? [place.file] : [])))];
  const numberOf = new Map(files.map((file, at) => [file, at]));
  const loose = samples.filter(({ place }) => !place);
  const source: RecordSource = {
    folder,
    files,
    fileOf: new Uint16Array(samples.length),
    indexOf: new Uint32Array(samples.length),
    memory: new Uint8Array(loose.length * each),
  };
  let next = 0;
  for (const [at, { path, place, record }] of samples.entries()) {
    if (place) {
      source.fileOf[at] = numberOf.get(place.file)!;
      source.indexOf[at] = place.index;
      continue;
    }
    if (record?.byteLength !== each) throw missing(path);
    source.memory.set(new Uint8Array(record.buffer, record.byteOffset, each), next * each);
    source.fileOf[at] = files.length;
    source.indexOf[at] = next++;
  }
  return source;
}

function missing(path: string): PlaygroundError {
  return new PlaygroundError({
    code: 'record-missing',
    message: `What was read of ${path} is no longer there.`,
    hint: 'Drop the files again.',
    where: path,
  });
}
