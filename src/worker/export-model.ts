/**
 * @file Files that carry trained models out of the page, made from the models in memory: one zip for each format.
 * Loaded only when something is exported.
 */
import { exportFacts, type Measured } from '../core/export/export-facts.ts';
import type { FileInParts } from '../core/export/file-in-parts.ts';
import type { CardKind } from '../core/export/model-card.ts';
import { modelFiles, snippetsFor } from '../core/export/model-files.ts';
import type { Snippet } from '../core/export/snippets.ts';
import { zipFiles } from '../core/export/zip-files.ts';
import { evaluate } from '../core/inference/predict.ts';
import type { MergeSubjects } from '../core/lab/merge-report.ts';
import { disposeParams, mapParams, type Params } from '../core/tensor/params.ts';
import * as tf from '../core/tensor/tf.ts';
import type { ExportedFile, ExportFormat } from './protocol.ts';
import type { TrainedModels } from './trained-models.ts';

const KINDS: Record<Exclude<ExportFormat, 'pytorch'>, CardKind> = { merged: 'merged', unmerged: 'un-merged', onnx: 'onnx' };

/** Test accuracies of a pair, by its merged model: several formats are often asked for one after another. */
const measuredPairs = new WeakMap<Params, Measured>();

/**
 * @throws PlaygroundError `no-pair`, `no-pathway` when there is nothing to export yet; `export-unsupported`,
 *   `export-too-large` where the format cannot hold the model
 */
export async function exportModel(format: ExportFormat, trained: TrainedModels, paused = false): Promise<ExportedFile[]> {
  if (format === 'pytorch') return (await import('./export-project.ts')).exportProject(trained, paused);
  const kind = KINDS[format];
  return withFiles(kind, trained, async (files, runName) => [{ name: `${runName}-${kind}.zip`, blob: await zipFiles(files) }]);
}

/** The merged model as single files, to be opened here again; config.json, README.md and the weights. */
export function mergedFiles(trained: TrainedModels): Promise<ExportedFile[]> {
  return withFiles('merged', trained, async (files) => {
    const whole: ExportedFile[] = [];
    for (const { name, parts } of files) {
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      for await (const piece of parts()) pieces.push(piece);
      whole.push({ name, blob: new Blob(pieces) });
    }
    return whole;
  });
}

/** Makes the files of a kind and gives them to `use`; models and their values stay alive until it is done. */
async function withFiles(
  kind: CardKind,
  trained: TrainedModels,
  use: (files: FileInParts[], runName: string) => Promise<ExportedFile[]>,
): Promise<ExportedFile[]> {
  const subjects = trained.mergeSubjects();
  const { seed, encoder, dataset, pathway, merged } = subjects;
  const { config, target, auxiliary } = trained.continuation().ingredients;
  if (!auxiliary) throw new TypeError('a pathway without an auxiliary');
  const { baseline } = trained.tryOut();
  const held = { pathway: hold(pathway), merged: hold(merged), baseline: baseline && hold(baseline) };
  try {
    const known = measuredPairs.get(merged);
    const measured = known ?? (await measure(held, subjects));
    measuredPairs.set(merged, measured);
    const facts = await exportFacts({ seed, encoder, dataset, run: config, target, auxiliary, pathway: held.pathway, measured });
    return await use(await modelFiles(kind, facts, kind === 'un-merged' ? held.pathway : held.merged), facts.runName);
  } finally {
    disposeParams(held.pathway);
    disposeParams(held.merged);
    if (held.baseline) disposeParams(held.baseline);
  }
}

/** References, not copies: the values live on when another experiment frees the models meanwhile. */
function hold(params: Params): Params {
  return mapParams(params, (tensor) => tf.keep(tf.clone(tensor)));
}

/** How a format is loaded, before or after it was exported. */
export async function exportSnippets(format: ExportFormat, trained: TrainedModels): Promise<Snippet[]> {
  if (format === 'pytorch') return [PROJECT_SNIPPET];
  return snippetsFor(KINDS[format], trained.mergeSubjects());
}

const PROJECT_SNIPPET: Snippet = {
  title: 'a terminal, in the unpacked folder',
  language: 'sh',
  code: `# or: pip install torch timm accelerate safetensors pillow numpy
uv sync
# is every file as it was written?
python check_export.py
# the same logits as here?
python eval.py --golden
accelerate launch --config_file configs/accelerate/single.yaml train.py --resume weights/resume
`,
};

/** On the samples that were kept for the end. */
async function measure(
  { merged, baseline }: { merged: Params; baseline: Params | null },
  { encoder, dataset, test }: Pick<MergeSubjects, 'encoder' | 'dataset' | 'test'>,
): Promise<Measured> {
  const accuracy = async (params: Params) => (await evaluate(params, encoder, dataset, test)).accuracy;
  return { samples: test.length, merged: await accuracy(merged), baseline: baseline && (await accuracy(baseline)) };
}
