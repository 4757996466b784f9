/**
 * @file All files of a project that continues a run with PyTorch, timm and Hugging Face Accelerate. See docs/export-pytorch.md.
 */

import { MODALITIES } from '../../../config/modalities.ts';
import type { Dataset } from '../../data/dataset.ts';
import { writeNpy } from '../../data/formats/npy.ts';
import { type RecordForm, recordShape } from '../../data/record-form.ts';
import { type Split, splitDataset } from '../../data/split.ts';
import { toBatch } from '../../data/to-batch.ts';
import { PlaygroundError } from '../../errors.ts';
import { logitsOf } from '../../inference/predict.ts';
import type { EncoderConfig } from '../../m2pt/encoder-config.ts';
import { mergePathway } from '../../m2pt/merge.ts';
import { modelInputOf } from '../../m2pt/record-form-of.ts';
import { disposeParams } from '../../tensor/params.ts';
import { type FileInParts, wholeFile } from '../file-in-parts.ts';
import { runName } from '../run-name.ts';
import { type TensorSource, tensorSources } from '../tensor-source.ts';
import { timmName, timmTensors } from '../timm-layout.ts';
import { weightsFile } from '../weights-file.ts';
import { batchPosition } from './batch-position.ts';
import { dataFiles } from './data-files.ts';
import { auxiliaryFiles, targetFiles } from './encoder-file.ts';
import { withManifest } from './manifest.ts';
import { projectCitation, projectNotice } from './notice-file.ts';
import { projectReadme } from './readme-file.ts';
import { refuseUnlike } from './refusals.ts';
import { runFile } from './run-file.ts';
import type { RunSnapshot } from './run-snapshot.ts';
import { TEMPLATE } from './template.ts';

/** Samples whose logits are written down, to compare with. */
const GOLDEN = 16;

/** `textures-nano-image-seed-0-pathway-pytorch`, as the other exports are called. */
export function projectName({ ingredients, seed, arm }: RunSnapshot): string {
  return `${runName(ingredients.dataset.name, ingredients.target.config.name, seed)}-${arm}-pytorch`;
}

/**
 * @param snapshot must live until the last file is written, because large tensors are read only then
 * @returns files in the order in which they must be written; paths without a leading folder
 * @throws PlaygroundError `export-unsupported` where timm's classes cannot express the target, or the project could not go on as the run did
 */
export async function projectFiles(snapshot: RunSnapshot): Promise<FileInParts[]> {
  const { ingredients, seed, start } = snapshot;
  refuseUnlike(ingredients);
  const { config, dataset, target, auxiliary } = ingredients;
  if (dataset.form.modality !== 'image') throw picturesOnly(MODALITIES[dataset.form.modality].many);
  const split = splitDataset(dataset.labels, dataset.classNames.length, config.splitSeed, config.limitPerClass);
  const position = batchPosition(snapshot.optimizer.step, split.train.length, seed, config);
  const golden = goldenSamples(split);
  const weights = await targetFiles(target, start, dataset.classNames.length);
  if (auxiliary) weights.push(...(await auxiliaryFiles(auxiliary)));
  return withManifest([
    wholeFile('README.md', projectReadme(snapshot, split, projectName(snapshot))),
    wholeFile('CITATION.cff', projectCitation()),
    wholeFile('NOTICE', projectNotice(ingredients)),
    ...Object.entries(TEMPLATE).map(([path, text]) => wholeFile(path, text)),
    wholeFile('configs/run.json', runFile(snapshot, split, position, golden)),
    ...weights,
    await weightsFile('weights/resume/model.safetensors', timmTensors(target.config, tensorSources(snapshot.params))),
    await weightsFile('weights/resume/optimizer.safetensors', momentSources(snapshot)),
    wholeFile('weights/resume/rng.json', `${JSON.stringify(position, null, 2)}\n`),
    ...(await goldenFiles(snapshot, target.config, dataset, golden)),
    ...(await dataFiles(dataset, split)),
  ]);
}

/** `exp_avg.<name>` and `exp_avg_sq.<name>`, as torch.optim calls them; names are timm's. */
function momentSources({ optimizer, ingredients }: RunSnapshot): TensorSource[] {
  const moments = [...optimizer.moments].map(([name, pair]) => [timmName(ingredients.target.config, name), pair] as const);
  return [
    ...tensorSources(Object.fromEntries(moments.map(([name, { m }]) => [`exp_avg.${name}`, m]))),
    ...tensorSources(Object.fromEntries(moments.map(([name, { v }]) => [`exp_avg_sq.${name}`, v]))),
  ];
}

/** Spread evenly over the test part, which is sorted; over the training part where nothing is held out. */
function goldenSamples({ train, test }: Split): number[] {
  const from = test.length ? test : train;
  const count = Math.min(GOLDEN, from.length);
  return Array.from({ length: count }, (_, i) => from[Math.floor((i * from.length) / count)]!);
}

/** Normalised input [B, 3, H, W] and logits [B, classes] of the merged model at this step. */
async function goldenFiles({ params }: RunSnapshot, encoder: EncoderConfig, dataset: Dataset, samples: number[]): Promise<FileInParts[]> {
  const merged = mergePathway(params);
  try {
    const { values } = toBatch(dataset, samples, modelInputOf(encoder));
    const logits = await logitsOf(merged, encoder, dataset, samples);
    return [
      wholeFile('golden/input.npy', writeNpy({ shape: [samples.length, ...inputAxes(dataset.form)], data: values })),
      wholeFile('golden/logits.npy', writeNpy({ shape: [samples.length, dataset.classNames.length], data: logits })),
    ];
  } finally {
    disposeParams(merged);
  }
}

/** Axes of one normalised picture, [C, H, W]. */
function inputAxes(form: RecordForm): number[] {
  const [height, width, channels] = recordShape(form) as [number, number, number];
  return [channels, height, width];
}

function picturesOnly(many: string): PlaygroundError {
  return new PlaygroundError({
    code: 'export-unsupported',
    message: `The PyTorch project continues runs on pictures; this run is on ${many}.`,
    hint: 'Download the merged model instead, or go on here with “Use as target”.',
  });
}
