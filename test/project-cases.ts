/**
 * @file Runs on the cpu backend that are exported in the middle and then go on: what PyTorch must be able to continue.
 * Used by src/worker/export-project.test.ts, and through it by reference/test_project.py.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BlobReader, type FileEntry, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import type { ArmName, RunConfig } from '../src/config/run-config.ts';
import { type ExperimentStep, runExperiment } from '../src/core/lab/experiment.ts';
import type { Ingredients } from '../src/core/lab/plan.ts';
import { initBody, initHead } from '../src/core/m2pt/encoder.ts';
import type { EncoderConfig } from '../src/core/m2pt/encoder-config.ts';
import { createRng } from '../src/core/tensor/rng.ts';
import { exportProject } from '../src/worker/export-project.ts';
import { createTrainedModels, type TrainedModels } from '../src/worker/trained-models.ts';
import { MICRO, microDataset, microEncoder, microIngredients } from './micro-experiment.ts';

export interface ProjectCase {
  name: string;
  /** The run is exported when this one … */
  arm: ArmName;
  /** … has done so many steps of it; null: after the experiment. */
  at: number | null;
  settings: Partial<RunConfig>;
  parts?: Partial<Ingredients>;
}

/** A ViT as published: cls token, norm before pooling, other epsilons, a head of its own, no qkv bias. */
const WITH_CLS: EncoderConfig = {
  ...MICRO,
  name: 'micro-vit',
  qkvBias: false,
  prefixTokens: ['cls'],
  pooling: 'cls',
  finalNorm: 'norm',
  layerNormEps: 1e-5,
  finalNormEps: 1e-3,
};

/** DeiT as published. Trained, its second token stays in the body and no head reads it: timm calls that a register token. */
const WITH_DIST: EncoderConfig = { ...WITH_CLS, name: 'micro-deit', qkvBias: true, prefixTokens: ['cls', 'dist'], head: 'distilled' };

export function projectCases(): ProjectCase[] {
  const vit = { ...microEncoder(3, WITH_CLS), params: initBody(WITH_CLS, 3), head: initHead(WITH_CLS, 5, createRng(3, 'old-head')) };
  const deit = { ...microEncoder(4, WITH_DIST), params: initBody(WITH_DIST, 4), head: initHead(WITH_DIST, 5, createRng(4, 'old-head')) };
  const fix: Partial<RunConfig> = { mode: 'fix', layers: ['qkv', 'fc2'], labelSmoothing: 0 };
  return [
    {
      name: 'pathway',
      arm: 'pathway',
      at: 9,
      settings: { flip: true, splitQkv: true, depthOrder: 'reversed', lambdaInit: 0.1, batchSize: 7 },
    },
    {
      name: 'frozen',
      arm: 'pathway',
      at: 5,
      settings: { auxiliaryTrainable: false, lambdaLearnable: false, lambdaInit: 0.2, clipNorm: 0 },
    },
    { name: 'fix', arm: 'pathway', at: 4, settings: fix },
    { name: 'fix-seed-1', arm: 'pathway', at: 4, settings: fix, parts: { seeds: [1] } },
    { name: 'cls-token', arm: 'baseline', at: 3, settings: { flip: true }, parts: { target: vit } },
    { name: 'cls-token-seed-1', arm: 'baseline', at: 3, settings: { flip: true }, parts: { target: vit, seeds: [1] } },
    { name: 'dist-token', arm: 'pathway', at: 6, settings: { layerDecay: 0.7, weightDecay: 0.2 }, parts: { target: deit } },
    {
      name: 'scratch',
      arm: 'baseline',
      at: 1,
      settings: {},
      parts: { target: { ...microEncoder(1), params: {} }, auxiliary: null, arms: ['baseline'] },
    },
    { name: 'ended', arm: 'pathway', at: null, settings: { epochs: 1 } },
  ];
}

export interface Written {
  trained: TrainedModels;
  events: ExperimentStep[];
  /** Folder of the project. */
  project: string;
  /** Losses of the run's first steps, up to ten after the export. */
  losses: number[];
}

/** Runs a case, writes its project below `folder` unless that is null, and goes on for ten steps. */
export async function writeCase({ arm, at, settings, parts }: ProjectCase, folder: string | null): Promise<Written> {
  const dataset = { ...microDataset(), classNames: ['red, "left"', '=élan', '../..'] };
  const ingredients = microIngredients({ warmup: 0.25, ...settings }, { dataset, ...parts });
  const trained = createTrainedModels();
  trained.startOver(dataset);
  const events: ExperimentStep[] = [];
  const losses: number[] = [];
  let project = '';
  const save = async () => {
    if (folder) project = await unpack(await exportProject(trained), folder);
  };
  let here = -1;
  for await (const event of runExperiment(ingredients, trained.hold, () => true)) {
    events.push(event);
    if (event.type === 'runStarted' && event.run.arm === arm) here = event.run.index;
    if (event.type === 'stepsFinished' && event.run === here) losses.push(...event.losses);
    if (event.type !== 'stepped' || event.run !== here || at === null) continue;
    if (event.step === at) await save();
    if (event.step === at + 10) break;
  }
  if (at === null) await save();
  return { trained, events, project, losses };
}

/** @returns the folder inside the zip */
async function unpack([file]: { blob: Blob }[], folder: string): Promise<string> {
  const reader = new ZipReader(new BlobReader(file!.blob), { useWebWorkers: false, checkSignature: true });
  const entries = (await reader.getEntries()) as FileEntry[];
  for (const entry of entries) {
    const path = join(folder, entry.filename);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await entry.getData(new Uint8ArrayWriter()));
  }
  await reader.close();
  return join(folder, entries[0]!.filename.split('/')[0]!);
}
