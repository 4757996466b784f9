/**
 * @file The disposable worker that reads one drop: lists it, decodes a few samples at a time, stores their records, posts them in groups,
 * ends. It may be killed at any moment; it announces each file before it touches it, so that the client knows what to blame.
 * Started by `parse-client.ts` only.
 */
import { createSampleDecoder } from '../core/data/decode/decode-sample.ts';
import type { DecodeSample } from '../core/data/decode/decoded-sample.ts';
import type { DrawSvg } from '../core/data/decode-picture.ts';
import { inLanes } from '../core/data/in-lanes.ts';
import { type Candidate, listDrop } from '../core/data/list-drop.ts';
import { hashOf } from '../core/data/report/record-hash.ts';
import { type Problem, toProblem } from '../core/errors.ts';
import type { DrawnAnswer, ParseCommand, ParseWorkerMessage } from './parse-client.ts';
import { createSampleGroup, type SampleGroup } from './parse-group.ts';
import type { ParsedSample } from './parse-protocol.ts';
import { createPreview } from './record-preview.ts';
import { createRecordWriter, type RecordWriter } from './record-writer.ts';

const post = (message: ParseWorkerMessage, transfer: Transferable[] = []) => self.postMessage(message, { transfer });
const drawings = new Map<number, (answer: DrawnAnswer) => void>();

self.onmessage = ({ data }: MessageEvent<ParseCommand | DrawnAnswer>) => {
  if ('drawing' in data) {
    drawings.get(data.drawing)?.(data);
    drawings.delete(data.drawing);
    return;
  }
  run(data).catch((error: unknown) => post({ type: 'failed', problem: toProblem(error, 'import-failed', 'Drop the files again.') }));
};

async function run({ request, skip, lanes }: ParseCommand): Promise<void> {
  const { files, form, folder, labeling } = request;
  const notice = (problem: Problem) => post({ type: 'notice', problem });
  const { candidates, classNames, counts, labels, notices } = await listDrop(files, {
    modality: form.modality,
    labeling,
    skip: new Set(skip),
    onReading: (path) => post({ type: 'reading', path }),
    onRejected: (problem) => post({ type: 'rejected', problem }),
  });
  post({ type: 'listed', listing: { count: candidates.length, classNames, counts, labels } });
  for (const problem of notices) notice(problem);
  const decode = await createSampleDecoder(form, askForDrawing);
  const writer = await createRecordWriter(folder, form, notice);
  const group = createSampleGroup(post);
  try {
    await decodeAll(candidates, lanes, decode, writer, group);
  } finally {
    group.flush();
    writer.close();
  }
  post({ type: 'finished' });
}

async function decodeAll(
  candidates: readonly Candidate[],
  lanes: number,
  decode: DecodeSample,
  writer: RecordWriter,
  group: SampleGroup,
): Promise<void> {
  const isShown = createPreview();
  const parse = async (candidate: Candidate, limitMs: number): Promise<ParsedSample | Problem> => {
    try {
      const { values, facts } = await decode(candidate, limitMs);
      const { path, className } = candidate;
      const place = writer.write(values);
      const record = !place || isShown(className, values.byteLength) ? values : null;
      return { path, className, place, record, hash: hashOf(values), facts };
    } catch (error) {
      return toProblem(error, 'sample-unreadable', 'It was left out; the rest loads.');
    }
  };
  await inLanes(candidates, lanes, {
    parse,
    onReading: ({ path }) => post({ type: 'reading', path }),
    onDone: ({ path }, outcome) => {
      if ('facts' in outcome) group.add(outcome);
      else group.reject(outcome, path);
    },
  });
}

/** Workers cannot draw an SVG: the page does, as an image. */
const askForDrawing: DrawSvg = (svg, side) =>
  new Promise((resolve, reject) => {
    const drawing = drawings.size === 0 ? 1 : Math.max(...drawings.keys()) + 1;
    drawings.set(drawing, ({ drawn }) => (drawn ? resolve(drawn) : reject(new TypeError('The page could not draw it'))));
    post({ type: 'draw', drawing, svg, side });
  });
