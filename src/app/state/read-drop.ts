/**
 * @file One drop through the parse worker: its files → samples, files left out, remarks, ways to label them. Between data-import.ts and
 * worker/parse-client.ts; changes no store.
 */
import type { LabelChoices } from '../../core/data/labels/label-drop.ts';
import type { RecordForm } from '../../core/data/record-form.ts';
import type { Problem } from '../../core/errors.ts';
import { importFiles } from '../../worker/parse-client.ts';
import type { DroppedFile, ParsedSample } from '../../worker/parse-protocol.ts';
import type { Drop } from './arrange-data.ts';

export interface ToRead {
  files: readonly DroppedFile[];
  /** The way to classes that was chosen; null leaves it to the worker. */
  labeling: string | null;
  /** Entries that were found but could not be opened. */
  unopened?: readonly Problem[];
}

/**
 * @param folder in the browser's storage, for the records; '' keeps them in memory
 * @param onListed how many samples there may be
 * @throws PlaygroundError when nothing at all could be read; `rejected` then has what was said of single files
 */
export async function readDrop(
  { files, labeling, unopened = [] }: ToRead,
  { form, folder }: { form: RecordForm; folder: string },
  {
    onListed,
    onSamples,
    rejected,
  }: { onListed: (count: number) => void; onSamples: (samples: ParsedSample[]) => void; rejected: Problem[] },
  signal: AbortSignal,
): Promise<Drop> {
  const samples: ParsedSample[] = [];
  const notices: Problem[] = [];
  let labels: LabelChoices | null = null;
  rejected.push(...unopened);
  await importFiles(
    { files: [...files], form, folder, ...(labeling === null ? {} : { labeling }) },
    {
      onListed: (count, _names, listing) => {
        labels = listing.labels;
        onListed(count);
      },
      onNotice: (problem) => {
        notices.push(problem);
      },
      onSamples: (some) => {
        for (const sample of some) samples.push(sample);
        onSamples(some);
      },
      onRejected: (problem) => {
        rejected.push(problem);
      },
    },
    signal,
  );
  return { files, samples, rejected, notices, labels, labeling };
}
