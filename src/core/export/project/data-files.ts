/**
 * @file The pictures of a run as `data/<split>/<class>/<number>.png` with a metadata.csv for each split: the layout that
 * Hugging Face's imagefolder reads. The number is the record's place in the data set, so that the order, and with it every
 * batch, can be rebuilt. PNG keeps the exact bytes that the browser trained on.
 */
import type { Dataset } from '../../data/dataset.ts';
import { bytesOf, recordShape } from '../../data/record-form.ts';
import type { Split } from '../../data/split.ts';
import { type FileInParts, wholeFile } from '../file-in-parts.ts';
import { encodePng } from './png.ts';
import { classFolders } from './safe-names.ts';

/** Encoded at the same time; each waits for the packer most of its time. */
const LANES = 8;

/** @param split indices of the records, ascending */
export async function dataFiles(dataset: Dataset, split: Split): Promise<FileInParts[]> {
  const folders = classFolders(dataset.classNames);
  const digits = Math.max(4, String(dataset.labels.length).length);
  const files: FileInParts[] = [];
  for (const [part, indices] of Object.entries(split) as [keyof Split, Uint32Array][]) {
    const names = Array.from(indices, (index) => `${folders[dataset.labels[index]!]}/${String(index).padStart(digits, '0')}.png`);
    const rows = Array.from(indices, (index, at) => `${names[at]},${dataset.labels[index]},${index}`);
    files.push(wholeFile(`data/${part}/metadata.csv`, `${['file_name,label,index', ...rows].join('\n')}\n`));
    for (let from = 0; from < indices.length; from += LANES) {
      const lane = Array.from(indices.subarray(from, from + LANES), (index) => record(dataset, index));
      files.push(...(await Promise.all(lane)).map((png, i) => blobFile(`data/${part}/${names[from + i]}`, png)));
    }
  }
  return files;
}

async function record({ records, form }: Dataset, index: number): Promise<Blob> {
  const [height, width] = recordShape(form) as [number, number];
  return new Blob([await encodePng(bytesOf(records.read(index)), height, width)]);
}

/** In a Blob, which the browser may keep on disk until it is written. */
function blobFile(name: string, blob: Blob): FileInParts {
  return {
    name,
    size: blob.size,
    async *parts() {
      yield new Uint8Array(await blob.arrayBuffer());
    },
  };
}
