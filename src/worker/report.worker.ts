/**
 * @file The disposable worker that looks through the records of a data set for copies and for records with nothing in them. It reads
 * files in the order in which they were written, a part at a time, and holds no record. Started by `report-client.ts` only.
 */
import { type RecordForm, recordBytes, recordValues } from '../core/data/record-form.ts';
import { memoryRecords, type RecordSource } from '../core/data/records.ts';
import { createCopyFinder, type FoundCopies } from '../core/data/report/find-copies.ts';
import { PlaygroundError, toProblem } from '../core/errors.ts';
import { dataFolder } from './data-folder.ts';
import type { ReportCommand, ReportMessage } from './report-protocol.ts';

/** Bytes that are read at a time. */
const PART_BYTES = 4e6;
const SIGN_MS = 250;

const post = (message: ReportMessage) => self.postMessage(message);

self.onmessage = ({ data: { form, source } }: MessageEvent<ReportCommand>) => {
  findCopies(form, source).then(
    (copies) => post({ type: 'found', copies }),
    (error: unknown) =>
      post({ type: 'failed', problem: toProblem(error, 'report-failed', 'Train without the report, or drop the files again.') }),
  );
};

async function findCopies(form: RecordForm, source: RecordSource): Promise<FoundCopies> {
  const finder = createCopyFinder(form);
  /** Which record was added when. */
  const order: number[] = [];
  let signAt = performance.now();
  const add = (record: number, values: ReturnType<typeof recordValues>) => {
    finder.add(values);
    order.push(record);
    if (performance.now() - signAt < SIGN_MS) return;
    signAt = performance.now();
    post({ type: 'looked', count: order.length });
  };
  const each = recordBytes(form);
  for (const [file, name] of source.files.entries()) {
    const places = placesIn(source, file);
    const stored = await openStored(source.folder, name);
    const perPart = Math.max(1, Math.floor(PART_BYTES / each));
    for (let first = 0; first < places.length; first += perPart) {
      const some = places.slice(first, first + perPart);
      const [from, to] = [some[0]!.at, some.at(-1)!.at + 1];
      const bytes = new Uint8Array(await stored.slice(from * each, to * each).arrayBuffer());
      if (bytes.length !== (to - from) * each) throw gone();
      for (const { record, at } of some) add(record, recordValues(form, bytes.subarray((at - from) * each, (at - from + 1) * each)));
    }
  }
  const loose = memoryRecords(form, source.memory);
  for (const { record, at } of placesIn(source, source.files.length)) add(record, loose.read(at));
  return inOrder(finder.found(), order);
}

/** Records of one file, in the order in which they lie there. */
function placesIn({ fileOf, indexOf }: RecordSource, file: number): { record: number; at: number }[] {
  const places: { record: number; at: number }[] = [];
  for (let record = 0; record < fileOf.length; record++) if (fileOf[record] === file) places.push({ record, at: indexOf[record]! });
  return places.sort((a, b) => a.at - b.at);
}

async function openStored(folder: string, name: string): Promise<File> {
  try {
    return await (await (await dataFolder(folder)).getFileHandle(name)).getFile();
  } catch {
    throw gone();
  }
}

/** Numbers by time of reading to numbers by place in the source. */
function inOrder({ count, exact, near, constant, notFinite }: FoundCopies, order: readonly number[]): FoundCopies {
  const sorted = (numbers: readonly number[]) => numbers.map((number) => order[number]!).sort((a, b) => a - b);
  const groups = (all: readonly number[][]) => all.map(sorted).sort((a, b) => a[0]! - b[0]!);
  return { count, exact: groups(exact), near: groups(near), constant: sorted(constant), notFinite: sorted(notFinite) };
}

function gone(): PlaygroundError {
  return new PlaygroundError({
    code: 'records-gone',
    message: 'The browser no longer has the data that was read from your files.',
    hint: 'It may have cleared its storage. Drop the files again.',
  });
}
