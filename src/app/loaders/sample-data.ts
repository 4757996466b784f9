/**
 * @file The sample data sets that ship with the page, made by scripts/make-samples.mjs: what there is, and their files.
 * A sample is a zip like anyone's; it goes the same way through import.
 */
import * as v from 'valibot';
import { PlaygroundError } from '../../core/errors.ts';
import type { DroppedFile } from '../../worker/parse-protocol.ts';

const sampleSchema = v.object({
  /** `textures`; `sample:textures` in RunConfig. */
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  name: v.string(),
  modality: v.picklist(['image', 'audio', 'point', 'video']),
  /** One line on what is to be seen. */
  description: v.string(),
  synthetic: v.literal(true),
  classes: v.array(v.string()),
  /** Samples of each class. */
  counts: v.array(v.number()),
  /** Size of the zip. */
  bytes: v.number(),
});

export type SampleInfo = v.InferOutput<typeof sampleSchema>;

/** Every shipped sample, in the order in which to show them. @throws PlaygroundError when the list cannot be fetched */
export async function listSamples(): Promise<SampleInfo[]> {
  const response = await fetchFile('index.json', 'The list of sample data sets');
  const parsed = v.safeParse(v.array(sampleSchema), await response.json().catch(() => null));
  if (!parsed.success) throw unavailable('The list of sample data sets', 'it is not in its form');
  return parsed.output;
}

/**
 * The files of one sample, to be given to `importFiles`.
 * @throws PlaygroundError `sample-unknown` or `sample-unavailable`
 */
export async function loadSample(id: string): Promise<{ info: SampleInfo; files: DroppedFile[] }> {
  const samples = await listSamples();
  const info = samples.find((sample) => sample.id === id);
  if (!info) {
    const known = samples.map((sample) => sample.id).join(', ');
    throw new PlaygroundError({
      code: 'sample-unknown',
      message: `There is no sample data set called “${id.slice(0, 40)}”.`,
      hint: `Choose one of ${known}, or drop a folder of your own.`,
    });
  }
  const response = await fetchFile(`${id}.zip`, `Sample ${info.name}`);
  return { info, files: [{ path: `${id}.zip`, file: await response.blob() }] };
}

async function fetchFile(name: string, what: string): Promise<Response> {
  // Relative to the page, which may be served under any address.
  let response: Response;
  try {
    response = await fetch(`samples/${name}`);
  } catch {
    // fetch says nothing about why: offline, or blocked
    throw unavailable(what, 'the connection failed');
  }
  if (!response.ok) throw unavailable(what, `the server answered ${response.status}`);
  return response;
}

function unavailable(what: string, why: string): PlaygroundError {
  return new PlaygroundError({
    code: 'sample-unavailable',
    message: `${what} could not be loaded: ${why}.`,
    hint: 'Try again, or drop a folder of your own.',
  });
}
