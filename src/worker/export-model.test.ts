/**
 * @file What the engine hands out for each format, from a real micro experiment: one zip each, measured on the test part,
 * nothing leaked, and nothing lost when the models are freed while a file is written.
 */
import { BlobReader, type FileEntry, TextWriter, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { beforeAll, expect, test } from 'vitest';
import { microDataset, microIngredients } from '../../test/micro-experiment.ts';
import { startNodeBackend } from '../../test/node-backend.ts';
import { runExperiment } from '../core/lab/experiment.ts';
import * as tf from '../core/tensor/tf.ts';
import { exportModel, exportSnippets } from './export-model.ts';
import type { ExportFormat } from './protocol.ts';
import { createTrainedModels } from './trained-models.ts';

beforeAll(() => startNodeBackend('cpu'));

async function trainedMicro() {
  const ingredients = microIngredients({ epochs: 1, target: 'nano-image', auxiliary: 'nano-audio', data: 'own' });
  const trained = createTrainedModels();
  trained.startOver(ingredients.dataset);
  const accuracies: number[] = [];
  for await (const event of runExperiment(ingredients, trained.hold, () => true))
    if (event.type === 'runFinished') accuracies.push(event.result.testAccuracy);
  return { trained, accuracies };
}

async function read(zip: Blob, name: string): Promise<string> {
  const entries = (await new ZipReader(new BlobReader(zip), { useWebWorkers: false }).getEntries()) as FileEntry[];
  return entries.find(({ filename }) => filename === name)!.getData(new TextWriter());
}

test('one zip for each format, with the test accuracies that training reported', async () => {
  const { trained, accuracies } = await trainedMicro();
  trained.mergeSubjects(); // folds once
  const base = tf.memory().numTensors;
  for (const [format, ending] of [
    ['merged', 'merged'],
    ['unmerged', 'un-merged'],
    ['onnx', 'onnx'],
  ] as const) {
    const [file, ...rest] = await exportModel(format, trained);
    expect(rest).toEqual([]);
    expect(file!.name).toBe(`micro-micro-seed-0-${ending}.zip`);
    const { measured } = JSON.parse(await read(file!.blob, 'config.json')).m2pt;
    expect([measured.baseline_accuracy, measured.merged_accuracy]).toEqual(accuracies);
  }
  expect(tf.memory().numTensors).toBe(base);
});

test('a file that is being written survives a new experiment on other data', async () => {
  const { trained } = await trainedMicro();
  const writing = exportModel('merged', trained);
  trained.startOver(microDataset(5));
  expect(trained.canMerge()).toBe(false);
  expect((await writing)[0]!.blob.size).toBeGreaterThan(50_000);
});

test('every format has a snippet, and nothing is exported before there is a pair', async () => {
  const { trained } = await trainedMicro();
  for (const format of ['merged', 'unmerged', 'onnx', 'pytorch'] satisfies ExportFormat[]) {
    const [best] = await exportSnippets(format, trained);
    expect(best!.code.split('\n').length, format).toBeGreaterThan(3);
  }
  await expect(exportModel('merged', createTrainedModels())).rejects.toMatchObject({ code: 'no-pair' });
});
