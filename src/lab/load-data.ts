/**
 * @file The lab's data: files that scripts/lab/ serves → the parse worker → a Dataset, the same way as a drop
 * on the page. Files that could not be read are named in the result, not hidden.
 */
import { MODALITIES } from '../config/modalities.ts';
import type { Modality } from '../config/run-config.ts';
import { assembleDataset } from '../core/data/assemble.ts';
import type { DatasetPlan } from '../core/data/dataset.ts';
import { countText, plural } from '../core/data/display-name.ts';
import { beyondLimit } from '../core/data/limit-samples.ts';
import { listDrop } from '../core/data/list-drop.ts';
import type { RecordForm } from '../core/data/record-form.ts';
import { PlaygroundError, type Problem } from '../core/errors.ts';
import { importFiles } from '../worker/parse-client.ts';
import type { DroppedFile, ParsedSample } from '../worker/parse-protocol.ts';
import { newDataFolder } from '../worker/record-folders-client.ts';
import { rejectionLines } from './rejection-lines.ts';

/** Files fetched at the same time. */
const PARALLEL_FETCHES = 16;

export interface LoadedData {
  dataset: DatasetPlan;
  rejected: Problem[];
  /** Classes left out and other remarks of the check. */
  notices: Problem[];
}

/**
 * @param paths path of each file inside the data folder; file i is at `<base><i>`
 * @param form of the records that are made
 * @param limit samples a class that are wanted; 0 for all
 * @throws PlaygroundError when nothing usable is left
 */
export async function loadData(
  name: string,
  base: string,
  paths: readonly string[],
  form: RecordForm,
  limit: { perClass: number; seed: number },
  say: (line: string) => void,
): Promise<LoadedData> {
  const files = await fetchFiles(base, paths);
  const skip = limit.perClass > 0 ? await leftOver(files, form.modality, limit) : [];
  if (skip.length > 0)
    say(`data: limitPerClass is ${limit.perClass}: ${countText(skip.length)} ${MODALITIES[form.modality].many} are not read`);
  const { name: folder } = await newDataFolder();
  const samples: ParsedSample[] = [];
  const notices: Problem[] = [];
  const rejected: Problem[] = [];
  try {
    await importFiles(
      { files, form, folder },
      {
        onListed: (count, classNames, { labels }) => {
          say(`data: ${count} ${MODALITIES[form.modality].many} in ${plural(classNames.length, 'class', 'classes')}. ${labels.reason}`);
        },
        onNotice: (problem) => notices.push(problem),
        onSamples: (group) => {
          for (const sample of group) samples.push(sample);
        },
        onRejected: (problem) => rejected.push(problem),
      },
      { skip },
    );
  } finally {
    for (const line of rejectionLines(rejected)) say(line);
  }
  say(`data: ${samples.length} ${MODALITIES[form.modality].many} read, ${rejected.length} could not be read`);
  const { dataset, problems } = assembleDataset(name, form, folder, samples, rejected);
  return { dataset, rejected, notices: [...notices, ...problems] };
}

/** Paths of samples that a limit makes needless. Where listing fails, importing says why. */
async function leftOver(files: readonly DroppedFile[], modality: Modality, limit: { perClass: number; seed: number }): Promise<string[]> {
  try {
    const { candidates } = await listDrop(files, { modality, onRejected: () => undefined });
    return beyondLimit(candidates, limit.perClass, limit.seed);
  } catch {
    return [];
  }
}

async function fetchFiles(base: string, paths: readonly string[]): Promise<DroppedFile[]> {
  const files: DroppedFile[] = new Array(paths.length);
  let next = 0;
  const work = async () => {
    for (let index = next++; index < paths.length; index = next++) {
      const path = paths[index]!;
      const response = await fetch(`${base}${index}`);
      if (!response.ok)
        throw new PlaygroundError({
          code: 'lab-file-unreadable',
          message: `${path} could not be read from the data folder.`,
          hint: 'Check that the file may be read and did not change while the lab started.',
          where: path,
        });
      files[index] = { path, file: new File([await response.blob()], path.split('/').at(-1) ?? path) };
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_FETCHES }, work));
  return files;
}
