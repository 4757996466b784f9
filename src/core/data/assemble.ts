/**
 * @file From decoded samples, in whatever order they came, to the data set that the engine trains on. Classes and
 * samples are sorted, so the same files give the same data set, and with it the same split, on every machine.
 */
import { PlaygroundError, type Problem } from '../errors.ts';
import { checkDataset } from './check.ts';
import type { DatasetPlan } from './dataset.ts';
import { compareNatural } from './natural-order.ts';
import type { RecordForm, RecordValues } from './record-form.ts';
import { type RecordPlace, recordSource } from './records.ts';

export interface SampleRecord {
  path: string;
  className: string;
  /** Where the record is stored; null when it is in `record` only. */
  place: RecordPlace | null;
  /** Its values, where they were kept in memory. */
  record: RecordValues | null;
}

export interface Assembled {
  dataset: DatasetPlan;
  /** Path of each sample, in the order of the data set. */
  paths: string[];
  /** Notices, such as classes that are too small and were left out. */
  problems: Problem[];
}

/**
 * Copies the samples of all classes that are large enough into one data set.
 * @param folder where stored records lie
 * @param rejected what was left out, for the reason where training cannot start
 * @throws PlaygroundError `too-few-classes` or `no-pictures` when training could not start with the result
 */
export function assembleDataset(
  name: string,
  form: RecordForm,
  folder: string,
  samples: readonly SampleRecord[],
  rejected: readonly Problem[] = [],
): Assembled {
  const found = [...new Set(samples.map((sample) => sample.className))].sort(compareNatural);
  const labelOf = new Map(found.map((className, label) => [className, label]));
  const counts = found.map(() => 0);
  for (const sample of samples) counts[labelOf.get(sample.className)!]!++;
  const { problems, usable, isBlocked } = checkDataset(found, counts, form.modality, rejected);
  if (isBlocked) throw new PlaygroundError(problems.at(-1)!);

  const classNames = found.filter((_, label) => usable[label]);
  const classIndex = new Map(classNames.map((className, label) => [className, label]));
  const used = samples
    .filter((sample) => classIndex.has(sample.className))
    .sort((a, b) => classIndex.get(a.className)! - classIndex.get(b.className)! || compareNatural(a.path, b.path));
  const labels = Uint16Array.from(used, (sample) => classIndex.get(sample.className)!);
  return {
    dataset: { name, classNames, labels, form, source: recordSource(form, folder, used) },
    paths: used.map((sample) => sample.path),
    problems,
  };
}
